// The tree of groups: what is below a group opens and closes, a group is found by its name, and one is moved by
// dragging it or by Shift and an arrow.
import { folded } from "./folded.js";
import { isTyping } from "./typing.js";

const COOKIE = "turned_groups";
const MOST_TURNED = 400;
const INTO_EDGE = 0.28;
const rows = () => [...document.querySelectorAll(".tree .t-row")];
const inSight = () => rows().filter((row) => row.offsetParent);
const linkOf = (item) => item?.querySelector(":scope > .t-row > a");
const groupOf = (row) => row.parentElement;
const idOf = (row) => groupOf(row).dataset.group;

// What is open outlives the page in a cookie, so that the server draws it so.
function turn(button) {
  const opens = button.getAttribute("aria-expanded") !== "true";
  button.setAttribute("aria-expanded", opens);
  const turned = new Set(turnedNow());
  const id = idOf(button.parentElement);
  if (!turned.delete(id)) turned.add(id);
  document.cookie = `${COOKIE}=${[...turned].slice(-MOST_TURNED).join(".")}; path=/groups; max-age=31536000; samesite=lax`;
}

function turnedNow() {
  const found = document.cookie.split("; ").find((one) => one.startsWith(`${COOKIE}=`));
  return found?.slice(COOKIE.length + 1).split(".").filter(Boolean) ?? [];
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("button.t-turn");
  if (button) turn(button);
});

// Finding: whoever is called so stays in sight, with those above it.
document.addEventListener("input", ({ target }) => {
  if (!target.matches?.("[data-find-group]")) return;
  const wanted = folded(target.value).split(/\s+/).filter(Boolean);
  for (const tree of document.querySelectorAll(".tree")) {
    tree.classList.toggle("is-finding", wanted.length > 0);
    for (const item of tree.children) find(item, wanted);
  }
  document.querySelector("[data-no-group]").hidden = inSight().length > 0;
});

function find(item, wanted) {
  const name = folded(linkOf(item).textContent);
  const below = [...(item.querySelector(":scope > ul")?.children ?? [])].filter((one) => find(one, wanted));
  item.hidden = !below.length && !wanted.every((word) => name.includes(word));
  return !item.hidden;
}

// Keys on a group of the tree.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches?.("[data-find-group]")) return leaveFinding(event);
  const row = event.target.closest?.(".t-row");
  if (!row || isTyping(event.target)) return;
  const done = event.shiftKey ? moveBy(event.key, row) : goBy(event.key, row);
  if (!done) return;
  event.preventDefault();
  event.stopPropagation();
}, true);

function leaveFinding(event) {
  if (event.key === "ArrowDown") inSight()[0]?.querySelector("a").focus();
  else if (event.key === "Enter") inSight().find((row) => !event.target.value || fits(row, event.target))?.querySelector("a").click();
  else return;
  event.preventDefault();
}

function fits(row, field) {
  const name = folded(row.querySelector("a").textContent);
  return folded(field.value).split(/\s+/).every((word) => name.includes(word));
}

function goBy(key, row) {
  const all = inSight();
  const now = all.indexOf(row);
  const button = row.querySelector("button.t-turn");
  const isOpen = button?.getAttribute("aria-expanded") === "true";
  if (key === "ArrowDown") return focus(all[now + 1]);
  if (key === "ArrowUp") return focus(all[now - 1]);
  if (key === "ArrowRight" && button) return isOpen ? focus(all[now + 1]) : (turn(button), true);
  if (key === "ArrowLeft") return isOpen ? (turn(button), true) : focus(above(row));
  if (key === "." && row.querySelector(".t-menu")) return row.querySelector(".t-menu").click(), true;
  return false;
}

function focus(row) {
  row?.querySelector("a").focus();
  return true;
}

const above = (row) => groupOf(row).parentElement.closest("[data-group]")?.querySelector(":scope > .t-row");

function moveBy(key, row) {
  const item = groupOf(row);
  const before = item.previousElementSibling?.dataset.group;
  const after = item.nextElementSibling?.dataset.group;
  if (!row.draggable || !key.startsWith("Arrow")) return false;
  if (key === "ArrowUp" && before) move(row, { beside: before, side: "before" });
  if (key === "ArrowDown" && after) move(row, { beside: after, side: "after" });
  if (key === "ArrowRight" && before) move(row, { parent: before });
  if (key === "ArrowLeft" && above(row)) move(row, { beside: idOf(above(row)), side: "after" });
  return true;
}

// A move is a post of the form below the tree; the group keeps the focus, and the tree its place.
let moved = null;
let scrolled = 0;

function move(row, { parent = "", beside = "", side = "" }) {
  const form = document.getElementById("tree-move");
  moved = idOf(row);
  form.action = `/groups/${moved}/place`;
  Object.assign(form.elements.parent, { value: parent });
  Object.assign(form.elements.beside, { value: beside });
  Object.assign(form.elements.side, { value: side });
  form.requestSubmit();
}

document.addEventListener("htmx:before:swap", () => (scrolled = document.getElementById("side")?.scrollTop ?? 0));

document.addEventListener("htmx:after:swap", ({ detail }) => {
  if (detail.ctx.target !== document.body || !document.querySelector(".tree")) return;
  document.getElementById("side").scrollTop = scrolled;
  const item = moved && document.querySelector(`[data-group="${moved}"]`);
  moved = null;
  if (item) reveal(item);
});

function reveal(item) {
  for (let over = item; (over = over.parentElement.closest("[data-group]")); ) {
    const button = over.querySelector(":scope > .t-row > button.t-turn[aria-expanded=false]");
    if (button) turn(button);
  }
  linkOf(item).focus();
  linkOf(item).scrollIntoView({ block: "nearest" });
}

// Dragging: onto a group it comes below it, between two beside them.
let dragged = null;

document.addEventListener("dragstart", (event) => {
  const row = event.target.closest?.(".t-row[draggable]");
  if (!row) return;
  dragged = row;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", row.querySelector("a").textContent);
  row.classList.add("is-dragged");
});

document.addEventListener("dragover", (event) => {
  const row = target(event);
  clear();
  if (!row) return;
  event.preventDefault();
  row.classList.add(`drop-${part(event, row)}`);
});

document.addEventListener("drop", (event) => {
  const row = target(event);
  clear();
  if (!row) return;
  event.preventDefault();
  const side = part(event, row);
  move(dragged, side === "into" ? { parent: idOf(row) } : { beside: idOf(row), side });
});

document.addEventListener("dragend", () => {
  clear();
  dragged?.classList.remove("is-dragged");
  dragged = null;
});

/** The row that would take what is dragged: none of its own. */
function target(event) {
  const row = dragged && event.target.closest?.(".t-row");
  return row && !groupOf(dragged).contains(row) ? row : null;
}

function part(event, row) {
  const { top, height } = row.getBoundingClientRect();
  const place = (event.clientY - top) / height;
  return place < INTO_EDGE ? "before" : place > 1 - INTO_EDGE ? "after" : "into";
}

function clear() {
  for (const row of document.querySelectorAll(".t-row:is(.drop-into, .drop-before, .drop-after)")) {
    row.classList.remove("drop-into", "drop-before", "drop-after");
  }
}
