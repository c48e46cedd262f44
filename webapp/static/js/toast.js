// Toasts: the newest on top, at most three, the same sentence once. They leave after ten seconds, but never while one
// points at them or holds the focus in them; whoever closes one goes back to where they were.
const STAYS = 10_000;
const MOST = 3;
const SELECTOR = ".toast-m";
const leaving = new WeakSet();
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

function tidy() {
  const said = new Set();
  for (const toast of toasts()) said.has(gist(toast)) ? toast.remove() : said.add(gist(toast));
  const older = toasts().slice(1).toReversed().sort((one, other) => worth(one) - worth(other));
  for (const toast of older.slice(0, Math.max(0, older.length + 1 - MOST))) toast.remove();
  for (const toast of toasts().filter((toast) => !leaving.has(toast))) {
    leaving.add(toast);
    leaveLater(toast);
  }
}

function toasts() {
  return [...document.querySelectorAll(SELECTOR)];
}

/** What a toast says and takes back: two of these alike are one. */
function gist(toast) {
  return `${toast.querySelector("[data-sentence]").textContent}|${toast.querySelector("form")?.getAttribute("action")}`;
}

/** Room is made by the oldest; last by those that offer Undo, or that one is about to use. */
function worth(toast) {
  return isHeld(toast) ? 2 : toast.querySelector("form") ? 1 : 0;
}

new MutationObserver((changes) => {
  const isToast = (node) => node instanceof Element && (node.matches(SELECTOR) || node.querySelector(SELECTOR));
  if (changes.some(({ addedNodes }) => [...addedNodes].some(isToast))) tidy();
}).observe(document.documentElement, { childList: true, subtree: true });

tidy();

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
