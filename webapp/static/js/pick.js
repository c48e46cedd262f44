// select[data-pick]: a mouse or a key opens a list that filters while one types. The select stays what it is, so that
// it works without this, and fingers get their own system's list.
import { folded } from "./folded.js";

const PICK = "select[data-pick]";
const GAP = 4;
const EDGE = 8;
let open = null;
let pointer = "";

document.addEventListener("pointerdown", (event) => (pointer = event.pointerType));

// The system's own list opens when the button goes down, ours when it is up again: a popover that opened before would
// be dismissed by that.
for (const kind of ["mousedown", "click"]) {
  document.addEventListener(kind, (event) => {
    const select = event.target.closest?.(PICK);
    if (!select || select.disabled || pointer === "touch" || event.button) return;
    event.preventDefault();
    if (kind === "click") show(select, "");
  });
}

document.addEventListener("keydown", (event) => {
  const select = event.target;
  if (!select.matches?.(PICK) || event.ctrlKey || event.metaKey || event.altKey) return;
  const opens = ["Enter", " ", "ArrowDown", "ArrowUp"].includes(event.key);
  if (!opens && event.key.length !== 1) return;
  event.preventDefault();
  show(select, opens ? "" : event.key);
});

function show(select, typed) {
  close();
  const box = document.createElement("div");
  box.className = "menu picker";
  box.popover = "auto";
  const input = Object.assign(document.createElement("input"), { className: "form-control", value: typed, autocomplete: "off" });
  const list = Object.assign(document.createElement("ul"), { id: "picker-list", role: "listbox" });
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-expanded": "true",
    "aria-controls": "picker-list",
    "aria-autocomplete": "list",
    "aria-label": select.ariaLabel,
    spellcheck: "false",
  }))
    input.setAttribute(name, value);
  list.setAttribute("aria-label", select.ariaLabel);
  box.append(input, list);
  (select.closest("dialog") ?? document.body).append(box);
  open = { select, box, input, list, options: optionsOf(select), marked: null };
  fill();
  box.showPopover();
  place(select.getBoundingClientRect(), box);
  input.focus();
  input.addEventListener("input", fill);
  input.addEventListener("keydown", onKey);
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => take(event.target.closest("[role=option]")));
  box.addEventListener("toggle", ({ newState }) => newState === "closed" && box === open?.box && close(true));
}

function optionsOf(select) {
  return [...select.options]
    .filter((option) => option.value && !option.hidden)
    .map((option) => ({
      value: option.value,
      words: option.text,
      heading: option.parentElement.label ?? "",
      searched: folded(`${option.text} ${option.value}`),
      isNow: option.value === select.value,
    }));
}

function fill() {
  const { input, list, options } = open;
  const wanted = folded(input.value).split(/\s+/).filter(Boolean);
  const found = options.filter(({ searched }) => wanted.every((word) => searched.includes(word)));
  list.replaceChildren();
  let heading = "";
  let group = list;
  for (const [place, option] of found.entries()) {
    if (option.heading !== heading) {
      heading = option.heading;
      group = grouped(list, heading);
    }
    const item = Object.assign(document.createElement("li"), { id: `picker-${place}`, role: "option", textContent: option.words });
    item.dataset.value = option.value;
    item.ariaSelected = "false";
    if (option.isNow) item.classList.add("is-now");
    group.append(item);
  }
  if (!found.length) list.append(Object.assign(document.createElement("li"), { className: "dim", role: "presentation", textContent: "Nothing of that name" }));
  const likeliest = wanted.length ? nearest(found, wanted.join(" ")) : found.findIndex(({ isNow }) => isNow);
  mark(list.querySelector(`#picker-${Math.max(0, likeliest)}`));
}

/** "tag" means the tag, though it also stands in "Stage" above it. */
function nearest(found, typed) {
  const begins = (text) => text.startsWith(typed);
  const whole = found.findIndex(({ words }) => folded(words) === typed);
  return whole >= 0 ? whole : found.findIndex(({ words }) => folded(words).split(/[\s›]+/).some(begins));
}

function grouped(list, heading) {
  const item = document.createElement("li");
  const group = document.createElement("ul");
  item.role = "presentation";
  group.role = "group";
  group.ariaLabel = heading;
  item.append(Object.assign(document.createElement("span"), { className: "menu-h", ariaHidden: "true", textContent: heading }), group);
  list.append(item);
  return group;
}

function mark(item) {
  open.marked?.setAttribute("aria-selected", "false");
  open.marked = item;
  item?.setAttribute("aria-selected", "true");
  item?.scrollIntoView({ block: "nearest" });
  if (item) open.input.setAttribute("aria-activedescendant", item.id);
  else open.input.removeAttribute("aria-activedescendant");
}

function onKey(event) {
  const items = [...open.list.querySelectorAll("[role=option]")];
  const now = items.indexOf(open.marked);
  if (event.key === "ArrowDown") mark(items[(now + 1) % items.length]);
  else if (event.key === "ArrowUp") mark(items.at(now < 1 ? -1 : now - 1));
  else if (event.key === "Enter") take(open.marked);
  else if (event.key === "Tab") return close(true);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function take(item) {
  if (!item) return;
  const { select } = open;
  close(true);
  if (select.value === item.dataset.value) return;
  select.value = item.dataset.value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

function close(givesFocusBack = false) {
  if (!open) return;
  const { box, select } = open;
  open = null;
  box.remove();
  if (givesFocusBack && select.isConnected) select.focus();
}

function place(field, box) {
  const { offsetWidth: width, offsetHeight: height } = box;
  const below = field.bottom + GAP;
  const above = field.top - GAP - height;
  box.style.left = `${Math.max(EDGE, Math.min(field.left, innerWidth - width - EDGE))}px`;
  box.style.top = `${below + height > innerHeight && above > EDGE ? above : below}px`;
}
