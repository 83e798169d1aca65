// Saves while one writes, and keeps in this browser what is not saved yet. Without it the buttons save as ever.
(() => {
  const ATTESA = 1000;
  const PRIMA_PROVA = 2000;
  const ULTIMA_PROVA = 60000;
  const PER_KEEPALIVE = 60000;
  const PAGINA = Array.from(crypto.getRandomValues(new Uint8Array(8)), (n) => (n % 36).toString(36)).join("");
  const PERSONA = document.querySelector("[data-esce]")?.dataset.esce || "";
  const FUORI = new Set(["csrfmiddlewaretoken", "revisione", "scelta", "confronta", "partenza"]);
  const { conserva, dimentica, segnaInviato, offri, avvisa } = window.testiConservati(PERSONA, PAGINA);
  const stati = new Map();

  const voce = document.createElement("div");
  voce.className = "visually-hidden";
  voce.setAttribute("role", "status");
  document.body.append(voce);
  const di = (frase) => { if (voce.textContent !== frase) voce.textContent = frase; };

  const valori = (modulo) => {
    const dati = new URLSearchParams();
    for (const [nome, valore] of new FormData(modulo)) if (!FUORI.has(nome)) dati.append(nome, valore);
    return dati.toString();
  };
  const percorso = (modulo) => new URL(modulo.action, location.href).pathname + new URL(modulo.action, location.href).search;
  const daSe = (modulo) => modulo.hasAttribute("data-autosalva") && !modulo.hasAttribute("data-modificato");
  const seguito = "form[data-autosalva], form[data-modulo]";

  const stato = (modulo) => {
    if (!stati.has(modulo)) {
      stati.set(modulo, { modulo, base: valori(modulo), fermo: "", tentativi: 0, conservato: true });
    }
    return stati.get(modulo);
  };
  const sporco = (s) => s.modulo.isConnected && valori(s.modulo) !== s.base;

  // --- What the page says
  const scrivi = (s, frase, segno = "") => {
    const posto = s.modulo.querySelector("[data-avviso]");
    if (posto) {
      (posto.querySelector("span") || posto).textContent = frase;
      posto.classList.toggle("da-salvare", segno !== "");
      const icona = posto.querySelector("use");
      if (icona) icona.setAttribute("href", icona.getAttribute("href").replace(/#.*/, segno ? "#it-warning-circle" : "#it-check-circle"));
    }
    riassumi(frase);
  };
  const riassumi = (frase) => {
    const posto = document.querySelector("[data-stato-pagina]");
    if (!posto) return;
    for (const s of [...stati.values()]) if (!s.modulo.isConnected) stati.delete(s.modulo);
    const fermi = [...stati.values()].filter((s) => s.fermo);
    const quanti = fermi.length === 1 ? "Una riga non è salvata" : `${fermi.length} righe non sono salvate`;
    const dove = document.createElement("a");
    dove.textContent = quanti;
    dove.href = `#${fermi[0]?.modulo.closest("[id]:not(form)")?.id || ""}`;
    posto.replaceChildren(fermi.length ? dove : frase);
    posto.classList.toggle("da-salvare", fermi.length > 0);
  };
  const riquadro = (s, frase, ...altro) => {
    s.modulo.querySelector("[data-riquadro]")?.remove();
    if (!frase) return;
    const scatola = document.createElement("div");
    scatola.className = "alert alert-warning";
    scatola.setAttribute("role", "alert");
    scatola.dataset.riquadro = "";
    scatola.append(frase, ...altro);
    s.modulo.prepend(scatola);
  };
  const alSicuro = (s) => (s.conservato ? "il testo è al sicuro in questo computer" : "non chiudere questa pagina");

  // --- Sending
  let invii = 0;
  const gettone = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  const invia = (s, esplicito) => {
    const corpo = new URLSearchParams(new FormData(s.modulo));
    if (gettone()) corpo.set("csrfmiddlewaretoken", gettone());
    const headers = { "X-Requested-With": "fetch", "X-Persona": PERSONA, "HX-Current-URL": location.href };
    if (!esplicito) Object.assign(headers, { "X-Pagina": PAGINA, "X-Invio": String((invii += 1)) });
    const keepalive = corpo.toString().length < PER_KEEPALIVE;
    return fetch(s.modulo.action, { method: "POST", body: corpo, headers, keepalive, signal: AbortSignal.timeout(30000) });
  };
  const salva = (s, { esplicito = false } = {}) => {
    clearTimeout(s.tempo);
    if (s.inVolo) return s.inVolo.then(() => (sporco(s) || esplicito ? salva(s, { esplicito }) : undefined));
    s.inviati = valori(s.modulo);
    const lento = setTimeout(() => scrivi(s, "Salvataggio…"), 500);
    s.inVolo = invia(s, esplicito).then((risposta) => esito(s, risposta), () => rete(s)).finally(() => {
      clearTimeout(lento);
      s.inVolo = null;
    });
    return s.inVolo;
  };
  const esito = async (s, risposta) => {
    const json = (risposta.headers.get("Content-Type") || "").includes("json");
    if (risposta.ok && json) return fatto(s, await risposta.json());
    if (risposta.status === 409 && json) return conflitto(s, (await risposta.json()).frase);
    if (risposta.status === 422 && json) return rifiuto(s, (await risposta.json()).frase);
    if (risposta.status === 401) return scaduta(s, risposta.headers.get("HX-Redirect"));
    if (risposta.status >= 500 || risposta.status === 429) return rete(s, "il portale ha un problema");
    const pagina = new DOMParser().parseFromString(await risposta.text(), "text/html");
    const frase = pagina.querySelector("[data-frase], .alert, main p, p")?.textContent.trim();
    return rifiuto(s, frase || "Qualcosa non ha funzionato.");
  };
  const fatto = (s, dati) => {
    Object.assign(s, { base: s.inviati, fermo: "", tentativi: 0 });
    s.modulo.elements.revisione.value = dati.revisione;
    for (const [nome, valore] of Object.entries(dati.valori || {})) accogli(s, nome, valore);
    if (s.modulo.elements.partenza) s.modulo.elements.partenza.value = s.base;
    for (const campo of document.querySelectorAll("form[data-segue-sezione] [name$=revisione]")) campo.value = dati.revisione;
    for (const [id, html] of Object.entries(dati.frammenti)) {
      const nuovo = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
      document.getElementById(id)?.replaceWith(nuovo);
    }
    riquadro(s, "");
    s.modulo.querySelector("[data-rifiuto]")?.remove();
    const frase = `Salvato alle ${dati.ora}`;
    if (sporco(s)) return programma(s);
    dimentica(percorso(s.modulo));
    scrivi(s, frase);
    di(dati.avviso ? `${frase}. ${dati.avviso}` : frase);
    if (dati.avviso) riquadro(s, dati.avviso);
    return undefined;
  };
  // What others wrote meanwhile, where this person has not typed; the rest is still theirs against ours.
  const accogli = (s, nome, valore) => {
    const campo = s.modulo.elements[nome];
    const dati = new URLSearchParams(s.base);
    if (!campo || campo.value !== (dati.get(nome) ?? "")) return;
    campo.value = valore;
    dati.set(nome, valore);
    s.base = dati.toString();
  };
  const conflitto = (s, frase) => {
    s.fermo = "conflitto";
    const bottone = document.createElement("button");
    bottone.type = "button";
    bottone.className = "btn btn-primary btn-sm ms-2";
    bottone.textContent = "Confronta e scegli";
    bottone.addEventListener("click", () => confronta(s));
    riquadro(s, `${frase} `, bottone);
    scrivi(s, "Non salvato: ci sono due testi", "!");
  };
  const rifiuto = (s, frase) => {
    s.fermo = "rifiuto";
    riquadro(s, `Non salvato. ${frase}`);
    scrivi(s, "Non salvato", "!");
  };
  const scaduta = (s, accesso) => {
    s.fermo = "sessione";
    const link = document.createElement("a");
    link.href = accesso;
    link.target = "_blank";
    link.textContent = "accedi di nuovo (in un'altra finestra)";
    riquadro(s, "La sessione è scaduta: ", link, `, poi si salva da solo. Intanto ${alSicuro(s)}.`);
    scrivi(s, "Non salvato: la sessione è scaduta", "!");
    riprova(s);
  };
  const rete = (s, perche = "la rete non risponde") => {
    s.fermo = "rete";
    const frase = `Non salvato: ${perche}, ${alSicuro(s)}`;
    scrivi(s, frase, "!");
    di(frase);
    riprova(s);
  };
  const riprova = (s) => {
    clearTimeout(s.tempo);
    s.tentativi += 1;
    s.tempo = setTimeout(() => salva(s), Math.min(PRIMA_PROVA * 2 ** (s.tentativi - 1), ULTIMA_PROVA));
  };
  const riprovaTutti = () => {
    for (const s of stati.values()) if (["rete", "sessione"].includes(s.fermo) && s.modulo.isConnected) salva(s);
  };
  const confronta = (s) => {
    const segno = document.createElement("input");
    Object.assign(segno, { type: "hidden", name: "confronta", value: "1" });
    s.modulo.append(segno);
    s.inviato = true;
    if (s.modulo.hasAttribute("hx-post")) s.modulo.requestSubmit();
    else {
      segnaInviato(percorso(s.modulo));
      HTMLFormElement.prototype.submit.call(s.modulo);
    }
  };

  // --- Listening
  const programma = (s) => {
    clearTimeout(s.tempo);
    if (daSe(s.modulo) && s.fermo !== "conflitto") s.tempo = setTimeout(() => salva(s), ATTESA);
  };
  const cambiato = (modulo) => {
    const s = stati.get(modulo);
    // Before a person has been in the form, what changes is the editor that starts.
    if (!s) return;
    if (!sporco(s)) {
      clearTimeout(s.tempo);
      if (!s.fermo) dimentica(percorso(modulo));
      return;
    }
    if (s.fermo === "rifiuto") s.fermo = "";
    const { revisione, partenza } = modulo.elements;
    s.conservato = conserva(percorso(modulo), { revisione: revisione?.value || "", partenza: partenza?.value, valori: valori(modulo) });
    if (!s.fermo) scrivi(s, daSe(modulo) ? "Sto per salvare" : "Non ancora salvato", daSe(modulo) ? "" : "!");
    programma(s);
  };
  const modulo = (evento) => evento.target.closest?.(seguito);
  document.addEventListener("focusin", (evento) => { if (modulo(evento)) stato(modulo(evento)); }, true);
  for (const nome of ["pointerdown", "keydown"]) {
    document.addEventListener(nome, (evento) => { if (modulo(evento)) stato(modulo(evento)); }, true);
  }
  for (const nome of ["input", "change"]) {
    document.addEventListener(nome, (evento) => { if (modulo(evento)) cambiato(modulo(evento)); });
  }
  document.addEventListener("focusout", (evento) => {
    const s = modulo(evento) && stati.get(modulo(evento));
    if (s && !s.modulo.contains(evento.relatedTarget)) subito(s);
  });
  const subito = (s) => {
    if (daSe(s.modulo) && !s.fermo && sporco(s) && !(s.inVolo && s.inviati === valori(s.modulo))) return salva(s);
    return s.inVolo || Promise.resolve();
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") for (const s of stati.values()) subito(s);
    else riprovaTutti();
  });
  window.addEventListener("focus", riprovaTutti);
  window.addEventListener("online", riprovaTutti);
  window.addEventListener("beforeunload", (evento) => {
    const persi = [...stati.values()].filter((s) => {
      if (!sporco(s) || s.inviato) return false;
      subito(s);
      return s.fermo || !daSe(s.modulo) || s.inviati !== valori(s.modulo) || s.inviati.length >= PER_KEEPALIVE;
    });
    if (persi.length) evento.preventDefault();
  });

  // The button never races with a save on its way; another form of the page waits until all is saved.
  document.addEventListener("submit", (evento) => {
    const questo = evento.target;
    const s = stati.get(questo);
    if (questo.method !== "post" || questo.hasAttribute("data-esce")) return;
    const ferma = () => { evento.preventDefault(); evento.stopImmediatePropagation(); };
    const poi = () => questo.requestSubmit(evento.submitter?.form === questo ? evento.submitter : null);
    if (s?.inVolo) {
      ferma();
      s.inVolo.then(poi);
    } else if (daSe(questo) && !questo.hasAttribute("hx-post") && !questo.querySelector("[name=confronta]")) {
      ferma();
      salva(stato(questo), { esplicito: true }).then(() => { if (stati.get(questo).fermo === "conflitto") confronta(stato(questo)); });
    } else if (!s) {
      const altri = [...stati.values()].filter((altro) => daSe(altro.modulo) && !altro.fermo && sporco(altro));
      if (altri.length) {
        ferma();
        Promise.all(altri.map((altro) => salva(altro))).then(poi);
      } else segnaInviato(percorso(questo));
    } else {
      clearTimeout(s.tempo);
      s.inviato = !questo.hasAttribute("hx-post");
      segnaInviato(percorso(questo));
    }
  }, true);

  // A page left open by one person is refused under the session of another, by the button too.
  document.addEventListener("htmx:configRequest", (evento) => { evento.detail.headers["X-Persona"] = PERSONA; });

  // --- htmx puts new forms in the page: what it saved is forgotten here, what was kept is offered.
  document.addEventListener("htmx:afterRequest", (evento) => {
    const { elt, xhr, requestConfig } = evento.detail;
    if (requestConfig.verb !== "post" || xhr.status !== 200) return;
    const nome = elt.closest("form") ? percorso(elt.closest("form")) : requestConfig.path;
    dimentica(nome, { tutti: true });
    for (const s of stati.values()) if (percorso(s.modulo) === nome) s.base = valori(s.modulo);
    di(`Salvato alle ${new Date().toLocaleTimeString("it-IT", { hour: "2-digit", minute: "2-digit" })}`);
    setTimeout(() => riassumi(voce.textContent));
  });
  // The button without network or session: what it could not send goes by itself when it can.
  const riprovaPer = (elt, motivo) => {
    const s = elt.closest && stati.get(elt.closest(seguito));
    if (!s || !daSe(s.modulo)) return;
    s.fermo = motivo;
    riprova(s);
  };
  document.addEventListener("htmx:sendError", (evento) => riprovaPer(evento.detail.elt, "rete"));
  document.addEventListener("htmx:afterRequest", (evento) => {
    if (evento.detail.xhr.status === 401) riprovaPer(evento.detail.elt, "sessione");
  });
  const riprendi = (modulo, conservato) => {
    const s = stato(modulo);
    window.riempiModulo(modulo, conservato.valori);
    for (const nome of ["revisione", "partenza"]) {
      if (modulo.elements[nome] && conservato[nome]) modulo.elements[nome].value = conservato[nome];
    }
    cambiato(modulo);
    return s;
  };
  const offriIn = (radice) => {
    for (const trovato of radice.querySelectorAll(seguito)) {
      if (trovato.hasAttribute("data-modificato")) continue;
      const altro = trovato.hasAttribute("data-autosalva") ? (kept) => confronta(riprendi(trovato, kept)) : null;
      offri(trovato, percorso(trovato), valori(trovato), (kept) => riprendi(trovato, kept), altro, di);
    }
  };
  offriIn(document);
  for (const elenco of document.querySelectorAll("[data-elenco]")) avvisa(elenco);
  document.addEventListener("htmx:load", (evento) => { if (evento.detail.elt !== document.body) offriIn(evento.detail.elt); });
  window.daSalvare = (modulo) => Boolean(stati.get(modulo)) && sporco(stati.get(modulo));
  window.salvaOra = (modulo, esplicito = false) => (esplicito ? salva(stato(modulo), { esplicito }) : subito(stato(modulo)));
})();
