// Typing @ in a note offers the colleagues who can be told (data-mentions is where they are listed); taking one writes
// the name. Who a name means is the server's to say, so a name that was typed out does as well.
const FIELD = "textarea[data-mentions]";
const BEGUN = /(?<![\p{L}\p{N}_@])@([^@\n]{0,40})$/u;
const MOST = 8;
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const shown = (list) => [...list.querySelectorAll("[role=option]:not([hidden])")];
const listOf = (field) => document.getElementById(field.getAttribute("aria-controls"));
let lists = 0;

document.addEventListener("input", async ({ target }) => {
  if (!target.matches?.(FIELD)) return;
  const begun = whatIsBegun(target);
  if (begun === null) return close(target);
  const list = listOf(target) ?? (await fetchList(target));
  // What was typed while the names were on their way counts.
  if (list && whatIsBegun(target) !== null) offer(target, list, folded(whatIsBegun(target)));
});

function whatIsBegun(field) {
  if (field.selectionStart !== field.selectionEnd) return null;
  return BEGUN.exec(field.value.slice(0, field.selectionStart))?.[1] ?? null;
}

async function fetchList(field) {
  if (field.dataset.fetching) return null;
  field.dataset.fetching = "yes";
  const list = document.createElement("div");
  lists += 1;
  Object.assign(list, { id: `mentions-${lists}`, role: "listbox", ariaLabel: "Colleagues", popover: "manual" });
  list.className = "mention-list";
  const said = document.createElement("span");
  said.className = "visually-hidden";
  said.role = "status";
  field.after(list, said);
  try {
    await window.htmx.ajax("GET", field.dataset.mentions, { source: field, target: list });
  } finally {
    delete field.dataset.fetching;
  }
  if (!list.querySelector("[role=option]")) return null;
  for (const [number, option] of [...list.querySelectorAll("[role=option]")].entries()) option.id = `${list.id}-${number}`;
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-haspopup", "listbox");
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault(); // the field keeps the focus
    const option = event.target.closest("[role=option]");
    if (option) take(field, option);
  });
  return list;
}

function offer(field, list, begun) {
  let room = MOST;
  for (const option of list.querySelectorAll("[role=option]")) {
    const name = folded(option.dataset.name);
    const fits = name.startsWith(begun) || name.split(/[^\p{L}\p{N}]+/u).some((word) => begun && word.startsWith(begun));
    option.hidden = !fits || name === begun || room === 0;
    if (!option.hidden) room -= 1;
  }
  const found = shown(list);
  list.nextElementSibling.textContent = found.length ? `${found.length} ${found.length === 1 ? "colleague" : "colleagues"}` : "";
  if (!found.length || document.activeElement !== field) return close(field);
  list.showPopover();
  place(field, list);
  mark(field, list, found[0]);
}

/** Below the field, above it where there is more room, as with a phone's keyboard. */
function place(field, list) {
  const box = field.getBoundingClientRect();
  const height = window.visualViewport?.height ?? window.innerHeight;
  const isBelow = height - box.bottom >= list.offsetHeight || box.top < height - box.bottom;
  list.style.left = `${box.left}px`;
  list.style.width = `${Math.min(box.width, 320)}px`;
  list.style.top = `${isBelow ? box.bottom + 4 : Math.max(4, box.top - list.offsetHeight - 4)}px`;
}

function mark(field, list, option) {
  for (const other of shown(list)) other.setAttribute("aria-selected", other === option);
  field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function take(field, option) {
  const end = field.selectionStart;
  const start = end - whatIsBegun(field).length;
  field.setRangeText(`${option.dataset.name} `, start, end, "end");
  close(field);
  field.dispatchEvent(new Event("input", { bubbles: true })); // for the guard of what was typed
}

function close(field) {
  const list = listOf(field);
  if (!list?.matches(":popover-open")) return;
  list.hidePopover();
  list.nextElementSibling.textContent = "";
  field.removeAttribute("aria-activedescendant");
}

// Capturing, so that Escape closes the list and not the dialog around it.
document.addEventListener(
  "keydown",
  (event) => {
    const field = event.target;
    const list = field.matches?.(FIELD) ? listOf(field) : null;
    if (!list?.matches(":popover-open") || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = shown(list);
    const now = all.findIndex((option) => option.id === field.getAttribute("aria-activedescendant"));
    if (event.key === "ArrowDown") mark(field, list, all[(now + 1) % all.length]);
    else if (event.key === "ArrowUp") mark(field, list, all.at(now - 1));
    else if (event.key === "Enter" || event.key === "Tab") take(field, all[now]);
    else if (event.key === "Escape") close(field);
    else return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);

document.addEventListener("focusout", ({ target }) => {
  if (target.matches?.(FIELD)) close(target);
});
