// Somebody signed in anew in another tab, which made this page's forms stale: the answer to the first of them
// brings the new token, so that sending it once more works and nothing typed is lost.
document.addEventListener("fresh-token", ({ detail }) => {
  for (const input of document.querySelectorAll("input[name=csrf_token]")) input.value = detail.value;
  const app = document.getElementById("app");
  app?.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRFToken": detail.value }));
});
