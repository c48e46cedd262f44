// Shortcuts. A page declares them: data-key="c" on a link, button or field, which with data-key-focus is only focused;
// data-rows around the rows of a list.
import { isTyping } from "./typing.js";

const ROW = "[data-rows] [data-row]";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "Escape") return leaveField();
  if (isTyping(event.target) || document.querySelector(":modal")) return;
  if (moveOnRows(event.key) || press(event.key)) event.preventDefault();
});

function leaveField() {
  if (isTyping() && document.activeElement.matches("[data-key]")) document.activeElement.blur();
}

function moveOnRows(key) {
  const rows = [...document.querySelectorAll(ROW)];
  if (!rows.length) return false;
  const now = rows.findIndex((row) => row.contains(document.activeElement));
  if (key === "j") return focusRow(rows[Math.min(now + 1, rows.length - 1)]);
  if (key === "k") return focusRow(rows[Math.max(now - 1, 0)]);
  if (key === "x" && now >= 0) return tick(rows[now]);
  return false;
}

/** The cursor of a list is the focus on the row's link, so Enter opens it and readers say it. */
function focusRow(row) {
  row.querySelector("[data-row-link]")?.focus();
  return true;
}

function tick(row) {
  const box = row.querySelector("input[type=checkbox]");
  box?.click();
  return Boolean(box);
}

function press(key) {
  const element = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!element) return false;
  if (element.matches("input, textarea")) {
    element.focus();
    element.select();
  } else if (element.matches("[data-key-focus]")) {
    element.focus();
  } else {
    element.click();
  }
  return true;
}
