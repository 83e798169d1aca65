// Who else is writing, and where: a small POST every twenty seconds, none while the page is out of sight.
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
  const riga = () => document.activeElement?.closest("[data-riga]")?.dataset.riga || "";

  const da = (minuti) => (minuti < 1 ? "da poco" : minuti === 1 ? "da un minuto" : `da ${minuti} minuti`);
  const frase = (p, dove) => `${p.ente ? `${p.ente} (${p.chi})` : p.chi} sta scrivendo ${dove} ${da(p.minuti)}`;
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
      mostra(posto, qui, chiave ? "in questa riga" : "qui");
    }
    for (const voce of document.querySelectorAll("[data-parte-albero]")) {
      voce.querySelector(".iniziali-albero")?.remove();
      const qui = presenti.filter((p) => p.parte === voce.dataset.parteAlbero);
      if (!qui.length) continue;
      const posto = document.createElement("span");
      posto.className = "iniziali-albero";
      const detto = document.createElement("span");
      detto.className = "visually-hidden";
      detto.textContent = `, scrive ${qui.map((p) => p.chi).join(", ")}`;
      posto.append(...qui.map(segno), detto);
      voce.append(posto);
    }
  };
  const batti = async () => {
    if (document.visibilityState === "hidden") return;
    const campi = scrive ? { parte, riga: riga(), da: Math.floor((Date.now() - aperta) / 1000) } : {};
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
  batti();
})();
