// Back and forward return to the row that one left, as the browser returns to its scroll.
const address = () => `row ${location.pathname}${location.search}`;
let isReturning = false;

const note = (type) => (isReturning = type === "traverse");
if (window.navigation) navigation.addEventListener("navigate", (event) => note(event.navigationType));
else addEventListener("popstate", () => note("traverse"));

document.addEventListener("focusin", ({ target }) => {
  if (target.matches?.("[data-row-link]")) sessionStorage.setItem(address(), new URL(target.href).pathname);
});

/** The link of the row that one left this page by, if one has come back to it. */
export function rowLeft() {
  const path = isReturning && sessionStorage.getItem(address());
  return path ? document.querySelector(`[data-row-link][href^="${CSS.escape(path)}"]`) : null;
}
