// Rows of an .order list are dragged by their [data-grip]; dropping sends the form with the new order, which is
// around the list or named by its data-form.
let row = null;

document.addEventListener("pointerdown", (event) => {
  const item = event.target.closest?.("[data-grip]")?.closest("[data-id]");
  if (item) item.draggable = true;
});

document.addEventListener("dragstart", (event) => {
  if (!event.target.matches?.(".order > [data-id]")) return;
  row = event.target;
  row.classList.add("dragged");
  event.dataTransfer.effectAllowed = "move";
});

document.addEventListener("dragover", (event) => {
  const over = event.target.closest?.(".order > [data-id]");
  if (!row || over?.parentElement !== row.parentElement) return;
  event.preventDefault();
  if (over === row) return;
  const { top, height } = over.getBoundingClientRect();
  over[event.clientY < top + height / 2 ? "before" : "after"](row);
});

document.addEventListener("dragend", () => {
  if (!row) return;
  const form = document.getElementById(row.parentElement.dataset.form) ?? row.closest("form");
  form.elements.order.value = [...row.parentElement.children].map((item) => item.dataset.id).join(",");
  row.classList.remove("dragged");
  row.draggable = false;
  row = null;
  form.requestSubmit();
});
