// form[data-guard] asks before what was typed is lost; every form is sent only once at a time, but for what builders
// do, which keeps nothing (builder.js).
const typed = new WeakSet();
const sending = new WeakSet();
const DOWNLOAD_STARTS_WITHIN = 3000;
const QUESTION = "Leave without saving what you typed?";

document.addEventListener("input", (event) => {
  const { form } = event.target; // also of an input that stands outside its form
  if (form?.matches("[data-guard]")) typed.add(form);
});

// Capturing, so that a second click is stopped before htmx sees it.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const keepsNothing = form.matches("[data-builder]") && event.submitter?.name === "do";
    if (sending.has(form) && !keepsNothing) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    typed.delete(form);
    if (form.method !== "post" || keepsNothing) return;
    sending.add(form);
    setTimeout(() => sending.delete(form), DOWNLOAD_STARTS_WITHIN);
  },
  true,
);

document.addEventListener("htmx:finally:request", ({ detail }) => sending.delete(detail.ctx.request.form));

document.addEventListener("htmx:before:request", (event) => {
  const { sourceElement, target } = event.detail.ctx;
  if (target !== document.body || !sourceElement.matches("a") || !hasUnsaved()) return;
  if (!confirm(QUESTION)) event.preventDefault();
});

// Back and forward are visits of htmx too, which only the browser can still stop.
window.navigation?.addEventListener("navigate", (event) => {
  if (event.navigationType !== "traverse" || !event.cancelable || !hasUnsaved() || confirm(QUESTION)) return;
  event.preventDefault();
  event.stopImmediatePropagation(); // or htmx would still go there
});

// Escape closes a dialog.
document.addEventListener(
  "cancel",
  (event) => {
    const asks = [...event.target.querySelectorAll("form[data-guard]")].some((form) => typed.has(form));
    if (asks && !confirm(QUESTION)) event.preventDefault();
  },
  true,
);

addEventListener("beforeunload", (event) => {
  if (hasUnsaved()) event.preventDefault();
});

function hasUnsaved() {
  return [...document.querySelectorAll("form[data-guard]")].some((form) => typed.has(form));
}
