// Back and forward return to the row or card that one left, as the browser returns to its scroll.
const LINKS = "[data-row-link], [data-card-link]";
const pathOf = (link) => new URL(link.href).pathname;
const address = () => `row ${location.pathname}${location.search}`;
let isReturning = false;

const note = (type) => (isReturning = type === "traverse");
if (window.navigation) navigation.addEventListener("navigate", (event) => note(event.navigationType));
else addEventListener("popstate", () => note("traverse"));

document.addEventListener("focusin", ({ target }) => {
  if (target.matches?.(LINKS)) sessionStorage.setItem(address(), pathOf(target));
});

/** The link of the row or card that one left this page by, if one has come back to it. */
export function rowLeft() {
  const path = isReturning && sessionStorage.getItem(address());
  return path ? [...document.querySelectorAll(LINKS)].find((link) => pathOf(link) === path) : null;
}
