// Comparison of two versions: from change to change, with buttons and keys. Without it the page is read from top to bottom.
(() => {
  const barra = document.querySelector("[data-salta]");
  const parti = [...document.querySelectorAll("[data-cambiamento]")];
  if (!barra || parti.length === 0) return;
  barra.hidden = false;
  const stato = barra.querySelector("[data-salta-stato]");
  let posto = -1;
  const vai = (passo) => {
    const scelto = document.activeElement?.closest?.("[data-cambiamento]");
    if (scelto) posto = parti.indexOf(scelto);
    posto = Math.min(Math.max(posto + passo, 0), parti.length - 1);
    parti[posto].focus({ preventScroll: true });
    parti[posto].scrollIntoView({ block: "start" });
    stato.textContent = `${posto + 1} di ${parti.length}`;
  };
  barra.querySelector("[data-salta-dopo]").addEventListener("click", () => vai(1));
  barra.querySelector("[data-salta-prima]").addEventListener("click", () => vai(-1));
  document.addEventListener("keydown", (evento) => {
    if (evento.ctrlKey || evento.metaKey || evento.altKey) return;
    if (evento.target.closest("input, select, textarea, [contenteditable]")) return;
    const tasto = evento.key.toLowerCase();
    if (tasto !== "n" && tasto !== "p") return;
    evento.preventDefault();
    vai(tasto === "n" ? 1 : -1);
  });
})();
