// A dialog that htmx loads into #dialog opens modally and, when it closes, gives the focus back. What one types
// while it is on its way goes into its first field, not to the page's keys.
import { focusAt, placesOf } from "./focus.js";
import { isTyping, takesText, typeKey } from "./typing.js";

const LOADED = "#dialog > dialog";
let opener = null;
let places = [];
let awaited = null;
let typed = [];

document.addEventListener("htmx:before:request", ({ detail }) => {
  const { target, sourceElement, request } = detail.ctx;
  if (target?.id !== "dialog" || sourceElement.closest("#dialog")) return;
  opener = sourceElement;
  places = placesOf(opener);
  if (request.method !== "GET" && !sourceElement.matches("[data-opens-dialog]")) return;
  awaited = request;
  typed = [];
});

// Capturing, and loaded before the keys, so that no shortcut of the page hears them.
document.addEventListener(
  "keydown",
  (event) => {
    if (!awaited || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const isMore = event.key === "Enter" && typed.length > 0 && !event.repeat;
    if (isMore || event.key.length === 1) typed.push(event.key);
    else if (event.key === "Backspace") typed.pop();
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

document.addEventListener("htmx:after:swap", () => {
  const dialog = document.querySelector(`${LOADED}:not([open])`);
  if (!dialog) return;
  dialog.addEventListener("close", () => leave(dialog));
  dialog.showModal();
  if (!dialog.querySelector("[autofocus]")) dialog.querySelector(".dlg-b :is(input:not([type=hidden]), select, textarea)")?.focus();
  if (!awaited) return;
  awaited = null;
  if (takesText(document.activeElement)) for (const key of typed) typeKey({ key });
});

document.addEventListener("htmx:finally:request", ({ detail }) => {
  if (detail.ctx.request === awaited) awaited = null;
});

function leave(dialog) {
  if (!dialog.isConnected) return;
  dialog.remove();
  if (opener?.isConnected) opener.focus();
  else focusAt(places);
  opener = null;
}

// The server says so when a dialog's deed is done (HX-Trigger: close-dialog). It is left at once, since its `close`
// comes later, and a key that is pressed before that would go into its field.
document.addEventListener("close-dialog", () => {
  const dialog = document.querySelector(`${LOADED}[open]`);
  dialog?.close();
  if (dialog) leave(dialog);
});

// A download leaves the page as it is; its dialog is done once it has begun.
document.addEventListener("submit", ({ target }) => {
  if (target.matches("[data-download]")) setTimeout(() => target.closest("dialog")?.close());
});
