// A panel that comes anew keeps the focus: what stands in the place of what had it has it next, as the next file does
// for the one that was removed.
const PANEL = ".panel[id]";
const FOCUSABLE = "a[href], button, input:not([type=hidden])";
const ways = new WeakMap();

const focusableIn = (panel) => [...(panel?.querySelectorAll(FOCUSABLE) ?? [])].filter((one) => one.checkVisibility());

/** Gives the way back to an element, or to what stands in its place by then. */
export function wayBackTo(element) {
  const panel = element.closest("[data-rows]") ? null : element.closest(PANEL);
  const number = focusableIn(panel).indexOf(element);
  return () => {
    if (element.isConnected) return element.focus();
    const all = focusableIn(panel && document.getElementById(panel.id));
    (all[number] ?? all.at(-1))?.focus();
  };
}

document.addEventListener("htmx:before:request", ({ detail }) => {
  const { sourceElement, target } = detail.ctx;
  if (target?.id !== "dialog" && sourceElement.contains(document.activeElement)) ways.set(detail.ctx, wayBackTo(document.activeElement));
});

document.addEventListener("htmx:finally:request", ({ detail }) => {
  if (document.activeElement === document.body) ways.get(detail.ctx)?.();
});
