// Runs in the head, before paint: turns the theme "auto" into the one that the system asks for.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  const apply = () => {
    const chosen = root.dataset.theme;
    root.dataset.bsTheme = chosen === "auto" ? (dark.matches ? "dark" : "light") : chosen;
  };

  apply();
  dark.addEventListener("change", apply);

  // The form stores the choice on the server; the page need not wait for it.
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!event.target.matches("[data-theme-form]") || !button) return;
    root.dataset.theme = button.value;
    apply();
    for (const other of event.target.elements) other.setAttribute("aria-pressed", other === button);
  });
})();
