// Writing pages. Everything works without it: it only tells what is not saved yet, and makes room on a phone.
(() => {
  const stretto = window.matchMedia("(width < 992px)");
  for (const blocco of document.querySelectorAll("details[data-chiudi-se-stretto]")) {
    if (stretto.matches) blocco.open = false;
  }
  const sprite = document.querySelector("svg.icon use");
  for (const modulo of document.querySelectorAll("form[data-salvataggio]")) {
    const stato = modulo.querySelector("[data-stato-salvato]");
    let modificato = modulo.hasAttribute("data-modificato");
    let pronto = false;
    const daSe = modulo.hasAttribute("data-autosalva");
    const segna = () => {
      if (!pronto || modificato || daSe) return;
      modificato = true;
      stato.querySelector("span").textContent = "Modifiche non salvate";
      const icona = stato.querySelector("use");
      if (icona && sprite) icona.setAttribute("href", `${sprite.getAttribute("href").split("#")[0]}#it-warning-circle`);
      stato.classList.add("da-salvare");
    };
    // The editor writes into its textarea once when it starts: that is not a change of the person.
    window.setTimeout(() => { pronto = true; }, 800);
    modulo.addEventListener("input", segna);
    modulo.addEventListener("change", segna);
    modulo.addEventListener("keydown", (evento) => {
      pronto = true;
      if ((evento.ctrlKey || evento.metaKey) && evento.key === "s") {
        evento.preventDefault();
        modulo.requestSubmit();
      }
    });
    let inviato = false;
    modulo.addEventListener("submit", () => { inviato = true; });
    window.addEventListener("beforeunload", (evento) => {
      if (modificato && !inviato) evento.preventDefault();
    });
  }
})();
