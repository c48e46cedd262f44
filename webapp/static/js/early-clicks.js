// htmx knows an element a moment after it stands there. Who clicks sooner, or presses its key, is heard once it does;
// a link would lead away otherwise.
const SENDS = ":is([hx-get], [hx-post], [hx-put], [hx-patch], [hx-delete])";

document.addEventListener(
  "click",
  (event) => {
    const target = event.target;
    const isMeant = window.htmx && event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey);
    const sender = isMeant && target.closest?.(SENDS);
    if (!sender || sender.matches("[data-htmx-powered]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    document.addEventListener("htmx:after:process", () => target.isConnected && target.click(), { once: true });
  },
  true,
);
