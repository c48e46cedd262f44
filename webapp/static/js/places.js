// Whoever comes back to a list or board finds the row or card again that they left: with back and forward (as the
// browser finds its scroll), with the link back from a person's page, after Undo, and when the rows come anew. What
// the next visit is to find is kept in the session, since a link that htmx does not know yet loads a whole page.
const LINKS = "[data-row-link], [data-card-link]";
const pathOf = (link) => new URL(link.href).pathname;
const address = () => `row ${location.pathname}?${new URLSearchParams(location.search)}`;
const ROW = "[data-rows] [data-row]";
const rows = () => [...document.querySelectorAll(ROW)];
const rowNoted = () => sessionStorage.getItem(address());
const WANTED = "row wanted";
const want = (path) => path && sessionStorage.setItem(WANTED, path);
let isReturning = false;
let latest = null;

const note = (type) => (isReturning = type === "traverse");
if (window.navigation) navigation.addEventListener("navigate", (event) => note(event.navigationType));
else addEventListener("popstate", () => note("traverse"));

document.addEventListener("focusin", ({ target }) => {
  if (target.matches?.(LINKS)) sessionStorage.setItem(address(), pathOf(target));
  const row = target.closest?.(ROW);
  if (row) latest = { row, number: rows().indexOf(row) };
});

// Rows that come anew take the focus with them: whoever has dealt with one goes on with what stands in its place.
document.addEventListener("htmx:after:swap", ({ detail }) => {
  if (!latest || latest.row.isConnected || document.activeElement !== document.body) return;
  const { number } = latest;
  latest = null;
  if (detail.ctx.target !== document.body) (rows()[number] ?? rows().at(-1))?.querySelector(LINKS)?.focus();
});

document.addEventListener("click", ({ target }) => {
  if (target.closest?.("a[data-key=b]")) want(location.pathname);
});

document.addEventListener("submit", ({ target }) => {
  if (target.closest(".toast-m")) want(rowNoted());
});

/** The link of the row or card that one left this page by, if one has come back to it. */
export function rowLeft() {
  const wanted = sessionStorage.getItem(WANTED);
  if (wanted === location.pathname) return null; // the visit that is just over led here; the one back is still to come
  sessionStorage.removeItem(WANTED);
  const path = wanted ?? (isReturning ? rowNoted() : null);
  return path && [...document.querySelectorAll(LINKS)].find((link) => pathOf(link) === path);
}
