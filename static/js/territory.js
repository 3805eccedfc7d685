// The field that finds one's territory, as an ARIA 1.2 combobox with a list. Without this script the
// form asks the server, which answers the same way.
const PAUSE = 120; // ms after the last key
const SHORTEST = 2; // letters

const numbers = new Intl.NumberFormat("fr-FR");

function partsOf(one) {
  const isCommune = one.type === "commune";
  return [
    isCommune ? one.postcode : one.type,
    one.departement,
    one.population == null ? "" : `${numbers.format(one.population)} hab.`,
    one.retired ? "n’existe plus" : "",
  ].filter(Boolean);
}

function enhance(form) {
  const input = form.elements.nom;
  const list = form.querySelector('ul');
  const status = form.querySelector("[data-status]");
  const dot = document.querySelector("[data-map-dot]");
  const code = Object.assign(document.createElement("input"), { type: "hidden", name: "code" });
  const known = new Map();
  let found = [];
  let active = -1;
  let timer = 0;
  let request = null;

  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Territoires");
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  })) input.setAttribute(name, value);

  const isOpen = () => !list.hidden;

  function point(index) {
    active = index;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
    const option = list.children[active];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    point(-1);
  }

  function open() {
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(isOpen()));
    point(-1);
  }

  function show(results) {
    found = results;
    list.replaceChildren(
      ...results.map((one, i) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${i}`;
        option.className = "combobox__option";
        option.setAttribute("role", "option");
        const name = document.createElement("strong");
        name.textContent = one.name;
        option.append(name, ` ${partsOf(one).join(", ")}`);
        return option;
      }),
    );
    open();
    if (!results.length) status.textContent = "Aucun territoire ne porte ce nom.";
    else if (results.length === 1) status.textContent = "Un territoire, flèche bas pour le choisir.";
    else status.textContent = `${results.length} territoires, flèche bas pour choisir.`;
  }

  async function ask() {
    const text = input.value.trim();
    request?.abort();
    if (text.length < SHORTEST) {
      found = [];
      close();
      status.textContent = "";
      return;
    }
    if (!known.has(text)) {
      request = new AbortController();
      try {
        const answer = await fetch(`/territoires/recherche?q=${encodeURIComponent(text)}`, { signal: request.signal });
        if (!answer.ok) return;
        known.set(text, (await answer.json()).results);
      } catch {
        return; // a newer letter, or no network: the form still works
      }
    }
    if (text === input.value.trim() && document.activeElement === input) show(known.get(text));
  }

  function choose(index) {
    const one = found[index];
    clearTimeout(timer);
    request?.abort();
    input.value = one.label;
    code.value = one.code;
    form.append(code);
    found = [];
    close();
    status.textContent = `${one.label} choisi. Entrée pour voir les projets.`;
    if (dot) {
      dot.toggleAttribute("hidden", one.x === null);
      if (one.x !== null) dot.setAttribute("transform", `translate(${one.x} ${one.y})`);
    }
  }

  input.addEventListener("input", () => {
    code.remove();
    dot?.setAttribute("hidden", "");
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });

  input.addEventListener("keydown", (event) => {
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen()) {
        if (found.length) open();
        else return ask();
        if (event.altKey) return;
      }
      const step = key === "ArrowDown" ? 1 : -1;
      const count = found.length;
      if (count) point(active < 0 && step < 0 ? count - 1 : (active + step + count) % count);
    } else if (key === "Enter" && isOpen() && active >= 0) {
      event.preventDefault();
      choose(active);
    } else if (key === "Escape" && isOpen()) {
      event.preventDefault();
      close();
    } else if (key === "Tab") close();
  });

  // Before the field loses the focus, which would close the list under the finger.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("li");
    if (option) choose([...list.children].indexOf(option));
    input.focus();
  });
  input.addEventListener("blur", close);
}

document.querySelectorAll("form[data-territory]").forEach(enhance);
