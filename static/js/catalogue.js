// The catalogue in place: a box, a word or a link changes the list without a new page. The server
// renders every state; this script fetches the page of the new address and takes its live parts.
const root = document.querySelector("[data-catalogue]");
const form = document.getElementById("recherche");
const sheet = document.getElementById("filtres");
const announce = root.querySelector("[data-announce]");
let request = null;
let pushed = false; // whether the open sheet of filters has made its step in the history

const pathOf = (url) => url.pathname + url.search;
let shown = pathOf(location);

const live = (from, name) => from.querySelector(`[data-live="${name}"]`);
const isOpenSheet = () => sheet?.matches(":popover-open");

// What has the focus, by something that the new page will have too.
function focusKey() {
  const active = document.activeElement;
  if (active?.name && active.value) {
    return `[name="${CSS.escape(active.name)}"][value="${CSS.escape(active.value)}"]`;
  }
  if (active?.matches("a[href]")) return `a[href="${CSS.escape(active.getAttribute("href"))}"]`;
  const facet = active?.closest("[data-facet]");
  return facet && `[data-facet="${CSS.escape(facet.dataset.facet)}"] > summary`;
}

// Where one was, kept with the address that is left: the way back leads there.
const remember = () => history.replaceState({ focus: focusKey(), scroll: scrollY }, "");

function returnTo(place) {
  if (place?.focus) root.querySelector(place.focus)?.focus({ preventScroll: true });
  if (place) scrollTo({ top: place.scroll, behavior: "instant" });
}

function addressOf(target) {
  const url = new URL(target.action);
  const data = new FormData(target);
  url.search = new URLSearchParams([...data].filter(([, value]) => value !== ""));
  return url;
}

function labelApply() {
  const count = root.querySelector("[data-count]")?.textContent.trim();
  const apply = root.querySelector("[data-apply]");
  if (apply && count) apply.textContent = /^\d/.test(count) ? `Voir ${count}` : count;
}

function take(page) {
  const key = focusKey();
  const opened = new Map(
    [...root.querySelectorAll("details[data-facet]")].map((d) => [d.dataset.facet, d.open]),
  );
  const scrolled = live(root, "filtres")?.scrollTop;
  for (const name of ["territoire", "filtres", "pied", "resultats"]) {
    const mine = live(root, name);
    const theirs = live(page, name);
    if (mine && theirs) mine.replaceChildren(...theirs.childNodes);
  }
  for (const details of root.querySelectorAll("details[data-facet]")) {
    if (opened.has(details.dataset.facet)) details.open = opened.get(details.dataset.facet);
  }
  if (scrolled) live(root, "filtres").scrollTop = scrolled;
  if (key && document.activeElement === document.body) {
    root.querySelector(key)?.focus({ preventScroll: true });
  }
  // What the form carries along (order, territory) follows the new address.
  for (const field of form.querySelectorAll('input[type="hidden"]')) field.remove();
  form.append(...page.querySelectorAll('#recherche input[type="hidden"]'));
  if (document.activeElement !== form.elements.q) {
    form.elements.q.value = page.querySelector("#recherche-q").value;
  }
  document.title = page.title;
  announce.textContent = root.querySelector("[data-count]")?.textContent ?? "";
  labelApply();
}

// The site does not answer: the list stays, one is told, and may ask again.
function tell(url) {
  const retry = document.createElement("a");
  retry.href = url;
  retry.textContent = "Réessayer";
  const notice = document.createElement("p");
  notice.className = "notice notice--signal";
  notice.dataset.failed = "";
  notice.append("Le site ne répond pas\u202f; la liste n’a pas changé. ", retry);
  root.querySelector("[data-failed]")?.remove();
  live(root, "resultats").prepend(notice);
  announce.textContent = notice.textContent;
  const apply = root.querySelector("[data-apply]");
  if (apply && isOpenSheet()) apply.textContent = "Le site ne répond pas. Réessayer";
}

async function go(url, { back = false, place = null, inSheet = isOpenSheet() } = {}) {
  request?.abort();
  request = new AbortController();
  const list = live(root, "resultats");
  list.setAttribute("aria-busy", "true");
  announce.textContent = "";
  try {
    const answer = await fetch(url, { signal: request.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || !live(page, "resultats")) return location.assign(url);
    if (back) {
      if (pathOf(location) !== pathOf(url)) return; // gone elsewhere meanwhile
    } else if (inSheet && pushed) history.replaceState(null, "", url);
    else if (pathOf(location) !== pathOf(url)) {
      remember();
      history.pushState(null, "", url);
      pushed = inSheet;
    }
    shown = pathOf(url);
    take(page);
    returnTo(place);
  } catch (error) {
    if (error.name === "AbortError") return;
    tell(url);
  }
  list.removeAttribute("aria-busy");
}

if (live(root, "resultats")) {
  root.classList.add("is-live");
  labelApply();

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wasOpen = isOpenSheet();
    if (wasOpen) sheet.hidePopover();
    go(addressOf(form), { inSheet: wasOpen }).then(() => wasOpen && root.querySelector("[data-count]")?.focus());
  });

  root.addEventListener("change", (event) => {
    if (event.target.form === form && event.target.type === "checkbox") go(addressOf(form));
  });

  root.addEventListener("click", (event) => {
    const link = event.target.closest(".chip, .chips__clear, .facets__clear, .sorts[aria-label^=Ordre] a, [data-failed] a");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(new URL(link.href)).then(() => {
      root.querySelector(isOpenSheet() ? "[data-apply]" : "[data-count]")?.focus({ preventScroll: true });
    });
  });

  // The filters fill a phone's screen: what lies behind them must not be reached by the keyboard; what is
  // announced must be heard. Before they close, or the focus could not go back to the button that opened them.
  sheet.addEventListener("beforetoggle", (event) => {
    if (event.newState === "open") pushed = false;
    for (let part = sheet; part !== document.body; part = part.parentElement) {
      for (const beside of part.parentElement.children) {
        if (beside !== part && beside !== announce) beside.inert = event.newState === "open";
      }
    }
  });

  // The button that opened them is a new one when the list changed meanwhile.
  sheet.addEventListener("toggle", ({ newState }) => {
    const { activeElement } = document;
    if (newState === "closed" && (activeElement === document.body || sheet.contains(activeElement))) {
      root.querySelector(".results__filter")?.focus({ preventScroll: true });
    }
  });

  // A jump within the page is one too, and changes nothing that the server knows.
  window.addEventListener("popstate", ({ state }) => {
    if (pathOf(location) !== shown) go(new URL(location), { back: true, place: state });
  });
  window.addEventListener("pagehide", remember);
  // Back from another page, where the browser has not kept this one as it was.
  if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") returnTo(history.state);
}
