// A text field with a list of answers under it, as an ARIA 1.2 combobox. Without it the field is a plain one.
const PAUSE = 120; // ms after the last key
const SHORTEST = 2; // letters

// list: the <ul>; status: a live region; label: of the list; address(text): answers {results};
// words(one): [strong, rest]; told(results): what the live region says; choose(one); changed(): a key.
export function combobox(input, { list, status, label, address, words, told, choose, changed }) {
  const known = new Map();
  let found = [];
  let active = -1;
  let timer = 0;
  let request = null;

  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
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
        const [strong, rest] = words(one);
        const name = document.createElement("strong");
        name.textContent = strong;
        option.append(name, ` ${rest}`);
        return option;
      }),
    );
    open();
    status.textContent = told(results);
  }

  function stop() {
    clearTimeout(timer);
    request?.abort();
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
        const answer = await fetch(address(encodeURIComponent(text)), { signal: request.signal });
        if (!answer.ok) return;
        known.set(text, (await answer.json()).results);
      } catch {
        return; // a newer letter, or no network: the form still works
      }
    }
    if (text === input.value.trim() && document.activeElement === input) show(known.get(text));
  }

  function take(index) {
    const one = found[index];
    stop();
    found = [];
    close();
    choose(one);
  }

  input.addEventListener("input", () => {
    changed?.();
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
    } else if (key === "Enter") {
      if (isOpen() && active >= 0) {
        event.preventDefault();
        take(active);
      } else {
        stop();
        close();
      }
    } else if (key === "Escape" && isOpen()) {
      event.preventDefault();
      close();
    } else if (key === "Tab") close();
  });

  // Before the field loses the focus, which would close the list under the finger.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("li");
    if (option) take([...list.children].indexOf(option));
    input.focus();
  });
  input.addEventListener("blur", close);
}
