// Reading pages: the first time, the mark of reading is put by itself when the page has been open for a while. Later only
// the reader moves it, with the button. Without this file the button does all.
(() => {
  const modulo = document.querySelector("form[data-letto-da-solo]");
  if (!modulo) return;
  const SECONDI = 20;
  let visti = 0;
  const orologio = window.setInterval(() => {
    if (document.visibilityState !== "visible") return;
    visti += 1;
    if (visti < SECONDI) return;
    window.clearInterval(orologio);
    const dati = new FormData(modulo);
    dati.set("da_solo", "1");
    fetch(modulo.action, { method: "POST", body: dati, credentials: "same-origin" }).then((risposta) => {
      if (risposta.status !== 204) return;
      modulo.querySelector("[data-letto-stato]").textContent = "Segnato: d'ora in poi ti diciamo che cosa cambia nel Piano.";
    }).catch(() => {});
  }, 1000);
})();
