// Runs in the head, before there is a page to press keys on: holds the shortcuts that are typed before everything
// listens, and then types them again.
(() => {
  const held = [];

  const hold = (event) => {
    const isText = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!isText || event.target.matches?.("input, textarea, select")) return;
    held.push(event.key);
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  const once = (type) => new Promise((done) => document.addEventListener(type, done, { once: true }));

  document.addEventListener("keydown", hold, true);

  // Either can be first: the modules have run by the one event, and htmx knows the page by the other.
  Promise.all([once("DOMContentLoaded"), once("htmx:after:process")]).then(() => {
    document.removeEventListener("keydown", hold, true);
    for (const key of held) {
      document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    }
  });
})();
