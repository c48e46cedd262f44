// Where the focus goes when what had it is gone.
import { rowLeft } from "./places.js";

const main = () => document.getElementById("main");
const isNowhere = () => [document.body, main()].includes(document.activeElement);

function goTo(row) {
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest", inline: "nearest" });
}

// A visit replaces the body and would leave the focus nowhere, or where htmx finds the id again that had it: on the
// whole page.
document.addEventListener("htmx:after:swap", ({ detail }) => {
  if (detail.ctx.target !== document.body || !isNowhere()) return;
  const row = rowLeft();
  if (row) goTo(row);
  else main()?.focus({ preventScroll: true });
});

// The same where a visit has loaded the whole page. A field that takes the focus by itself may do so only later.
const row = rowLeft();
if (row && isNowhere() && !document.querySelector("[autofocus]")) goTo(row);

const PRESSED = "a[href], button:not(:disabled, [tabindex='-1']), summary";

/** The parts of the page in which an element stands, the inmost first, by their ids: they outlast what is in them. */
export function placesOf(element) {
  const part = element?.closest("[id]");
  return !part || part.matches("main, #dialog, #app") ? [] : [part.id, ...placesOf(part.parentElement)];
}

/** Focuses what stands now where something stood that is gone. */
export function focusAt(places) {
  const parts = places.map((id) => document.getElementById(id)).filter(Boolean);
  const there = parts.flatMap((part) => [...part.querySelectorAll(PRESSED)]);
  there.find((one) => one.checkVisibility())?.focus({ preventScroll: true });
}

let places = [];

// A part that is swapped may take what has the focus along, such as the button that removed its own line.
document.addEventListener("htmx:before:swap", () => {
  places = placesOf(document.activeElement);
});

document.addEventListener("htmx:after:swap", ({ detail }) => {
  if (detail.ctx.target !== document.body && document.activeElement === document.body) focusAt(places);
});
