// A dialog that htmx loads into #dialog opens modally and, when it closes, gives the focus back. What one types
// while it is on its way goes into its first field, not to the page's keys, and Enter after that sends it.
import { isTyping } from "./typing.js";

const LOADED = "#dialog > dialog";
let opener = null;
let awaited = null;
let typed = "";
let entered = false;

document.addEventListener("htmx:before:request", ({ detail }) => {
  const { target, sourceElement, request } = detail.ctx;
  if (target?.id !== "dialog" || sourceElement.closest("#dialog")) return;
  opener = sourceElement;
  if (request.method !== "GET" && !sourceElement.matches("[data-opens-dialog]")) return;
  awaited = request;
  typed = "";
  entered = false;
});

// Capturing, and loaded before the keys, so that no shortcut of the page hears them.
document.addEventListener(
  "keydown",
  (event) => {
    if (!awaited || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") entered ||= typed !== "" && !event.repeat;
    else if (event.key.length === 1) typed += event.key;
    else if (event.key === "Backspace") typed = typed.slice(0, -1);
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
  if (awaited) typeInto(document.activeElement);
});

document.addEventListener("htmx:finally:request", ({ detail }) => {
  if (detail.ctx.request === awaited) awaited = null;
});

function typeInto(field) {
  const text = typed;
  awaited = null;
  if (!text || !field.matches("textarea, input:is([type=text], [type=search], :not([type]))")) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  if (!entered) return;
  const isHeard = !field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  if (!isHeard) field.form?.requestSubmit();
}

function leave(dialog) {
  if (!dialog.isConnected) return;
  dialog.remove();
  if (opener?.isConnected) opener.focus();
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
