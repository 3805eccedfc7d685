// A selection stands in addresses alone. This browser remembers the last one that was carried about here, and offers it
// where an address holds none; it sends it nowhere. Without this script nothing is remembered, and all works.
const KEY = "essaim:selection";
const ADDRESS = /^\/selection\/\?(?:territoire=[\w%+-]+&)?f=(\d+(?:,\d+)*)$/;
const carried = document.querySelector("[data-selection]");
const offer = document.querySelector("[data-resume]");

// A browser may forbid its memory: then there is none.
function memory(act) {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
}

const forget = () => memory((kept) => kept.removeItem(KEY));

// What somebody else sent is his until one goes on with it.
if (carried && document.referrer.startsWith(`${location.origin}/`)) {
  memory((kept) => kept.setItem(KEY, carried.dataset.selection));
}

// What is taken off does not come back: the page that follows remembers what is left.
addEventListener("submit", (event) => {
  if (event.submitter?.name === "retirer") forget();
});

const address = memory((kept) => kept.getItem(KEY)) ?? "";
const numbers = ADDRESS.exec(address)?.[1].split(",") ?? [];
if (offer && numbers.length) {
  const link = offer.querySelector("a");
  link.href = address;
  link.textContent = `Reprendre votre sélection (${numbers.length}\u00a0fiche${numbers.length > 1 ? "s" : ""})`;
  offer.hidden = false;
  offer.querySelector("button").addEventListener("click", () => {
    forget();
    const said = offer.querySelector("p");
    said.textContent = "C’est oublié.";
    said.tabIndex = -1;
    for (const one of offer.querySelectorAll("a, button")) one.remove();
    said.focus();
  });
}
