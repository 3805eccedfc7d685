// Beside a list of authorities typed one per line: the register is searched in Wagtail's own window, and what is chosen
// there becomes lines. Without this script, one types them.
const textOf = (one) => `${one.title} (${one.code})`;

function add(field, chosen) {
  const lines = field.value.split("\n").filter((line) => line.trim());
  for (const one of chosen) {
    if (!lines.some((line) => line.trim().endsWith(`(${one.code})`))) lines.push(textOf(one));
  }
  field.value = lines.join("\n");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

for (const button of document.querySelectorAll("[data-authority-list]")) {
  const field = document.getElementById(button.dataset.authorityList);
  button.hidden = false;
  button.addEventListener("click", () => {
    window.ModalWorkflow({
      url: button.dataset.url,
      onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
      responses: { chosen: (chosen) => add(field, chosen) },
      dialogId: null,
      onerror: () => {},
    });
  });
}
