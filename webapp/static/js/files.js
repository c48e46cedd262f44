// Files into a form: chosen, dropped on it or anywhere on a page with [data-files-page], or a picture pasted while
// writing. Each goes up at once with a bar and waits in the form's list; a form with [data-files-send] then goes off.
import { showToast } from "./toast.js";

const takerOf = (element) => element?.closest?.("form")?.querySelector("[data-files]");
const hasFiles = (event) => event.dataTransfer?.types.includes("Files");

document.addEventListener("change", ({ target }) => {
  const taker = target.closest("[data-files]");
  if (!taker || target.type !== "file") return;
  takeIn(taker, [...target.files]);
  target.value = ""; // they are not to go up again with the form
});

document.addEventListener("paste", (event) => {
  const taker = takerOf(event.target);
  const files = [...(event.clipboardData?.files ?? [])];
  if (!taker || !files.length) return;
  event.preventDefault();
  takeIn(taker, files);
});

document.addEventListener("dragover", (event) => {
  const taker = hasFiles(event) && takerBelow(event);
  if (!taker) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "copy";
  mark(taker);
});

document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) mark(null);
});

document.addEventListener("drop", (event) => {
  mark(null);
  const taker = hasFiles(event) && takerBelow(event);
  if (!taker) return;
  event.preventDefault(); // or the browser leaves the page to show the file
  takeIn(taker, [...event.dataTransfer.files]);
});

document.addEventListener("click", ({ target }) => {
  target.closest("[data-file-out]")?.closest("li").remove();
});

// A form waits for what is still going up.
document.addEventListener(
  "submit",
  (event) => {
    if (!takerOf(event.target)?.querySelector("progress")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

function takerBelow(event) {
  return takerOf(event.target) ?? document.querySelector("dialog[open] [data-files], [data-files-page] [data-files]");
}

function mark(taker) {
  for (const other of document.querySelectorAll(".is-dropped-on")) other.classList.remove("is-dropped-on");
  taker?.closest("form").classList.add("is-dropped-on");
}

async function takeIn(taker, files) {
  const form = taker.closest("form");
  const list = taker.querySelector("[data-files-list]");
  const went = await Promise.all(files.map((file) => goUp(taker, list, file)));
  if (form.matches("[data-files-send]") && form.isConnected && went.includes(true) && !list.querySelector("progress"))
    form.requestSubmit();
}

// Whether the server took it; if not, its line says why.
function goUp(taker, list, file) {
  const line = lineFor(file);
  list.append(line);
  const most = Number(taker.dataset.most);
  if (file.size > most * 2 ** 20) return refuse(line, `“${file.name}” has more than ${most} MB, so it was not uploaded.`);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", taker.dataset.files);
    request.setRequestHeader("X-CSRFToken", taker.closest("form").elements.csrf_token.value);
    request.setRequestHeader("Accept", "text/plain");
    request.upload.onprogress = ({ loaded, total }) => (line.querySelector("progress").value = loaded / total);
    request.onloadend = () => {
      if (request.status === 200) line.outerHTML = request.responseText;
      else refuse(line, `“${file.name}”: ${sentenceOf(request)}`);
      resolve(request.status === 200);
    };
    const body = new FormData();
    body.append("upload", file);
    request.send(body);
  });
}

function lineFor(file) {
  const line = document.createElement("li");
  const name = document.createElement("bdi");
  name.className = "file-what";
  name.textContent = file.name;
  const bar = document.createElement("progress");
  bar.className = "clock acc";
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `Uploading ${file.name}`);
  line.append(name, bar);
  return line;
}

// A list that goes off by itself is drawn again, so what it could not take is said elsewhere.
function refuse(line, sentence) {
  if (line.closest("[data-files-send]")) {
    line.remove();
    showToast(sentence, { bad: true });
  } else {
    line.className = "err";
    line.replaceChildren(sentence);
  }
  return false;
}

// The sentence of an error page, whose words stand in its main part.
function sentenceOf(request) {
  const page = new DOMParser().parseFromString(request.responseText ?? "", "text/html");
  return page.querySelector("[data-sentence], main p")?.textContent.trim() || "it could not be uploaded. Try again.";
}
