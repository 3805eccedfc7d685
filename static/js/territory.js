// The field that finds one's territory, as an ARIA 1.2 combobox with a list. Without this script the
// form asks the server, which answers the same way.
import { combobox } from "./combobox.js";

const numbers = new Intl.NumberFormat("fr-FR");

function partsOf(one) {
  const isCommune = one.type === "commune";
  return [
    isCommune ? one.postcode : one.type,
    one.departement,
    one.population == null ? "" : `${numbers.format(one.population)} hab.`,
    one.note || (one.retired ? "n’existe plus" : ""),
  ].filter(Boolean);
}

function told(results) {
  if (!results.length) return "Aucun territoire ne porte ce nom.";
  if (results.length === 1) return "Un territoire, flèche bas pour le choisir.";
  return `${results.length} territoires, flèche bas pour choisir.`;
}

function enhance(form) {
  const input = form.elements.nom;
  const status = form.querySelector("[data-status]");
  const dot = document.querySelector("[data-map-dot]");
  const code = Object.assign(document.createElement("input"), { type: "hidden", name: "code" });

  combobox(input, {
    list: form.querySelector("ul"),
    status,
    label: "Territoires",
    address: (text) => `/territoires/recherche?q=${text}`,
    words: (one) => [one.name, partsOf(one).join(" · ")],
    told,
    changed() {
      code.remove();
      dot?.setAttribute("visibility", "hidden");
    },
    choose(one) {
      input.value = one.label;
      code.value = one.code;
      form.append(code);
      status.textContent = `${one.label} choisi. Entrée pour voir les projets.`;
      if (dot) {
        dot.setAttribute("visibility", one.x === null ? "hidden" : "visible");
        if (one.x !== null) dot.setAttribute("transform", `translate(${one.x} ${one.y})`);
      }
    },
  });
}

document.querySelectorAll("form[data-territory]").forEach(enhance);
