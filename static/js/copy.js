// Buttons that copy what stands in a field. Without a clipboard they do not show: the field itself can be copied by hand.

const PATIENCE = 3000; // milliseconds that "Copied" stays

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  if (!field || !navigator.clipboard) continue;
  const said = button.querySelector("[role=status]");
  const words = said.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    await navigator.clipboard.writeText(field.value);
    said.textContent = button.dataset.done;
    setTimeout(() => {
      said.textContent = words;
    }, PATIENCE);
  });
}
