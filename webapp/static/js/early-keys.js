// Runs in the head, before there is a page to press keys on: holds the shortcuts that are typed before everything
// listens, and then types them again.
(() => {
  const held = [];

  const hold = (event) => {
    const withControl = event.ctrlKey || event.metaKey;
    const isText = event.key.length === 1 && event.key !== " " && !withControl && !event.altKey;
    const isWritten = event.target.matches?.("input, textarea, select");
    const isJump = withControl && event.key.toLowerCase() === "k";
    if (!(isText && !isWritten) && !isJump) return;
    held.push(event);
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  const once = (type) => new Promise((done) => document.addEventListener(type, done, { once: true }));

  document.addEventListener("keydown", hold, true);

  // Either can be first: the modules have run by the one event, and htmx knows the page by the other.
  Promise.all([once("DOMContentLoaded"), once("htmx:after:process")]).then(() => {
    document.removeEventListener("keydown", hold, true);
    for (const { key, ctrlKey, metaKey } of held) {
      const again = new KeyboardEvent("keydown", { key, ctrlKey, metaKey, bubbles: true, cancelable: true });
      document.activeElement.dispatchEvent(again);
    }
  });
})();
