/** Whether keys now go into a field, so that shortcuts must stay silent. */
export function isTyping(target = document.activeElement) {
  if (!target?.matches) return false;
  if (target.isContentEditable) return true;
  if (target.matches("textarea, select")) return true;
  return target.matches("input") && !target.matches("[type=checkbox], [type=radio], [type=button], [type=submit]");
}
