// A list of inputs ends in an empty one (data-another); typing into that adds the next.
document.addEventListener("input", ({ target }) => {
  const row = target.closest?.("[data-another]");
  if (!row || target.type === "radio" || !target.value) return;
  const next = row.cloneNode(true);
  row.removeAttribute("data-another");
  for (const input of next.querySelectorAll("input")) {
    input.removeAttribute("id");
    if (input.type === "radio") {
      input.checked = false;
      input.value = Number(input.value) + 1;
    } else {
      input.value = "";
    }
  }
  row.after(next);
});
