// The frame of every page. Everything works without it: the menu is then simply open.
(() => {
  const avvia = () => {
    for (const bottone of document.querySelectorAll("[data-apre]")) {
      const pannello = document.getElementById(bottone.dataset.apre);
      bottone.hidden = false;
      pannello.classList.add("richiuso");
      bottone.addEventListener("click", () => {
        const chiuso = pannello.classList.toggle("richiuso");
        bottone.setAttribute("aria-expanded", String(!chiuso));
      });
    }
    for (const menu of document.querySelectorAll("details[data-menu]")) {
      document.addEventListener("click", (evento) => {
        if (!menu.contains(evento.target)) menu.open = false;
      });
      menu.addEventListener("keydown", (evento) => {
        if (evento.key !== "Escape" || !menu.open) return;
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    }
    // Who leaves takes along what this browser kept and the portal does not have yet.
    for (const modulo of document.querySelectorAll("form[data-esce]")) {
      modulo.addEventListener("submit", (evento) => {
        const sue = Object.keys(localStorage).filter((chiave) => chiave.startsWith(`pdz:${modulo.dataset.esce}:`));
        const domanda = "In questo computer c'è un testo che il portale non ha ancora salvato: se esci si cancella. Esci lo stesso?";
        if (sue.length && !window.confirm(domanda)) evento.preventDefault();
        else for (const chiave of sue) localStorage.removeItem(chiave);
      });
    }
    const riepilogo = document.querySelector("[data-riepilogo-errori]");
    if (riepilogo) riepilogo.focus();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", avvia);
  else avvia();
})();
