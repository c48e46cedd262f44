// A value that is edited in its place opens selected, so that typing replaces it and an arrow key keeps it.
document.addEventListener("htmx:after:swap", () => {
  const field = document.activeElement;
  if (field.matches(".edit input:is([type=text], [type=email], [type=tel], [type=url])")) field.select();
});
