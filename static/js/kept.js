// What is typed in a form of the admin stays in the tab until it is saved: a session may end, the network be cut,
// the server start again. It is offered when the form is opened again by the same account, and sent as it was.
const PREFIX = "essaim:kept:";
const WAIT = 300; // ms after the last key
const script = document.currentScript;
const account = script.dataset.account;
// Of the machine, or of one moment: what was typed is the same without them.
const NOT_TYPED = /^(csrfmiddlewaretoken|next|action-.*|overwrite_revision_id|loaded_revision_.*|.*-(TOTAL|INITIAL)_FORMS)$/;

const entriesOf = (form) => [...new FormData(form)].filter(([, value]) => typeof value === "string");
const typedIn = (entries) => JSON.stringify(entries.filter(([name]) => !NOT_TYPED.test(name)));
const keyOf = (form) => PREFIX + account + ":" + new URL(form.action || location.href, location.href).pathname;

function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, value) {
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Full, or forbidden: the form works as it did without.
  }
}

function watch(form) {
  let before = null;
  let timer = 0;
  const key = keyOf(form);
  const keep = () => {
    const entries = entriesOf(form);
    if (before !== null && typedIn(entries) !== before) write(keyOf(form), { at: Date.now(), entries });
  };
  // Before the first change, and after what editors of texts write into their fields by themselves.
  form.addEventListener("focusin", () => (before ??= typedIn(entriesOf(form))), true);
  form.addEventListener("pointerdown", () => (before ??= typedIn(entriesOf(form))), true);
  for (const event of ["input", "change", "keyup", "click"]) {
    form.addEventListener(event, () => {
      clearTimeout(timer);
      timer = setTimeout(keep, WAIT);
    });
  }
  form.addEventListener("submit", keep, true);
  addEventListener("pagehide", keep);
  document.addEventListener("w-autosave:success", () => {
    before = typedIn(entriesOf(form));
    sessionStorage.removeItem(key);
    sessionStorage.removeItem(keyOf(form));
  });
}

function offer(form) {
  const key = keyOf(form);
  const kept = read(key);
  if (!kept) return;
  const isSaved = document.querySelector(".messages .success");
  // A form that was refused holds what was typed.
  const isRefused = document.querySelector(".messages .error, .messages .critical");
  if (isSaved || isRefused) {
    sessionStorage.removeItem(key);
    return;
  }
  const time = new Date(kept.at).toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
  const box = document.createElement("div");
  box.className = "help-block help-warning";
  box.setAttribute("role", "status");
  box.dataset.kept = "";
  const words = document.createElement("p");
  words.textContent = `Ce que vous aviez écrit ici à ${time} n’a pas été enregistré.`;
  box.append(words, button("Reprendre ce que j’avais écrit", "button", () => send(form, kept.entries)));
  box.append(" ", button("L’oublier", "button button-secondary", () => {
    sessionStorage.removeItem(key);
    box.remove();
  }));
  form.before(box);
}

function button(label, className, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = className;
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

// As the form would have sent it; of a page, as a draft.
function send(form, entries) {
  const again = document.createElement("form");
  again.method = "post";
  again.action = form.action;
  again.enctype = form.enctype;
  again.hidden = true;
  const token = form.elements.csrfmiddlewaretoken.value;
  for (const [name, value] of entries) {
    if (/^(action-.*|overwrite_revision_id)$/.test(name)) continue;
    const field = document.createElement("textarea");
    field.name = name;
    field.value = name === "csrfmiddlewaretoken" ? token : value;
    again.append(field);
  }
  document.body.append(again);
  again.submit();
}

addEventListener("DOMContentLoaded", () => {
  for (const form of document.querySelectorAll("main form[method='post' i]")) {
    const isWritten = form.querySelector("textarea, input[type=text], input[type=url], input[type=email]");
    if (!isWritten || !form.elements.csrfmiddlewaretoken || form.querySelector("input[type=password]")) continue;
    offer(form);
    watch(form);
  }
});
