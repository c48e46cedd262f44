// What one sees of a request: a line at the top while it takes long, a toast when it fails, focus after a visit.
import { rowLeft } from "./places.js";
import { showToast } from "./toast.js";

const BLINK = 100;
const root = document.documentElement;
let running = 0;
let timer = 0;

document.addEventListener("htmx:before:request", () => {
  running += 1;
  if (running === 1) timer = setTimeout(() => (root.dataset.working = ""), BLINK);
});

document.addEventListener("htmx:finally:request", () => {
  running = Math.max(0, running - 1);
  if (running) return;
  clearTimeout(timer);
  delete root.dataset.working;
});

document.addEventListener("htmx:error", ({ detail }) => {
  if (detail.error?.name === "AbortError" && detail.ctx.request.signal.reason !== "timeout") return;
  showToast("The server did not answer. What you typed is still here; try again in a moment.", { bad: true });
});

document.addEventListener("htmx:response:error", ({ detail }) => {
  const { status } = detail.ctx.response;
  if (status < 500) return;
  const sentence =
    status === 503
      ? "Muster is busy. Nothing was changed, and what you typed is still here; try again in a moment."
      : "That did not work: the server had a problem. Nothing was changed.";
  showToast(sentence, { bad: true });
});

const main = () => document.getElementById("main");
const isNowhere = () => [document.body, main()].includes(document.activeElement);

function goTo(row) {
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest", inline: "nearest" });
}

// A visit replaces the body and would leave the focus nowhere, or where htmx finds the id again that had it: on the
// whole page.
document.addEventListener("htmx:after:swap", ({ detail }) => {
  if (detail.ctx.target !== document.body || !isNowhere()) return;
  const row = rowLeft();
  if (row) goTo(row);
  else main()?.focus({ preventScroll: true });
});

// The same where a visit has loaded the whole page. A field that takes the focus by itself may do so only later.
const row = rowLeft();
if (row && isNowhere() && !document.querySelector("[autofocus]")) goTo(row);
