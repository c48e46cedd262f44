// form[data-guess-place]: the first run begins with the time zone and the country that the browser is set to.
const form = document.querySelector("form[data-guess-place]");

if (form && !document.querySelector(".errs, .err")) {
  choose(form.elements.time_zone, Intl.DateTimeFormat().resolvedOptions().timeZone);
  choose(form.elements.country, new Intl.Locale(navigator.language).maximize().region);
}

function choose(select, value) {
  if ([...select.options].some((option) => option.value === value)) select.value = value;
}
