// Suggestions of sheets or dates, themes, tools and territories under a search field. Enter on none of them sends
// the form as ever.
import { combobox } from "./combobox.js";

// What is retained goes along, as in every link of the page.
function along(address) {
  const url = new URL(address, location);
  const retained = new URLSearchParams(location.search).getAll("f").join();
  if (retained) url.searchParams.set("f", retained);
  return url;
}

for (const input of document.querySelectorAll("input[data-suggests]")) {
  const kind = input.dataset.kind ? `&rubrique=${input.dataset.kind}` : "";
  const list = document.getElementById(input.dataset.suggests);
  combobox(input, {
    list,
    status: list.parentElement.querySelector("[data-status]"),
    label: "Suggestions",
    address: (text) => `/recherche/suggestions?q=${text}${kind}`,
    words: (one) => [one.label, one.detail],
    told: ({ length }) =>
      length ? `${length} suggestion${length > 1 ? "s" : ""}, flèche bas pour choisir.` : "Aucune suggestion.",
    choose: (one) => location.assign(along(one.url)),
  });
}
