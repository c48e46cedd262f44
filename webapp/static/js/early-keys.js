// Runs in the head, before there is a page to press keys on: holds the shortcuts that are typed before everything
// listens, and then types them again, with what was meant for the field that one of them leads to.
(() => {
  const FIELD = "textarea, input:is([type=text], [type=search], :not([type]))";
  const held = [];

  const hold = (event) => {
    const withControl = event.ctrlKey || event.metaKey;
    const isPlain = !withControl && !event.altKey;
    const isShortcut = (isPlain && event.key.length === 1 && event.key !== " ") || (withControl && event.key.toLowerCase() === "k");
    const isMore = held.length > 0 && isPlain && [" ", "Enter", "Backspace"].includes(event.key);
    const isWritten = isPlain && event.target.matches?.("input, textarea, select");
    if (isWritten || !(isShortcut || isMore)) return;
    held.push(event);
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  const type = ({ key, ctrlKey, metaKey }) => {
    const target = document.activeElement;
    const isHeard = !target.dispatchEvent(new KeyboardEvent("keydown", { key, ctrlKey, metaKey, bubbles: true, cancelable: true }));
    if (!isHeard && target.matches(FIELD)) write(key, target);
  };

  const write = (key, field) => {
    if (key === "Enter") return field.form?.requestSubmit();
    const { selectionStart: start, selectionEnd: end } = field;
    if (key === "Backspace") field.setRangeText("", start === end ? Math.max(start - 1, 0) : start, end, "end");
    else field.setRangeText(key, start, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const once = (name) => new Promise((done) => document.addEventListener(name, done, { once: true }));

  document.addEventListener("keydown", hold, true);

  // Either can be first: the modules have run by the one event, and htmx knows the page by the other.
  Promise.all([once("DOMContentLoaded"), once("htmx:after:process")]).then(() => {
    document.removeEventListener("keydown", hold, true);
    held.forEach(type);
  });
})();
