// Suggestions under a search field, as an ARIA 1.2 combobox with a list. Without this script the field
// is a plain one; with it, Enter on no suggestion still sends the form.
const PAUSE = 120; // ms after the last key
const SHORTEST = 2; // letters

function enhance(input) {
  const list = document.getElementById(input.dataset.suggests);
  const status = list.parentElement.querySelector("[data-status]");
  const known = new Map();
  let found = [];
  let active = -1;
  let timer = 0;
  let request = null;

  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
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

  function show(results) {
    found = results;
    list.replaceChildren(
      ...results.map((one, i) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${i}`;
        option.className = "combobox__option";
        option.setAttribute("role", "option");
        const label = document.createElement("strong");
        label.textContent = one.label;
        option.append(label, ` ${one.detail}`);
        return option;
      }),
    );
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(isOpen()));
    point(-1);
    const many = found.length > 1 ? "s" : "";
    status.textContent = found.length ? `${found.length} suggestion${many}, flèche bas pour choisir.` : "";
  }

  async function ask() {
    const text = input.value.trim();
    request?.abort();
    if (text.length < SHORTEST) {
      show([]);
      return;
    }
    if (!known.has(text)) {
      request = new AbortController();
      try {
        const answer = await fetch(`/recherche/suggestions?q=${encodeURIComponent(text)}`, { signal: request.signal });
        if (!answer.ok) return;
        known.set(text, (await answer.json()).results);
      } catch {
        return; // a newer letter, or no network: the form still works
      }
    }
    if (text === input.value.trim() && document.activeElement === input) show(known.get(text));
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });

  input.addEventListener("keydown", (event) => {
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen()) {
        if (!found.length) return ask();
        show(found);
        if (event.altKey) return;
      }
      const step = key === "ArrowDown" ? 1 : -1;
      const count = found.length;
      if (count) point(active < 0 && step < 0 ? count - 1 : (active + step + count) % count);
    } else if (key === "Enter") {
      clearTimeout(timer);
      request?.abort();
      if (isOpen() && active >= 0) {
        event.preventDefault();
        location.assign(found[active].url);
      } else close();
    } else if (key === "Escape" && isOpen()) {
      event.preventDefault();
      close();
    } else if (key === "Tab") close();
  });

  // Before the field loses the focus, which would close the list under the finger.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const index = [...list.children].indexOf(event.target.closest("li"));
    if (index >= 0) location.assign(found[index].url);
  });
  input.addEventListener("blur", close);
}

document.querySelectorAll("input[data-suggests]").forEach(enhance);
