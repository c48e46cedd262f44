// The search box: completion while one types, and the way from the sentence, or an error, to its place in the text.
const BOX = "[data-search] input[name=q]";

const options = (list) => [...list.querySelectorAll("[role=option]")];
const listOf = (box) => document.getElementById(box.getAttribute("aria-controls"));

function show(box, open) {
  const list = listOf(box);
  list.hidden = !open;
  box.setAttribute("aria-expanded", open);
  mark(box, null);
}

function mark(box, option) {
  for (const other of options(listOf(box))) other.setAttribute("aria-selected", other === option);
  if (option) box.setAttribute("aria-activedescendant", option.id);
  else box.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function take(box, option) {
  box.value = option.dataset.text;
  show(box, false);
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

// Whoever mends a search is not told any more that it was wrong.
document.addEventListener("input", ({ target }) => {
  if (!target.matches?.(BOX)) return;
  target.removeAttribute("aria-invalid");
  target.form.classList.remove("is-bad");
});

document.addEventListener("htmx:after:swap", ({ detail }) => {
  const box = document.querySelector(BOX);
  if (!box || detail.ctx.target !== listOf(box)) return;
  show(box, document.activeElement === box && options(listOf(box)).length > 0);
});

// Capturing, so that Escape closes the list before the page's own keys see it.
document.addEventListener(
  "keydown",
  (event) => {
    const box = event.target;
    if (!box.matches?.(BOX) || listOf(box).hidden) return;
    const all = options(listOf(box));
    const now = all.findIndex((option) => option.id === box.getAttribute("aria-activedescendant"));
    if (event.key === "ArrowDown") mark(box, all[(now + 1) % all.length]);
    else if (event.key === "ArrowUp") mark(box, all.at(now < 0 ? -1 : now - 1));
    else if (event.key === "Escape") show(box, false);
    else if (event.key === "Enter" && now >= 0) take(box, all[now]);
    else return;
    event.preventDefault();
  },
  true,
);

document.addEventListener("pointerdown", (event) => {
  const option = event.target.closest?.("[role=option][data-text]");
  if (!option) return;
  event.preventDefault();
  take(document.querySelector(BOX), option);
});

document.addEventListener("focusout", (event) => {
  if (event.target.matches?.(BOX)) show(event.target, false);
});

document.addEventListener("click", (event) => {
  const term = event.target.closest?.("[data-search-for]")?.dataset.searchFor;
  const box = document.querySelector(BOX);
  if (!term || !box) return;
  box.focus();
  const start = box.value.indexOf(term);
  if (start >= 0) box.setSelectionRange(start, start + term.length);
});

function showPlace() {
  const box = document.querySelector(`${BOX}[data-place]`);
  if (!box) return;
  box.focus();
  box.setSelectionRange(Number(box.dataset.place), box.value.length);
  delete box.dataset.place;
}

document.addEventListener("htmx:after:swap", showPlace);
showPlace();
