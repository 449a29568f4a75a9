// Copies the sentence to cite: the button is there only where the browser lets a page write to the clipboard.
for (const button of document.querySelectorAll("[data-copies]")) {
  if (!navigator.clipboard) continue;
  const words = document.getElementById(button.dataset.copies);
  const done = button.parentElement.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(words.value);
      done.textContent = "Copié.";
    } catch {
      words.select();
      done.textContent = "Sélectionné : copiez-le.";
    }
  });
}
