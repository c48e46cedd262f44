// [data-read-again]: choosing how a file is read shows at once what that makes of it.
document.addEventListener("change", ({ target }) => {
  const ways = target.closest?.("[data-read-again]");
  if (ways) target.form.requestSubmit(ways.querySelector("button[name=again]"));
});
