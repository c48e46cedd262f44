/** Whether keys now go into a field, so that shortcuts must stay silent. */
export function isTyping(target = document.activeElement) {
  if (!target?.matches) return false;
  if (target.isContentEditable) return true;
  if (target.matches("textarea, select")) return true;
  return target.matches("input") && !target.matches("[type=checkbox], [type=radio], [type=button], [type=submit]");
}

const TEXT = "textarea, input:is([type=text], [type=search], :not([type]))";

export function takesText(field) {
  return field.matches(TEXT);
}

const PRESSED_BY_ENTER = "a, button, summary";

/** Presses a key that was held back where the focus is now: who listens hears it, or else what has the focus takes it. */
export function typeKey({ key, ctrlKey = false, metaKey = false }) {
  const field = document.activeElement;
  const again = new KeyboardEvent("keydown", { key, ctrlKey, metaKey, bubbles: true, cancelable: true });
  if (!field.dispatchEvent(again)) return;
  if (key === "Enter" && field.matches(PRESSED_BY_ENTER)) return field.click();
  if (!takesText(field)) return;
  if (key === "Enter" && !field.matches("textarea")) return field.form?.requestSubmit();
  const { selectionStart: start, selectionEnd: end } = field;
  if (key === "Backspace") field.setRangeText("", start === end ? Math.max(start - 1, 0) : start, end, "end");
  else field.setRangeText(key === "Enter" ? "\n" : key, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
