// A dialog that htmx loads into #dialog opens modally, closes on demand, and gives the focus back.
let opener = null;

document.addEventListener("htmx:before:request", ({ detail }) => {
  if (detail.ctx.target?.id === "dialog") opener = detail.ctx.sourceElement;
});

document.addEventListener("htmx:after:swap", () => {
  const dialog = document.querySelector("#dialog > dialog:not([open])");
  if (!dialog) return;
  dialog.showModal();
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (opener?.isConnected) opener.focus();
    opener = null;
  });
});

// The server says so when a dialog's deed is done (HX-Trigger: close-dialog).
document.addEventListener("close-dialog", () => document.querySelector("#dialog > dialog[open]")?.close());
