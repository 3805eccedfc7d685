// Share and print: the device's own, shown only where they work.
const bar = document.querySelector("[data-share-title]");
const status = bar.querySelector("[data-shared]");
const share = bar.querySelector("[data-share]");
const print = bar.querySelector("[data-print]");
const address = document.querySelector('link[rel="canonical"]').href;

async function shareSheet() {
  try {
    if (navigator.share) {
      await navigator.share({ title: bar.dataset.shareTitle, url: address });
      return;
    }
    await navigator.clipboard.writeText(address);
    status.textContent = "Adresse copiée";
  } catch (error) {
    if (error.name !== "AbortError") status.textContent = address;
  }
}

share.hidden = !(navigator.share || navigator.clipboard);
share.addEventListener("click", shareSheet);
// Where a line has no room for it, it would push the page down; a phone prints from its own menu.
print.hidden = matchMedia("(width < 40rem)").matches;
print.addEventListener("click", () => window.print());
