// Following a phone number opens the form that logs the call, while the device dials; within that form it fills in the
// number. The link itself is left to the browser, and what it leads to is asked for once that has it.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-log-call], a[data-number]");
  if (!link || event.defaultPrevented) return;
  if (link.dataset.number) fillIn(link);
  else setTimeout(() => window.htmx.ajax("GET", link.dataset.logCall, { source: link, target: "#dialog" }));
});

function fillIn(link) {
  link.closest("form").elements.number.value = link.dataset.number;
}
