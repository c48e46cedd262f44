// What one sees of a request: a line at the top while it takes long, a toast when it fails.
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
  if (detail.ctx.response.status < 500) return;
  showToast(saidIn(detail.ctx.text) ?? "That did not work: the server had a problem. Nothing was changed.", { bad: true });
});

// What Muster's own answer says, be it a page, which is not shown, or a toast, which is shown once.
function saidIn(text) {
  const answer = new DOMParser().parseFromString(text, "text/html");
  const title = answer.querySelector("h1.say");
  if (title) return `${title.textContent} ${title.nextElementSibling.textContent}`;
  return answer.querySelector("[data-sentence]")?.textContent;
}

// A visit to where one is already adds no step to go back, as browsers have it.
document.addEventListener("htmx:before:history:update", ({ detail: { history: step } }) => {
  if (new URL(step.path, location).href === location.href) step.type = "replace";
});
