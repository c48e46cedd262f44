// Runs in the head, before there is a page to press keys on: holds the shortcuts that are typed before everything
// listens, with what was meant for the field that one of them leads to, and then lets keys.js press them. The same
// while a visit is on its way: they are meant for the page that it leads to.
(() => {
  let held = [];
  let visit = null;

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

  const holdKeys = () => {
    held = [];
    document.addEventListener("keydown", hold, true);
  };

  const letGo = () => {
    document.removeEventListener("keydown", hold, true);
    document.dispatchEvent(new CustomEvent("keys-held", { detail: held }));
  };

  const once = (name) => new Promise((done) => document.addEventListener(name, done, { once: true }));

  // Either can be first: the modules have run by the one event, and htmx knows the page by the other.
  holdKeys();
  Promise.all([once("DOMContentLoaded"), once("htmx:after:process")]).then(letGo);

  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    if (ctx.target !== document.body) return;
    visit = ctx;
    holdKeys();
  });

  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    if (ctx !== visit) return;
    visit = null;
    const isThere = ctx.status === "swapped" && ctx.swap !== "none";
    if (!isThere) held = [];
    letGo();
  });
})();
