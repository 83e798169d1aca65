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
    const riepilogo = document.querySelector("[data-riepilogo-errori]");
    if (riepilogo) riepilogo.focus();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", avvia);
  else avvia();
})();
