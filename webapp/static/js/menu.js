// Menus are popovers, which open without a script; this places them at their button and adds the arrow keys.
const GAP = 4;
const EDGE = 8;

document.addEventListener(
  "toggle",
  (event) => {
    const menu = event.target;
    if (!menu.matches?.(".menu[popover]")) return;
    const button = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
    button?.setAttribute("aria-expanded", event.newState === "open");
    if (button && event.newState === "open") place(menu, button.getBoundingClientRect());
    // htmx would copy it to the element that takes this one's place, which the content policy forbids.
    if (event.newState === "closed") menu.removeAttribute("style");
  },
  true,
);

function place(menu, button) {
  const { offsetWidth: width, offsetHeight: height } = menu;
  const fromLeft = button.left + width + EDGE <= innerWidth ? button.left : button.right - width;
  const below = button.bottom + GAP;
  const above = button.top - GAP - height;
  menu.style.left = `${Math.max(EDGE, Math.min(fromLeft, innerWidth - width - EDGE))}px`;
  menu.style.top = `${below + height > innerHeight && above > EDGE ? above : below}px`;
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const button = event.target.closest?.("[popovertarget]");
  const menu = event.target.closest?.(".menu") ?? (button && openMenuOf(button));
  if (!menu || event.target.matches("input, textarea, select")) return;
  const items = [...menu.querySelectorAll("a, button, input:not([type=hidden])")];
  const step = event.key === "ArrowDown" ? 1 : -1;
  const now = items.indexOf(document.activeElement);
  items.at(now < 0 && step < 0 ? -1 : (now + step) % items.length)?.focus();
  event.preventDefault();
});

// A menu that htmx loads into #menu opens at what asked for it, and gives the focus back when it closes.
const LOADED = "#menu > [data-loaded-menu]";
let opener = null;
let awaited = false;

document.addEventListener("htmx:before:request", ({ detail }) => {
  const { target, sourceElement } = detail.ctx;
  if (target?.id !== "menu" || !sourceElement.matches("[hx-get]")) return;
  opener = sourceElement;
  awaited = true;
});

document.addEventListener("htmx:after:swap", () => {
  const menu = document.querySelector(`${LOADED}:not(:popover-open)`);
  if (!awaited || !menu || !opener?.isConnected) return;
  awaited = false;
  menu.showPopover();
  place(menu, opener.getBoundingClientRect());
  (menu.querySelector("[aria-current]") ?? menu.querySelector("button"))?.focus();
  menu.addEventListener("toggle", () => leave(menu));
});

function leave(menu) {
  if (menu.matches(":popover-open")) return;
  const hadFocus = menu.contains(document.activeElement) || document.activeElement === document.body;
  if (hadFocus && opener?.isConnected) opener.focus();
}

function openMenuOf(button) {
  const menu = document.getElementById(button.getAttribute("popovertarget"));
  return menu?.matches(".menu:popover-open") ? menu : null;
}

// What a menu does is done: it closes. Forms that stay open (the theme, columns) say data-stay.
document.addEventListener("click", (event) => {
  const menu = event.target.closest?.(".menu[popover]");
  if (menu && event.target.closest("a, button") && !event.target.closest("[data-stay]")) menu.hidePopover();
});
