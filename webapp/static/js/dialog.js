// A dialog that htmx loads into #dialog opens modally and, when it closes, gives the focus back.
const LOADED = "#dialog > dialog";
let opener = null;

document.addEventListener("htmx:before:request", ({ detail }) => {
  const { target, sourceElement } = detail.ctx;
  if (target?.id === "dialog" && !sourceElement.closest("#dialog")) opener = sourceElement;
});

document.addEventListener("htmx:after:swap", () => {
  const dialog = document.querySelector(`${LOADED}:not([open])`);
  if (!dialog) return;
  dialog.addEventListener("close", () => leave(dialog));
  dialog.showModal();
  if (!dialog.querySelector("[autofocus]")) dialog.querySelector(".dlg-b :is(input:not([type=hidden]), select, textarea)")?.focus();
});

function leave(dialog) {
  dialog.remove();
  if (opener?.isConnected) opener.focus();
  opener = null;
}

// The server says so when a dialog's deed is done (HX-Trigger: close-dialog).
document.addEventListener("close-dialog", () => document.querySelector(`${LOADED}[open]`)?.close());

// A download leaves the page as it is; its dialog is done once it has begun.
document.addEventListener("submit", ({ target }) => {
  if (target.matches("[data-download]")) setTimeout(() => target.closest("dialog")?.close());
});
