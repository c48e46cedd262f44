// A dialog that htmx loads into #dialog opens modally and, when it closes, gives the focus back.
import { focusAt, placesOf } from "./focus.js";

const LOADED = "#dialog > dialog";
let opener = null;
let places = [];

document.addEventListener("htmx:before:request", ({ detail }) => {
  const { target, sourceElement } = detail.ctx;
  if (target?.id !== "dialog" || sourceElement.closest("#dialog")) return;
  opener = sourceElement;
  places = placesOf(opener);
});

document.addEventListener("htmx:after:swap", () => {
  const dialog = document.querySelector(`${LOADED}:not([open])`);
  if (!dialog) return;
  dialog.addEventListener("close", () => leave(dialog));
  dialog.showModal();
  if (!dialog.querySelector("[autofocus]")) dialog.querySelector(".dlg-b :is(input:not([type=hidden]), select, textarea)")?.focus();
});

function leave(dialog) {
  if (!dialog.isConnected) return;
  dialog.remove();
  if (opener?.matches("[data-row-key]")) opener = opener.closest("[data-row]").querySelector("[data-row-link]");
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
