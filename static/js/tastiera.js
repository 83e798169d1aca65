// The sheet with the keyboard alone: fewer stops of Tab, a few keys that always hold Ctrl or Alt, one list of them.
(() => {
  const SPENTO = "pdz-senza-punto-di-domanda";
  const righe = () => [...document.querySelectorAll("[data-riga]")];
  const visibile = (nodo) => nodo.offsetParent !== null && !nodo.disabled;

  // --- One stop of Tab for a group of buttons; the arrows move inside it.
  const GRUPPI = [[".prose-menubar", "button, [role=button]", "Formattazione del testo"], [".pulsanti", "a, button", ""]];
  const dentro = (gruppo, voci) => [...gruppo.querySelectorAll(voci)].filter(visibile);
  const raccogli = (gruppo, voci, nome) => {
    if (!gruppo.hasAttribute("role")) gruppo.setAttribute("role", "toolbar");
    if (nome && !gruppo.hasAttribute("aria-label")) gruppo.setAttribute("aria-label", nome);
    if (!gruppo.hasAttribute("aria-label")) gruppo.setAttribute("aria-label", gruppo.dataset.nome || "Che cosa fare");
    const tutte = [...gruppo.querySelectorAll(voci)];
    const prima = tutte.find((v) => v.tabIndex === 0 && v.dataset.giro === "1" && visibile(v)) || dentro(gruppo, voci)[0];
    for (const voce of tutte) {
      voce.tabIndex = voce === prima ? 0 : -1;
      voce.dataset.giro = voce === prima ? "1" : "0";
    }
  };
  const raccogliIn = (radice) => {
    for (const [quale, voci, nome] of GRUPPI) {
      for (const gruppo of radice.querySelectorAll(quale)) raccogli(gruppo, voci, nome);
    }
  };
  document.addEventListener("keydown", (evento) => {
    const passo = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[evento.key];
    if (!passo || evento.altKey || evento.ctrlKey) return;
    for (const [quale, voci] of GRUPPI) {
      const gruppo = evento.target.closest(quale);
      if (!gruppo) continue;
      const tutte = dentro(gruppo, voci);
      const posto = Math.max(0, Math.min(tutte.length - 1, tutte.indexOf(evento.target) + passo));
      const arrivo = Number.isFinite(passo) ? tutte[posto] : tutte.at(passo > 0 ? -1 : 0);
      for (const voce of gruppo.querySelectorAll(voci)) {
        voce.tabIndex = voce === arrivo ? 0 : -1;
        voce.dataset.giro = voce === arrivo ? "1" : "0";
      }
      arrivo.focus();
      evento.preventDefault();
    }
  });
  // The editor draws its menu after the page, and again when it likes.
  let atteso;
  new MutationObserver(() => {
    clearTimeout(atteso);
    atteso = setTimeout(() => raccogliIn(document), 50);
  }).observe(document.getElementById("contenuto"), { childList: true, subtree: true });
  raccogliIn(document);

  // --- From a row to the next
  const primo = (riga) =>
    [...riga.querySelectorAll("a[id^=nuovo-], .punti-area > summary, input, textarea, .ProseMirror[contenteditable=true]")].find(
      (campo) => visibile(campo) && campo.type !== "hidden" && !(campo.type === "radio" && !tocca(campo)),
    );
  const tocca = (radio) => radio.checked || ![...radio.form.elements[radio.name]].some((altro) => altro.checked);
  const vai = (da, passo) => {
    const tutte = righe();
    const arrivo = tutte[tutte.indexOf(da) + passo];
    const aperto = da.querySelector(".elenco-modulo form[data-modulo]");
    if (aperto && !window.daSalvare?.(aperto)) aperto.closest(".elenco-modulo").replaceChildren();
    if (!arrivo) return false;
    const campo = primo(arrivo) || arrivo.querySelector("h3");
    campo.focus();
    arrivo.scrollIntoView({ block: "start" });
    return true;
  };

  // A button that htmx switches off while it saves loses the focus: it gets it back.
  let premuto = "";
  document.addEventListener("htmx:beforeRequest", () => { premuto = document.activeElement?.id || ""; }, true);
  document.addEventListener("htmx:afterSettle", (evento) => {
    if (!premuto || document.activeElement !== document.body) return;
    const posto = document.getElementById(premuto) || evento.detail.elt.querySelector?.("a[id^=nuovo-]");
    if (posto) posto.focus();
  });

  // --- Lists: Enter in a line of a new row saves it and opens the next one
  let continua = "";
  const modulo = (nodo) => nodo.closest?.(".elenco-modulo form[data-modulo]");
  const lista = (form) => form.closest(".elenco-modulo").id.replace("modulo-", "");
  const nuovo = (form) => new URL(form.action).pathname.endsWith("/nuovo/");
  document.addEventListener("htmx:afterSettle", (evento) => {
    const aperto = evento.detail.elt.querySelector?.("[data-aperto]");
    const campo = aperto && [...aperto.querySelectorAll("input, textarea, select")].find((c) => visibile(c) && c.type !== "hidden");
    if (campo && !aperto.querySelector("[role=alert], .is-invalid")) campo.focus();
    const pronto = continua && document.getElementById(`nuovo-${continua}`);
    if (!pronto || aperto || document.querySelector(`#modulo-${continua} [data-aperto]`)) return;
    continua = "";
    pronto.focus();
    pronto.click();
  });
  document.addEventListener("htmx:afterRequest", (evento) => { if (evento.detail.xhr.status !== 200) continua = ""; });

  const invio = (evento) => {
    const form = modulo(evento.target);
    if (form) {
      if (evento.target.matches("button, [type=submit]")) return;
      if (evento.target.tagName === "TEXTAREA" && !evento.ctrlKey) return;
      if (nuovo(form)) continua = lista(form);
      if (!evento.ctrlKey) return;
      ferma(evento);
      form.requestSubmit();
      return;
    }
    const riga = evento.ctrlKey && evento.target.closest?.("[data-riga]");
    if (!riga) return;
    ferma(evento);
    const suo = riga.querySelector("form[data-autosalva]");
    if (suo && window.salvaOra) window.salvaOra(suo);
    if (!vai(riga, 1)) document.querySelector(".scheda-stato [name=completa]")?.focus();
  };
  const ferma = (evento) => {
    evento.preventDefault();
    evento.stopImmediatePropagation();
  };
  const salvaQui = (evento) => {
    const form = evento.target.closest?.("form[data-autosalva], form[data-modulo]");
    if (!form) return;
    ferma(evento);
    // In place: the row is not drawn again, and the caret stays where it is.
    if (form.matches("[data-autosalva]:not([data-modificato])") && window.salvaOra) window.salvaOra(form, true);
    else form.requestSubmit();
  };
  const chiudi = (evento) => {
    const annulla = modulo(evento.target)?.closest("[data-aperto]")?.querySelector("[data-annulla]");
    if (annulla) annulla.click();
  };
  document.addEventListener("keydown", (evento) => {
    if (evento.key === "Enter") invio(evento);
    else if (evento.key === "Escape") chiudi(evento);
    else if (evento.altKey && ["PageDown", "PageUp"].includes(evento.key)) {
      const riga = evento.target.closest?.("[data-riga]");
      if (riga || righe()[0]) ferma(evento);
      if (riga) vai(riga, evento.key === "PageDown" ? 1 : -1);
      else if (righe()[0]) (primo(righe()[0]) || righe()[0].querySelector("a, input"))?.focus();
    } else if ((evento.ctrlKey || evento.metaKey) && evento.key === "s") salvaQui(evento);
  }, true);

  // --- The list of keys: a button, and "?" outside the fields, which can be switched off
  const tasti = document.querySelector("dialog[data-tasti]");
  if (!tasti) return;
  const apre = document.querySelector("[data-apre-tasti]");
  apre.hidden = false;
  apre.addEventListener("click", () => tasti.showModal());
  const scelta = tasti.querySelector("[data-punto-di-domanda]");
  const legge = () => { try { return localStorage.getItem(SPENTO) !== "1"; } catch { return true; } };
  scelta.checked = legge();
  scelta.addEventListener("change", () => {
    try { localStorage.setItem(SPENTO, scelta.checked ? "0" : "1"); } catch { /* kept for this page only */ }
  });
  document.addEventListener("keydown", (evento) => {
    const scrive = evento.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]");
    if (evento.key !== "?" || scrive || !scelta.checked || tasti.open) return;
    evento.preventDefault();
    tasti.showModal();
  });
})();
