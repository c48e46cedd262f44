// Ticking rows within [data-select]: the box in the head ticks all that are shown, Shift ticks a range, the bar says
// how many. With a name (data-select="q=tag:vip") the ticks outlive the page; those that are not on it are counted.
import { keep, ticksOf } from "./ticks.js";

const LIST = "[data-select]";
const NONE = { ids: new Set(), all: false };
let last = null;

const lists = () => document.querySelectorAll(LIST);
const boxes = (list) => [...list.querySelectorAll("[data-select-row]")];
const part = (list, name) => list.querySelector(`[data-select-${name}]`);

/** What is ticked: the page's boxes, and of a named list what it remembers. */
function ticks(list) {
  if (!list.dataset.select) return { ids: new Set(boxes(list).filter((box) => box.checked).map((box) => box.value)), all: false };
  return ticksOf(list.dataset.select);
}

/** Tick or untick some of the page's rows; whoever unticks one of all that match goes on with the page's rows. */
function setBoxes(list, changed, checked) {
  const now = ticks(list);
  const ids = now.all ? new Set(boxes(list).map((box) => box.value)) : now.ids;
  for (const box of changed) {
    if (checked) ids.add(box.value);
    else ids.delete(box.value);
  }
  const all = now.all && checked;
  set(list, { ids: all ? new Set() : ids, all });
}

function set(list, now) {
  if (list.dataset.select) keep(list.dataset.select, now);
  for (const box of boxes(list)) box.checked = now.all || now.ids.has(box.value);
  show(list, now);
}

function show(list, now = ticks(list)) {
  const all = boxes(list);
  const here = all.filter((box) => box.checked).length;
  const elsewhere = now.all ? [] : [...now.ids].filter((id) => !all.some((box) => box.value === id));
  showHead(part(list, "all"), here, all.length);
  const bar = part(list, "bar");
  if (bar) showBar(list, bar, now, here, elsewhere);
}

function showHead(head, here, shown) {
  if (!head) return;
  head.checked = here > 0 && here === shown;
  head.indeterminate = here > 0 && here < shown;
}

function showBar(list, bar, now, here, elsewhere) {
  const matching = part(list, "matching");
  const count = here + elsewhere.length;
  bar.hidden = !count && !now.all;
  part(list, "count").textContent = now.all ? matching.dataset.all : count.toLocaleString("en");
  const words = part(list, "words");
  if (words) words.textContent = now.all ? "that match" : "selected";
  if (matching) matching.hidden = now.all || count.toLocaleString("en") === matching.dataset.all;
  const away = part(list, "elsewhere");
  if (away) {
    away.hidden = !elsewhere.length;
    part(list, "elsewhere-count").textContent = elsewhere.length;
    part(list, "elsewhere-ids").value = elsewhere.join(",");
    part(list, "matching-value").value = now.all ? "1" : "";
  }
}

function showAll() {
  for (const list of lists()) set(list, ticks(list));
}

function range(from, to) {
  const all = boxes(to.closest(LIST));
  const [start, end] = [all.indexOf(from), all.indexOf(to)].sort((a, b) => a - b);
  return start < 0 ? [to] : all.slice(start, end + 1);
}

const boxOf = (row) => row?.querySelector("[data-select-row]");

/** `x`: tick this row or untick it. False where rows have no box. */
export function tick(row) {
  const box = boxOf(row);
  box?.click();
  return Boolean(box);
}

/** Shift with `x`, `j` or `k`: tick every row from the one ticked last, or from `from`, to this one. */
export function tickTo(row, from = null) {
  const box = boxOf(row);
  if (!box) return false;
  const start = last?.isConnected ? last : (boxOf(from) ?? box);
  setBoxes(box.closest(LIST), range(start, box), true);
  last = box;
  return true;
}

function clear(list) {
  const focusIsInBar = part(list, "bar")?.contains(document.activeElement);
  const row = last?.isConnected && last.closest("[data-row]");
  set(list, NONE);
  last = null;
  if (focusIsInBar) (row?.querySelector("[data-row-link]") ?? part(list, "all"))?.focus();
}

document.addEventListener("click", (event) => {
  const box = event.target;
  if (!box.matches?.("[data-select-row]")) return;
  setBoxes(box.closest(LIST), event.shiftKey && last?.isConnected ? range(last, box) : [box], box.checked);
  last = box;
});

document.addEventListener("change", ({ target }) => {
  if (target.matches?.("[data-select-all]")) setBoxes(target.closest(LIST), boxes(target.closest(LIST)), target.checked);
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-select-clear], [data-select-matching], [data-select-matching-too], [data-select-elsewhere]");
  const list = button?.closest(LIST);
  if (!list) return;
  if (button.matches("[data-select-clear]")) clear(list);
  if (button.matches("[data-select-matching], [data-select-matching-too]") && part(list, "matching")) {
    set(list, { ids: new Set(), all: true });
    part(list, "bar").querySelector("button[name=action]")?.focus();
  }
  if (button.matches("[data-select-elsewhere]")) {
    set(list, { ids: new Set(boxes(list).filter((box) => box.checked).map((box) => box.value)), all: false });
    part(list, "clear").focus();
  }
});

// Capturing: what closes by Escape (a menu, a dialog, the search) closes first, and only then the ticks go.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector(":modal, .menu:popover-open")) return;
  if (event.target.matches?.("input:not([type=checkbox]), textarea, select")) return;
  for (const list of lists()) if (!part(list, "bar")?.hidden) clear(list);
});

// The server says so when what was chosen is done (HX-Trigger: ticks-done). The list comes anew, and the focus goes to
// the row that was ticked last.
let doneAt = null;

document.addEventListener("ticks-done", () => {
  const link = last?.isConnected && last.closest("[data-row]")?.querySelector("[data-row-link]");
  doneAt = link ? new URL(link.href).pathname : null;
  lists().forEach((list) => set(list, NONE));
});

document.addEventListener("htmx:after:swap", ({ detail }) => {
  showAll();
  if (!doneAt || detail.ctx.target !== document.body) return;
  const links = [...document.querySelectorAll("[data-row-link]")];
  links.find((link) => new URL(link.href).pathname === doneAt)?.focus();
  doneAt = null;
});
addEventListener("pageshow", showAll);
showAll();
