// select[data-picker] becomes a picker that filters while one types. Tom Select is loaded only where one is used.
const PICKERS = "select[data-picker]:not(.tomselected)";

async function enhance() {
  const selects = document.querySelectorAll(PICKERS);
  if (!selects.length) return;
  await load();
  for (const select of selects) {
    if (!select.isConnected || select.tomselect) continue;
    const focused = document.activeElement === select;
    const creates = select.hasAttribute("data-create");
    select.ariaHidden = "true"; // its label now names the picker's own field
    const picker = new TomSelect(select, {
      create: creates,
      createOnBlur: true,
      closeAfterSelect: true, // or a second Enter takes the next option where one means to send the form
      maxOptions: 300,
      refreshThrottle: 0, // or Enter, pressed at once, takes what was marked before one typed
      plugins: select.multiple ? ["remove_button"] : [],
      ...(creates ? { render: { no_results: () => null } } : {}), // what is typed can be added
      ...(select.dataset.from ? asked(select.dataset.from) : {}),
    });
    if (!focused) continue;
    picker.focus();
    await new Promise((done) => setTimeout(done)); // it opens a moment later, emptied
  }
}

// [data-from]: the server finds the options for what is typed, as <option> elements, and knows best what fits.
function asked(path) {
  return {
    load(typed, done) {
      const show = (found) => {
        if (this.inputValue() !== typed) return done([]); // the answer to what was typed before
        this.clearOptions();
        done(found);
      };
      fetch(`${path}?q=${encodeURIComponent(typed)}`)
        .then((answer) => (answer.ok ? answer.text() : ""))
        .then((text) => show(optionsIn(text)), () => done([]));
    },
    score: () => () => 1,
    loadThrottle: 150,
  };
}

function optionsIn(text) {
  const template = document.createElement("template");
  template.innerHTML = text;
  return [...template.content.querySelectorAll("option")].map(({ value, textContent }) => ({ value, text: textContent }));
}

let loading = null;

function load() {
  const { script, style } = document.querySelector("[data-tom-select]").dataset;
  loading ??= new Promise((resolve, reject) => {
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: style });
    document.head.prepend(sheet);
    const tag = Object.assign(document.createElement("script"), { src: script, onload: resolve, onerror: reject });
    document.head.append(tag);
  });
  return loading;
}

let isReady = enhance();

document.addEventListener("htmx:after:swap", () => {
  isReady = enhance();
});
document.addEventListener("keys-wait", ({ detail }) => detail.push(isReady));
