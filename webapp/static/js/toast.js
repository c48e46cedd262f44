// Toasts: the newest on top, at most three, the same sentence once. They leave after ten seconds, but never while one
// points at them or holds the focus in them; whoever closes one goes back to where they were.
const STAYS = 10_000;
const MOST = 3;
const SELECTOR = ".toast-m";
let cameFrom = null;

/** Shows a sentence in the toast region. The server's own toasts come as HTML and need no call. */
export function showToast(sentence, { bad = false } = {}) {
  const region = document.getElementById("toasts");
  const template = document.getElementById("toast-template");
  if (!region || !template) return;
  const toast = template.content.firstElementChild.cloneNode(true);
  toast.querySelector("[data-sentence]").textContent = sentence;
  if (bad) toast.setAttribute("role", "alert");
  region.prepend(toast);
}

function isHeld(toast) {
  return toast.matches(":hover, :focus-within");
}

function leaveLater(toast) {
  setTimeout(() => (isHeld(toast) ? leaveLater(toast) : toast.remove()), STAYS);
}

/** What a toast says and takes back: two of these alike are one. */
function gist(toast) {
  const sentence = toast.querySelector("[data-sentence]").textContent;
  return `${sentence}|${toast.querySelector("form")?.getAttribute("action") ?? ""}`;
}

function welcome(toast) {
  const others = [...toast.parentElement.querySelectorAll(SELECTOR)].filter((other) => other !== toast);
  const older = others.filter((other) => gist(other) !== gist(toast)).toReversed();
  const leaving = older.sort((one, other) => worth(one) - worth(other)).slice(0, Math.max(0, older.length + 1 - MOST));
  for (const other of others) if (!older.includes(other) || leaving.includes(other)) other.remove();
  leaveLater(toast);
}

/** Room is made by the oldest; last by those that offer Undo, or that one is about to use. */
function worth(toast) {
  return isHeld(toast) ? 2 : toast.querySelector("form") ? 1 : 0;
}

new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) {
      if (!(node instanceof Element)) continue;
      const toasts = node.matches(SELECTOR) ? [node] : [...node.querySelectorAll(SELECTOR)];
      toasts.toReversed().forEach((toast) => toast.isConnected && welcome(toast));
    }
  }
}).observe(document.documentElement, { childList: true, subtree: true });

[...document.querySelectorAll(SELECTOR)].toReversed().forEach(welcome);

document.addEventListener("focusin", ({ target, relatedTarget }) => {
  if (target.closest(SELECTOR) && !relatedTarget?.closest(SELECTOR)) cameFrom = relatedTarget;
});

document.addEventListener("click", (event) => {
  const toast = event.target.closest?.("[data-dismiss]")?.closest(SELECTOR);
  if (!toast) return;
  const next = toast.nextElementSibling ?? toast.previousElementSibling;
  toast.remove();
  (next?.querySelector("[data-dismiss]") ?? (cameFrom?.isConnected ? cameFrom : document.getElementById("main")))?.focus();
});
