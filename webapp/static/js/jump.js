// Jump to: Ctrl-K or Cmd-K opens it from anywhere; the arrows choose, Enter goes there, once what was found is for
// the text in the box.
const BOX = "[data-jump-form] input[name=q]";
const sent = new WeakMap();
let entered = null;
let hasFailed = false;

const shownFor = (box) => box.dataset.shownFor ?? box.defaultValue;
const options = () => [...document.querySelectorAll("#jump-found a[role=option]")];
const chosen = () => document.querySelector('#jump-found a[aria-selected="true"]');

function choose(option) {
  for (const other of options()) other.setAttribute("aria-selected", other === option);
  const box = document.querySelector(BOX);
  if (option) box.setAttribute("aria-activedescendant", option.id);
  else box.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const all = options();
  const now = all.indexOf(chosen());
  choose(all.at((now + step + all.length) % all.length));
}

function enter(box) {
  if (shownFor(box) !== box.value) {
    entered = box.value;
    if (hasFailed) window.htmx.trigger(box, "ask-again");
    return;
  }
  entered = null;
  (chosen() ?? options()[0])?.click();
}

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
  const way = document.querySelector("[data-jump]");
  if (!way) return;
  event.preventDefault();
  if (!document.querySelector(":modal")) way.click();
});

document.addEventListener(
  "keydown",
  (event) => {
    if (!event.target.matches?.(BOX)) return;
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter") enter(event.target);
    else return;
    event.preventDefault();
  },
  true,
);

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (!ctx.sourceElement.matches(BOX)) return;
  sent.set(ctx, ctx.sourceElement.value);
  hasFailed = false;
});

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (sent.has(ctx) && ctx.sourceElement.value === sent.get(ctx)) hasFailed = shownFor(ctx.sourceElement) !== sent.get(ctx);
});

// What arrives is chosen from at once, so that a name and Enter are enough.
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const box = document.querySelector(BOX);
  if (!box || ctx.swap === "none") return;
  if (sent.has(ctx)) box.dataset.shownFor = sent.get(ctx);
  if (!chosen()) choose(options()[0]);
  if (entered === box.value) enter(box);
});

document.addEventListener("input", ({ target }) => {
  if (target.matches?.(BOX)) entered = null;
});
