// Ticking rows: the box in the head ticks all that are shown, Shift ticks a range, the bar says how many.
let last = null;

document.addEventListener("click", (event) => {
  const box = event.target;
  if (!box.matches?.("[data-select-row]")) return;
  if (event.shiftKey && last?.isConnected) tickBetween(last, box);
  last = box;
});

document.addEventListener("change", (event) => {
  const list = event.target.closest?.("[data-select]");
  if (!list) return;
  if (event.target.matches("[data-select-all]")) {
    for (const box of boxes(list)) box.checked = event.target.checked;
  }
  show(list);
});

document.addEventListener("click", (event) => {
  const clear = event.target.closest?.("[data-select-clear]");
  const list = clear?.closest("[data-select]");
  if (!list) return;
  for (const box of boxes(list)) box.checked = false;
  show(list);
  list.querySelector("[data-select-all]")?.focus();
});

document.addEventListener("htmx:after:swap", () => document.querySelectorAll("[data-select]").forEach(show));

function boxes(list) {
  return [...list.querySelectorAll("[data-select-row]")];
}

function tickBetween(from, to) {
  const all = boxes(to.closest("[data-select]"));
  const [start, end] = [all.indexOf(from), all.indexOf(to)].sort((a, b) => a - b);
  if (start < 0) return;
  for (const box of all.slice(start, end + 1)) box.checked = to.checked;
}

function show(list) {
  const all = boxes(list);
  const ticked = all.filter((box) => box.checked).length;
  const head = list.querySelector("[data-select-all]");
  if (head) {
    head.checked = ticked > 0 && ticked === all.length;
    head.indeterminate = ticked > 0 && ticked < all.length;
  }
  for (const bar of list.querySelectorAll("[data-select-bar]")) bar.hidden = !ticked;
  for (const count of list.querySelectorAll("[data-select-count]")) count.textContent = ticked;
}
