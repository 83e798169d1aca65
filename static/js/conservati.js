// Texts not saved yet, in this browser alone: one person's, until the portal has them, never longer than a month.
(() => {
  const PREFISSO = "pdz:";
  const SCADENZA = 30 * 24 * 3600 * 1000;

  const chiavi = (inizio) => {
    try {
      return Object.keys(localStorage).filter((chiave) => chiave.startsWith(inizio));
    } catch {
      return [];
    }
  };
  const leggi = (chiave) => {
    try {
      return JSON.parse(localStorage.getItem(chiave));
    } catch {
      return null;
    }
  };
  for (const chiave of chiavi(PREFISSO)) {
    const voce = leggi(chiave);
    if (!voce || Date.now() - voce.quando > SCADENZA) localStorage.removeItem(chiave);
  }

  // Same words, whatever the editor or the server did to the tags around them.
  const uguali = (a, b) => {
    const piano = (testo) => {
      const dati = new URLSearchParams(testo);
      for (const [nome, valore] of [...dati]) {
        if (nome !== "testo") continue;
        const corpo = new DOMParser().parseFromString(valore, "text/html").body;
        for (const vuoto of corpo.querySelectorAll("p:empty")) vuoto.remove();
        dati.set(nome, corpo.innerHTML.trim());
      }
      return dati.toString();
    };
    return piano(a) === piano(b);
  };

  const quando = (ms) => {
    const giorno = new Date(ms);
    const ora = giorno.toLocaleTimeString("it-IT", { hour: "2-digit", minute: "2-digit" });
    const giorni = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(ms).setHours(0, 0, 0, 0)) / 86400000);
    if (giorni < 2) return `${["oggi", "ieri"][giorni]} alle ${ora}`;
    return `${giorno.toLocaleDateString("it-IT", { day: "numeric", month: "long" })} alle ${ora}`;
  };

  window.testiConservati = (persona, pagina) => {
    const sue = (percorso) => chiavi(`${PREFISSO}${persona}:${percorso}:`);
    const conserva = (percorso, testo) => {
      try {
        localStorage.setItem(`${PREFISSO}${persona}:${percorso}:${pagina}`, JSON.stringify({ quando: Date.now(), ...testo }));
        return true;
      } catch {
        return false;
      }
    };
    const dimentica = (percorso, { tutti = false } = {}) => {
      for (const chiave of sue(percorso)) {
        if (chiave.endsWith(`:${pagina}`) || (tutti && leggi(chiave)?.inviato)) localStorage.removeItem(chiave);
      }
    };
    // What was sent by a button is gone only when the next page says that it was saved.
    const segnaInviato = (percorso) => {
      for (const chiave of sue(percorso)) {
        if (chiave.endsWith(`:${pagina}`)) localStorage.setItem(chiave, JSON.stringify({ ...leggi(chiave), inviato: true }));
      }
    };
    if (document.querySelector("[data-appena-salvato]")) {
      for (const chiave of chiavi(`${PREFISSO}${persona}:${location.pathname}`)) if (leggi(chiave)?.inviato) localStorage.removeItem(chiave);
    }
    const offri = (modulo, percorso, attuali, riprendi, confronta, di) => {
      const trovate = sue(percorso).map((chiave) => ({ chiave, ...leggi(chiave) })).filter((t) => !t.chiave.endsWith(`:${pagina}`));
      for (const t of trovate.filter((t) => uguali(t.valori, attuali))) localStorage.removeItem(t.chiave);
      const [ultima] = trovate.filter((t) => !uguali(t.valori, attuali)).sort((a, b) => b.quando - a.quando);
      if (!ultima || modulo.previousElementSibling?.hasAttribute("data-ritrovato")) return;
      const scatola = document.createElement("div");
      scatola.className = "alert alert-info testo-ritrovato";
      scatola.dataset.ritrovato = "";
      const frase = document.createElement("p");
      frase.textContent = `C'è un testo che non era stato salvato (${quando(ultima.quando)}).`;
      scatola.append(frase);
      const bottone = (parole, fai) => {
        const b = document.createElement("button");
        b.type = "button";
        b.className = "btn btn-outline-primary btn-sm";
        b.textContent = parole;
        b.addEventListener("click", () => {
          scatola.remove();
          fai(ultima);
        });
        scatola.append(b);
      };
      // It goes under this page's name: confirmed, it goes; not confirmed, it stays.
      const passa = (poi) => (t) => {
        conserva(percorso, { revisione: t.revisione, partenza: t.partenza, valori: t.valori });
        localStorage.removeItem(t.chiave);
        poi(t);
      };
      bottone("Riprendi", passa(riprendi));
      if (confronta) bottone("Confronta", passa(confronta));
      bottone("Scarta", (t) => localStorage.removeItem(t.chiave));
      modulo.before(scatola);
      di(frase.textContent);
    };
    // A form that is not in the page until one opens it: say that a text waits there.
    const avvisa = (elenco) => {
      const { pathname } = new URL(elenco.dataset.indirizzo, location.href);
      const doppio = document.querySelector(`[data-elenco="${elenco.dataset.elenco}"]`) !== elenco;
      const [chiave] = doppio ? [] : chiavi(`${PREFISSO}${persona}:${pathname}`);
      if (!chiave || elenco.querySelector("[data-ritrovato]")) return;
      const scatola = document.createElement("p");
      scatola.className = "alert alert-info testo-ritrovato";
      scatola.dataset.ritrovato = "";
      const apri = document.createElement("a");
      apri.href = chiave.slice(`${PREFISSO}${persona}:`.length).replace(/:[^:]*$/, "");
      apri.textContent = "Aprila";
      scatola.append(`C'è una voce con un testo che non era stato salvato (${quando(leggi(chiave)?.quando)}). `, apri);
      elenco.prepend(scatola);
    };
    return { conserva, dimentica, segnaInviato, offri, avvisa };
  };

  window.riempiModulo = (modulo, valori) => {
    const dati = new URLSearchParams(valori);
    for (const campo of modulo.elements) {
      if (!campo.name || ["csrfmiddlewaretoken", "revisione", "partenza", "scelta"].includes(campo.name) || campo.type === "submit") continue;
      if (["checkbox", "radio"].includes(campo.type)) campo.checked = dati.getAll(campo.name).includes(campo.value);
      else if (campo.tagName === "SELECT") for (const voce of campo.options) voce.selected = dati.getAll(campo.name).includes(voce.value);
      else if (dati.has(campo.name)) {
        const editor = campo.closest(".prose-editor")?.querySelector(".ProseMirror[contenteditable]")?.editor;
        if (editor) editor.commands.setContent(dati.get(campo.name));
        campo.value = dati.get(campo.name);
        const chiuso = campo.closest("details");
        if (chiuso && campo.value) chiuso.open = true;
      }
    }
  };
})();
