/** Whether keys now go into a field, so that shortcuts must stay silent. */
export function isTyping(target = document.activeElement) {
  if (!target?.matches) return false;
  if (target.isContentEditable) return true;
  if (target.matches("textarea, select")) return true;
  return target.matches("input") && !target.matches("[type=checkbox], [type=radio], [type=button], [type=submit]");
}

const PRESSED_BY_ENTER = "a, button, summary";
const REACHED_BY_TAB = ":is(a[href], button, summary, select, textarea, input:not([type=hidden])):not(:disabled, [tabindex='-1'])";

/** Presses a key that was held back where the focus is now: who listens hears it, or else what has the focus takes it. */
export function typeKey({ key, keyCode, ctrlKey, metaKey, shiftKey }) {
  const field = document.activeElement;
  const pressed = { key, keyCode, ctrlKey, metaKey, shiftKey }; // pickers go by the code
  const again = new KeyboardEvent("keydown", { ...pressed, bubbles: true, cancelable: true });
  if (!field.dispatchEvent(again) || ctrlKey || metaKey) return;
  if (key === "Tab") return goOn(field, shiftKey ? -1 : 1);
  if (key === "Enter" && field.matches(PRESSED_BY_ENTER)) return field.click();
  if (!isTyping(field)) return;
  if (key === "Backspace") document.execCommand("delete");
  else if (key !== "Enter") document.execCommand("insertText", false, key);
  else if (field.matches("textarea")) document.execCommand("insertText", false, "\n");
  else field.form?.requestSubmit();
}

function goOn(field, step) {
  const all = [...(field.closest("dialog") ?? document).querySelectorAll(REACHED_BY_TAB)].filter((one) => one.checkVisibility());
  all.at((all.indexOf(field) + step) % all.length)?.focus();
}
