// Shortcuts. A page declares them: data-key="c" on a link, button or field, which with data-key-focus is only focused;
// data-rows around the rows of a list, data-row-key="l" on what a key does with the row that has the focus. Those of a
// bar that is hidden rest; while it is there they come first.
import { tick, tickTo } from "./select-rows.js";
import { isTyping, typeKey } from "./typing.js";

const ROW = "[data-rows] [data-row]";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "Escape") return leaveField();
  if (isTyping(event.target) || document.querySelector(":modal")) return;
  if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
  if (moveOnRows(event.key) || press(event.key)) event.preventDefault();
});

document.addEventListener("key-held", ({ detail }) => typeKey(detail));

function leaveField() {
  if (isTyping() && document.activeElement.matches("[data-key]")) document.activeElement.blur();
}

// Ctrl-Enter sends the form that one is in, by its main button or the one that [data-sends]. Capturing, or a picker
// would take it as Enter; what is typed in one is taken when one leaves it.
document.addEventListener(
  "keydown",
  (event) => {
    const form = event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.closest?.("form");
    const button = form && form.querySelector("button.btn-primary:not([type=button]), button[data-sends]");
    if (!button) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.target.closest(".ts-control")) event.target.blur();
    form.requestSubmit(button);
  },
  true,
);

function moveOnRows(key) {
  const rows = [...document.querySelectorAll(ROW)];
  if (!rows.length) return false;
  const now = rows.findIndex((row) => row.contains(document.activeElement));
  if (key === "j") return focusRow(rows[Math.min(now + 1, rows.length - 1)]);
  if (key === "k") return focusRow(rows[Math.max(now - 1, 0)]);
  if (now < 0) return false;
  const deed = rows[now].querySelector(`[data-row-key="${CSS.escape(key)}"]`);
  if (deed) return deed.click() ?? true;
  if (key === "x") return tick(rows[now]);
  if (key === "X") return tickTo(rows[now]);
  if (key === "J") return extend(rows[now], rows[Math.min(now + 1, rows.length - 1)]);
  if (key === "K") return extend(rows[now], rows[Math.max(now - 1, 0)]);
  return false;
}

function extend(from, to) {
  return tickTo(to, from) && focusRow(to);
}

/** The cursor of a list is the focus on the row's link, so Enter opens it and readers say it. */
function focusRow(row) {
  row.querySelector("[data-row-link]")?.focus();
  return true;
}

function press(key) {
  const named = `[data-key="${CSS.escape(key)}"]`;
  const element =
    document.querySelector(`[data-select-bar]:not([hidden]) ${named}:not([hidden])`) ??
    [...document.querySelectorAll(named)].find((one) => !one.closest("[data-select-bar]"));
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
