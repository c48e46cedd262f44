// Whoever comes back to a list or board finds the row or card again that they left: with back and forward (as the
// browser finds its scroll), with the link back from a person's page, and after Undo.
const LINKS = "[data-row-link], [data-card-link]";
const pathOf = (link) => new URL(link.href).pathname;
const address = () => `row ${location.pathname}${location.search}`;
const rowNoted = () => sessionStorage.getItem(address());
let isReturning = false;
let wanted = null;

const note = (type) => (isReturning = type === "traverse");
if (window.navigation) navigation.addEventListener("navigate", (event) => note(event.navigationType));
else addEventListener("popstate", () => note("traverse"));

document.addEventListener("focusin", ({ target }) => {
  if (target.matches?.(LINKS)) sessionStorage.setItem(address(), pathOf(target));
});

document.addEventListener("click", ({ target }) => {
  if (target.closest?.("a[data-key=b]")) wanted = location.pathname;
});

document.addEventListener("submit", ({ target }) => {
  if (target.closest(".toast-m")) wanted = rowNoted();
});

/** The link of the row or card that one left this page by, if one has come back to it. */
export function rowLeft() {
  const path = wanted ?? (isReturning ? rowNoted() : null);
  wanted = null;
  return path && [...document.querySelectorAll(LINKS)].find((link) => pathOf(link) === path);
}
