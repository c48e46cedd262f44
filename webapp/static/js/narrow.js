// [data-narrow] hides those ticks of its fieldset that lack the typed words; what is ticked stays in sight. Enter ticks
// the first that is left, and without words goes on; the arrow leads to them.
import { folded } from "./folded.js";

const FIELD = "[data-narrow]";
const picks = (field) => [...field.closest("fieldset").querySelectorAll(".pick")];
const inSight = (field) => picks(field).filter((pick) => !pick.hidden).map((pick) => pick.querySelector("input"));

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.(FIELD)) return;
  const words = folded(target.value).split(/\s+/);
  for (const pick of picks(target)) {
    const text = folded(pick.textContent);
    pick.hidden = !pick.querySelector(":checked") && !words.every((word) => text.includes(word));
  }
});

document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.(FIELD) || event.ctrlKey || event.metaKey) return;
  if (event.key === "Enter" && event.target.value.trim()) tickFirst(event.target);
  else if (event.key === "ArrowDown") inSight(event.target)[0]?.focus();
  else return;
  event.preventDefault();
});

function tickFirst(field) {
  const first = inSight(field).find((box) => !box.checked);
  if (!first) return;
  first.click();
  field.value = "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
