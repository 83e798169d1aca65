// Who else is here, and where: who has typed in the last minutes is writing, the others are reading: a small POST every twenty seconds, none while the page is out of sight.
(() => {
  const OGNI = 20000;
  const radice = document.querySelector("[data-presenza]");
  if (!radice) return;
  const aperta = Date.now();
  const chiede = (campi, altro = {}) => {
    const gettone = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] || "";
    const headers = { "X-Requested-With": "fetch", "X-CSRFToken": gettone };
    return fetch(radice.dataset.presenza, { method: "POST", headers, body: new URLSearchParams(campi), ...altro });
  };
  const scrive = radice.hasAttribute("data-scrive");
  const { parte } = radice.dataset;
  const FRESCO = 120000;
  let primo = 0;
  let ultimo = 0;
  const batte = () => ultimo > 0 && Date.now() - ultimo < FRESCO;
  const riga = () => document.activeElement?.closest("[data-riga]")?.dataset.riga || "";

  const da = (minuti) => (minuti < 1 ? "da poco" : minuti === 1 ? "da un minuto" : `da ${minuti} minuti`);
  const frase = (p, dove) => {
    const chi = p.ente ? `${p.ente} (${p.chi})` : p.chi;
    return `${chi} sta ${p.scrive ? `scrivendo ${dove[0]}` : `leggendo ${dove[1]}`} ${da(p.minuti)}`;
  };
  const segno = (p) => {
    const nodo = document.createElement("span");
    nodo.className = "iniziali";
    nodo.setAttribute("aria-hidden", "true");
    nodo.textContent = p.iniziali;
    return nodo;
  };
  const mostra = (posto, presenti, dove) => {
    posto.hidden = presenti.length === 0;
    const testo = presenti.map((p) => frase(p, dove)).join("; ");
    if (posto.dataset.testo === testo) return;
    posto.dataset.testo = testo;
    posto.replaceChildren(...presenti.map(segno), ` ${testo}`);
  };
  const disegna = (presenti) => {
    for (const posto of document.querySelectorAll("[data-chi-scrive]")) {
      const chiave = posto.dataset.chiScrive;
      const qui = presenti.filter((p) => p.parte === parte && (!chiave || p.riga === chiave));
      mostra(posto, qui, chiave ? ["in questa riga", "questa riga"] : ["qui", "qui"]);
    }
    for (const voce of document.querySelectorAll("[data-parte-albero]")) {
      voce.querySelector(".iniziali-albero")?.remove();
      const qui = presenti.filter((p) => p.parte === voce.dataset.parteAlbero);
      if (!qui.length) continue;
      const posto = document.createElement("span");
      posto.className = "iniziali-albero";
      const detto = document.createElement("span");
      detto.className = "visually-hidden";
      detto.textContent = qui.map((p) => `, ${p.scrive ? "scrive" : "legge"} ${p.chi}`).join("");
      posto.append(...qui.map(segno), detto);
      voce.append(posto);
    }
  };
  const batti = async () => {
    if (document.visibilityState === "hidden") return;
    const da = Math.floor((Date.now() - (batte() ? primo : aperta)) / 1000);
    const campi = scrive ? { parte, riga: riga(), scrive: batte() ? "1" : "", da } : {};
    try {
      const risposta = await chiede(campi);
      if (risposta.ok) disegna((await risposta.json()).presenti);
    } catch {
      // No network: the page says so where something is not saved.
    }
  };
  const via = () => { if (scrive) chiede({ parte, via: "1" }, { keepalive: true }).catch(() => {}); };
  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? via() : batti()));
  window.addEventListener("pagehide", via);
  setInterval(batti, OGNI);
  // Which row one goes to is told at once, not at every key.
  let ultima = "";
  let tempo;
  document.addEventListener("focusin", () => {
    if (!riga() || riga() === ultima) return;
    ultima = riga();
    clearTimeout(tempo);
    tempo = setTimeout(batti, 1500);
  });
  // The first key says it at once; focus alone is reading.
  document.addEventListener("input", (evento) => {
    // The editor writes its own field when it starts: that is no key.
    if (!evento.isTrusted || !evento.target.closest("form[data-autosalva], form[data-modulo]")) return;
    const prima = !batte();
    ultimo = Date.now();
    if (!prima) return;
    primo = ultimo;
    clearTimeout(tempo);
    tempo = setTimeout(batti, 500);
  });
  batti();
})();
