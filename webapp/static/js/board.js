// The board: cards are dragged with the mouse or pen, moved with the keys, and by the menu of each card.
import { isTyping } from "./typing.js";

const CARD = "[data-card]";
const LANE = "[data-lane]";
const DRAG_STARTS = 6;
let pressed = null;
let moved = null;

const board = () => document.querySelector("[data-board]");
const lanes = () => [...document.querySelectorAll(`[data-board] ${LANE}`)];
const cardsOf = (lane) => [...lane.querySelectorAll(CARD)];
const focusCard = (card) => card?.querySelector("[data-card-link]").focus();

function move(card, lane) {
  if (!lane || lane.dataset.lane === card.dataset.stage || !board().dataset.mayMove) return;
  moved = card.dataset.card;
  card.classList.add("is-away");
  const values = { value: lane.dataset.lane, seen: card.dataset.stage, at: "board", board: board().dataset.board };
  const sent = htmx.ajax("POST", `/people/${moved}/stage`, { source: board(), target: "#menu", swap: "none", values });
  sent.finally(() => card.classList.remove("is-away"));
}

// A menu's choice moves as well; the card that was moved keeps the focus.
document.addEventListener("htmx:before:request", ({ detail }) => {
  const [, person] = detail.ctx.request.action.match(/\/people\/(\d+)\/stage$/) ?? [];
  if (board() && person && detail.ctx.request.method === "POST") moved = person;
});

document.addEventListener("htmx:after:swap", () => {
  const card = moved && document.getElementById(`card-${moved}`);
  if (!card?.classList.contains("is-fresh") || document.querySelector(":modal")) return;
  moved = null;
  focusCard(card);
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
});

// Dragging: the card stays, its picture follows the pointer, and the lane under it says that it would take it.
document.addEventListener("pointerdown", (event) => {
  const card = event.target.closest?.(`[data-may-move=yes] ${CARD}`);
  if (!card || event.button || event.pointerType === "touch" || event.target.closest("[data-move]")) return;
  const { left, top } = card.getBoundingClientRect();
  pressed = { card, x: event.clientX, y: event.clientY, left, top, picture: null, over: null };
});

document.addEventListener("pointermove", (event) => {
  if (!pressed) return;
  const [dx, dy] = [event.clientX - pressed.x, event.clientY - pressed.y];
  if (!pressed.picture && Math.hypot(dx, dy) < DRAG_STARTS) return;
  pressed.picture ??= pictureOf(pressed.card);
  pressed.picture.style.left = `${pressed.left + dx}px`;
  pressed.picture.style.top = `${pressed.top + dy}px`;
  const over = document.elementFromPoint(event.clientX, event.clientY)?.closest(LANE) ?? null;
  if (over === pressed.over) return;
  pressed.over?.classList.remove("is-over");
  pressed.over = over;
  if (over?.dataset.lane !== pressed.card.dataset.stage) over?.classList.add("is-over");
});

function pictureOf(card) {
  const picture = card.cloneNode(true);
  picture.removeAttribute("id");
  picture.classList.add("drag");
  picture.style.width = `${card.offsetWidth}px`;
  document.body.append(picture);
  card.classList.add("is-away");
  document.documentElement.classList.add("dragging-card");
  return picture;
}

function drop({ commits }) {
  if (!pressed) return;
  const { card, picture, over } = pressed;
  pressed = null;
  if (!picture) return;
  picture.remove();
  over?.classList.remove("is-over");
  card.classList.remove("is-away");
  document.documentElement.classList.remove("dragging-card");
  document.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => document.removeEventListener("click", swallow, true));
  if (commits) move(card, over);
}

/** The click that ends a drag opens nothing. */
function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}

document.addEventListener("pointerup", () => drop({ commits: true }));
document.addEventListener("pointercancel", () => drop({ commits: false }));
document.addEventListener("dragstart", (event) => event.target.closest?.(CARD) && event.preventDefault());

// Keys: arrows or h j k l go from card to card, with Shift a card goes to the next lane, m opens its menu.
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const LETTERS = { h: "ArrowLeft", l: "ArrowRight", k: "ArrowUp", j: "ArrowDown" };

document.addEventListener(
  "keydown",
  (event) => {
    if (event.key === "Escape" && pressed) return drop({ commits: false });
    if (!board() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector(":modal, .menu:popover-open")) return;
    if (press(event.key, event.shiftKey)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  },
  true,
);

function press(key, shifted) {
  const card = document.activeElement.closest?.(CARD);
  const step = STEPS[LETTERS[key.toLowerCase()] ?? key];
  if (!card) return Boolean(step && key in LETTERS && (focusCard(document.querySelector(CARD)), true));
  if (key === "m") return card.querySelector("[data-move]")?.click() ?? true;
  if (!step) return false;
  const [across, down] = step;
  const all = lanes();
  const lane = card.closest(LANE);
  if (across && shifted) return move(card, all[all.indexOf(lane) + across]) ?? true;
  focusCard(across ? beside(card, all, all.indexOf(lane), across) : cardsOf(lane)[cardsOf(lane).indexOf(card) + down]);
  return true;
}

/** The card at the same height in the nearest lane that is open and has any. */
function beside(card, all, from, across) {
  for (let n = from + across; all[n]; n += across) {
    const cards = all[n].open ? cardsOf(all[n]) : [];
    if (cards.length) return cards[Math.min(cardsOf(all[from]).indexOf(card), cards.length - 1)];
  }
  return null;
}
