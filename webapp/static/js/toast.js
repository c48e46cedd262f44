// Toasts leave after ten seconds, but never while one points at them or holds the focus in them.
const STAYS = 10_000;
const SELECTOR = ".toast-m";

/** Shows a sentence in the toast region. The server's own toasts come as HTML and need no call. */
export function showToast(sentence, { bad = false } = {}) {
  const region = document.getElementById("toasts");
  const template = document.getElementById("toast-template");
  if (!region || !template) return;
  const toast = template.content.firstElementChild.cloneNode(true);
  toast.querySelector("[data-sentence]").textContent = sentence;
  if (bad) toast.setAttribute("role", "alert");
  region.append(toast);
}

function isHeld(toast) {
  return toast.matches(":hover, :focus-within");
}

function leaveLater(toast) {
  setTimeout(() => (isHeld(toast) ? leaveLater(toast) : toast.remove()), STAYS);
}

new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) {
      if (!(node instanceof Element)) continue;
      const toasts = node.matches(SELECTOR) ? [node] : node.querySelectorAll(SELECTOR);
      toasts.forEach(leaveLater);
    }
  }
}).observe(document.documentElement, { childList: true, subtree: true });

document.querySelectorAll(SELECTOR).forEach(leaveLater);

document.addEventListener("click", (event) => {
  event.target.closest?.("[data-dismiss]")?.closest(SELECTOR)?.remove();
});
