// Runs in the head, before there is a page to press keys on. Keys that are pressed while what they are meant for is on
// its way (the page, a visit, a dialog, a form in its place, a picker, the answer to a form) are held, and then pressed
// by keys.js one after the other, as long as none of them leads to something that is on its way again.
(() => {
  const PART = "#dialog, [id^='field-'], [id^='section-']";
  const WRITTEN = "textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])";
  const THE_PAGE = {};
  const WHAT_STANDS = {};
  let held = [];
  let awaited = THE_PAGE;

  const isIn = (ctx, field) => ctx.sourceElement?.contains(field);

  const isWrittenElsewhere = (event) => {
    if (!event.target.matches?.(WRITTEN) || !awaited || awaited === WHAT_STANDS) return false;
    return !isIn(awaited, event.target);
  };

  const isMeantForIt = (event) => {
    const withControl = event.ctrlKey || event.metaKey;
    if (withControl) return event.key.toLowerCase() === "k" || (event.key === "Enter" && held.length > 0);
    if (event.altKey || isWrittenElsewhere(event)) return false;
    if (held.length > 0 && [" ", "Enter", "Backspace", "Tab"].includes(event.key)) return true;
    return event.key.length === 1 && event.key !== " ";
  };

  const hold = (event) => {
    if ((!awaited && !held.length) || !event.isTrusted) return;
    const canEnd = awaited?.request?.method === "GET";
    if (event.key === "Escape" && (canEnd || held.length)) {
      held = [];
      if (canEnd) awaited.request.abort();
    } else if (isMeantForIt(event)) {
      held.push(event);
    } else {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  const press = async () => {
    const waits = [];
    document.dispatchEvent(new CustomEvent("keys-wait", { detail: waits }));
    awaited = WHAT_STANDS;
    await Promise.allSettled(waits);
    if (awaited === WHAT_STANDS) awaited = null;
    while (pressNext()) await new Promise((done) => setTimeout(done));
  };

  const pressNext = () => {
    if (awaited || !held.length) return false;
    return document.dispatchEvent(new CustomEvent("key-held", { detail: held.shift() }));
  };

  // Whoever clicks has typed what was typed before.
  const pressAll = () => {
    while (pressNext());
  };

  const once = (name) => new Promise((done) => document.addEventListener(name, done, { once: true }));

  document.addEventListener("keydown", hold, true);
  document.addEventListener("pointerdown", pressAll, true);

  // Either can be first: the modules have run by the one event, and htmx knows the page by the other.
  Promise.all([once("DOMContentLoaded"), once("htmx:after:process")]).then(press);

  const isSent = (source) => source.matches("form:not([data-builder])") && source.contains(document.activeElement);

  const leadsOn = ({ target, sourceElement, request }) => {
    if (target === document.body) return true;
    if (request.method !== "GET" && !sourceElement.matches("[data-opens-dialog]")) return isSent(sourceElement);
    return target?.matches?.(PART) && !sourceElement.closest("#dialog");
  };

  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    if (leadsOn(ctx)) awaited = ctx;
  });

  // What was meant for something that did not come is let go; a form that was sent is still there.
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    if (ctx !== awaited) return;
    const isThere = ctx.status === "swapped" && ctx.swap !== "none";
    if (!isThere && ctx.request.method === "GET") held = [];
    press();
  });
})();
