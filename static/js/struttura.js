// The tree of the plan: drag it, move it with the arrows, without leaving the page. Everything works without this file.
(() => {
  const CONTENITORE = "[data-struttura]";
  const contenitore = () => document.querySelector(CONTENITORE);
  let voce = document.createElement("div");
  voce.className = "visually-hidden";
  voce.setAttribute("role", "status");
  document.body.append(voce);

  const avvia = () => {
    for (const nascosto of document.querySelectorAll("[data-maniglia], [data-aiuto]")) nascosto.hidden = false;
  };

  // Ask, and put the answer's tree in place of this one. `fuoco` names what keeps the focus: section and button.
  const chiedi = async (indirizzo, opzioni, fuoco) => {
    const qui = contenitore();
    qui.setAttribute("aria-busy", "true");
    try {
      const risposta = await fetch(indirizzo, { ...opzioni, headers: { "X-Requested-With": "fetch" } });
      const pagina = new DOMParser().parseFromString(await risposta.text(), "text/html");
      const nuovo = pagina.querySelector(CONTENITORE);
      if (!nuovo) throw new Error("risposta senza indice");
      qui.replaceWith(nuovo);
      const detto = pagina.querySelector(".messaggi");
      mostra(pagina);
      voce.textContent = detto ? detto.textContent.trim() : "";
      avvia();
      riporta(fuoco, pagina);
      const dove = new URL(risposta.url);
      dove.searchParams.delete("fuoco");
      window.history.replaceState(null, "", `${dove.pathname}${dove.search}`);
    } catch {
      qui.removeAttribute("aria-busy");
      voce.textContent = "";
      window.location.reload();
    }
  };

  // The messages of the answer take the place of those on the page.
  const mostra = (pagina) => {
    const nuovi = pagina.querySelector(".messaggi");
    const vecchi = document.querySelector(".messaggi");
    if (vecchi && nuovi) vecchi.replaceWith(nuovi);
    else if (nuovi) contenitore().before(nuovi);
    else if (vecchi) vecchi.remove();
  };

  const riporta = (fuoco) => {
    const riga = fuoco && document.getElementById(`sezione-${fuoco.chiave}`);
    if (!riga) return;
    const scelto = riga.querySelector(fuoco.cosa);
    const arrivo = scelto && !scelto.disabled ? scelto : riga.querySelector("[data-maniglia]");
    if (arrivo) arrivo.focus();
  };

  const chiaveDi = (nodo) => { const v = nodo.closest("[data-chiave]"); return v ? v.dataset.chiave : ""; };

  document.addEventListener("submit", (evento) => {
    const modulo = evento.target;
    if (!modulo.closest(CONTENITORE)) return;
    evento.preventDefault();
    const dati = new FormData(modulo, evento.submitter);
    const cosa = evento.submitter && evento.submitter.value && modulo.hasAttribute("data-passi")
      ? `[data-passi] [value="${evento.submitter.value}"]` : "[data-maniglia]";
    chiedi(modulo.action, { method: "POST", body: dati }, { chiave: chiaveDi(modulo), cosa });
  });
  document.addEventListener("click", (evento) => {
    const apre = evento.target.closest("[data-apri]");
    if (!apre || evento.ctrlKey || evento.metaKey || evento.shiftKey) return;
    evento.preventDefault();
    const aperta = apre.getAttribute("aria-expanded") === "true";
    chiedi(apre.href, {}, { chiave: chiaveDi(apre), cosa: aperta ? "[data-apri]" : ".albero-dati input:not([type=hidden])" });
  });

  const manda = (chiave, altro) => {
    const riga = document.getElementById(`sezione-${chiave}`);
    const modulo = riga.querySelector("[data-passi]");
    const dati = new FormData(modulo);
    for (const [nome, valore] of Object.entries(altro)) dati.set(nome, valore);
    chiedi(modulo.action, { method: "POST", body: dati }, { chiave, cosa: "[data-maniglia]" });
  };

  const FRECCE = { ArrowUp: "su", ArrowDown: "giu", ArrowRight: "dentro", ArrowLeft: "fuori" };
  document.addEventListener("keydown", (evento) => {
    const maniglia = evento.target.closest("[data-maniglia]");
    const verso = FRECCE[evento.key];
    if (!maniglia || !verso) return;
    evento.preventDefault();
    const riga = maniglia.closest("[data-chiave]");
    if (riga.querySelector(`[data-passi] [value="${verso}"]`).disabled) {
      voce.textContent = "Da quella parte non ha dove andare.";
      return;
    }
    manda(riga.dataset.chiave, { verso });
  });

  // --- The pointer ---
  let presa = null;
  const pulisci = () => {
    for (const classe of ["posto-prima", "posto-dopo", "posto-dentro"]) {
      for (const r of document.querySelectorAll(`.${classe}`)) r.classList.remove(classe);
    }
  };
  const sotto = (x, y) => {
    const elemento = document.elementFromPoint(x, y);
    const riga = elemento && elemento.closest(".albero-riga");
    const v = riga && riga.closest("[data-chiave]");
    if (!v || presa.voce.contains(v)) return null;
    const { top, height } = riga.getBoundingClientRect();
    const parte = (y - top) / height;
    return { riga, rispetto: v.dataset.chiave, dove: parte < 0.3 ? "prima" : parte > 0.7 ? "dopo" : "dentro" };
  };
  document.addEventListener("pointerdown", (evento) => {
    const maniglia = evento.target.closest("[data-maniglia]");
    if (!maniglia || evento.button !== 0) return;
    presa = { voce: maniglia.closest("[data-chiave]"), posto: null };
    maniglia.setPointerCapture(evento.pointerId);
    presa.voce.classList.add("albero-trascinata");
  });
  document.addEventListener("pointermove", (evento) => {
    if (!presa) return;
    pulisci();
    presa.posto = sotto(evento.clientX, evento.clientY);
    if (presa.posto) presa.posto.riga.classList.add(`posto-${presa.posto.dove}`);
    const margine = 60;
    if (evento.clientY < margine) window.scrollBy(0, -12);
    else if (evento.clientY > window.innerHeight - margine) window.scrollBy(0, 12);
  });
  const lascia = (evento) => {
    if (!presa) return;
    const { voce: v, posto } = presa;
    presa = null;
    pulisci();
    v.classList.remove("albero-trascinata");
    if (evento.type === "pointerup" && posto) manda(v.dataset.chiave, { dove: posto.dove, rispetto: posto.rispetto });
  };
  document.addEventListener("pointerup", lascia);
  document.addEventListener("pointercancel", lascia);
  document.addEventListener("keydown", (evento) => { if (evento.key === "Escape") lascia(evento); });
  avvia();
})();
