// The filter builder: the focus goes where the server says, rows move with Alt and the arrows.
const FORM = "form[data-builder]";
let last = "";

document.addEventListener("htmx:before:swap", () => (last = document.activeElement?.id ?? ""));

document.addEventListener("htmx:after:swap", () => {
  const form = document.querySelector(FORM);
  if (!form) return;
  const wanted = form.dataset.focus;
  delete form.dataset.focus;
  if (wanted) focusOn(form, wanted);
  else if (last && (!document.activeElement || document.activeElement.matches("body, dialog"))) focusOn(form, last);
});

// What a button does is not given up for what is pressed or typed next: that waits, and is sent with what the form
// holds by then. What is only typed gives way to what is typed next (the form's own hx-sync).
document.addEventListener("htmx:before:request", (event) => {
  const { sourceElement: form, request } = event.detail.ctx;
  if (!form.matches?.(FORM)) return;
  const deed = request.body.get("do");
  const body = new FormData(form);
  if (deed !== null) body.set("do", deed);
  request.body = new URLSearchParams(body);
  if (deed === null) return;
  if (form.querySelector(`button[name="do"][value="${CSS.escape(deed)}"]`)) form.setAttribute("hx-sync", "this:queue all");
  else event.preventDefault();
});

document.addEventListener("htmx:finally:request", ({ detail }) => {
  const form = detail.ctx.sourceElement;
  if (form.matches?.(FORM)) form.setAttribute("hx-sync", "this:replace");
});

/** The element of that id; of inputs that are numbered anew with every value, the one that now has its place. */
function focusOn(form, id) {
  const begun = id.match(/^(add|op|key|match|value)-\d+/)?.[0];
  const same = form.querySelector(`#${CSS.escape(id)}`) ?? (begun && form.querySelector(`[id^="${begun}-"], #${begun}`));
  same?.focus();
}

document.addEventListener("keydown", (event) => {
  if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
  const node = event.target.closest?.(`${FORM} [data-node]`);
  const button = node?.querySelector(`button[value^="${event.key === "ArrowUp" ? "up" : "down"}:"]`);
  if (!button) return;
  event.preventDefault();
  button.form.requestSubmit(button);
});

// In a dialog, "Cancel" closes it; on a page of its own it is a link to the list.
document.addEventListener(
  "click",
  (event) => {
    const dialog = event.target.closest?.("[data-close]")?.closest("dialog");
    if (!dialog) return;
    event.preventDefault();
    event.stopPropagation();
    dialog.close();
  },
  true,
);
