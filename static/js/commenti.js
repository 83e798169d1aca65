// Comments beside the text. Without this file every link leads to a page that does the same.
(() => {
  const pannello = document.getElementById("pannello-commenti");
  if (!pannello) return;
  // Where it stands in the page some box would hide it, or cut it.
  document.querySelector("main").append(pannello);
  const contenuto = pannello.querySelector("[data-contenuto]");
  const guasto = pannello.querySelector("[data-guasto]");
  const annuncio = document.querySelector("[data-annuncio-commenti]");
  // What was being written on another part waits here: closing, or looking elsewhere, loses nothing.
  const tenuti = new Map();
  let mostrato = "";
  let modificato = false;
  let torna = null;

  const solo = (indirizzo) => new URL(indirizzo, location.href).pathname;
  const avverti = (testo) => {
    guasto.textContent = testo;
    guasto.hidden = !testo;
    if (testo) guasto.scrollIntoView({ block: "nearest" });
  };
  const apri = () => {
    pannello.hidden = false;
    document.body.classList.add("con-commenti");
  };
  const chiudi = () => {
    pannello.hidden = true;
    document.body.classList.remove("con-commenti");
    if (torna && torna.isConnected) torna.focus();
  };
  const metti = (nodi) => {
    if (modificato && mostrato) tenuti.set(mostrato, [...contenuto.childNodes]);
    contenuto.replaceChildren(...nodi);
    modificato = false;
    const titolo = contenuto.querySelector("[data-titolo]");
    if (titolo) document.getElementById("titolo-pannello").textContent = titolo.dataset.titolo;
  };
  const fuoco = (indirizzo) => {
    const cercato = indirizzo.includes("#") ? contenuto.querySelector(`#${CSS.escape(indirizzo.split("#")[1])}`) : null;
    const campo = indirizzo.includes("citazione=") ? contenuto.querySelector('textarea[name="testo"]') : null;
    const scelto = contenuto.querySelector("[data-riepilogo-errori], .is-invalid, [data-detto]") || campo || cercato ||
      document.getElementById("titolo-pannello");
    scelto.focus();
    scelto.scrollIntoView({ block: "nearest" });
  };
  const conta = () => {
    const parte = contenuto.querySelector("[data-aperti]");
    if (!parte) return;
    for (const link of document.querySelectorAll("a[data-apre-commenti]")) {
      if (pannello.contains(link) || solo(link.href) !== mostrato) continue;
      let numero = link.parentElement.querySelector(".conta-commenti");
      if (!numero) {
        numero = document.createElement("span");
        numero.className = "conta-commenti";
        link.after(" ", numero);
      }
      numero.textContent = parte.dataset.aperti === "0" ? "" : `${parte.dataset.aperti} da risolvere`;
    }
  };

  const chiedi = async (indirizzo, opzioni) => {
    let risposta;
    try {
      risposta = await fetch(indirizzo, { ...opzioni, headers: { "HX-Request": "true", "HX-Current-URL": location.href } });
    } catch {
      avverti("Il portale non risponde: quello che hai scritto è ancora qui. Controlla la rete e riprova.");
      return null;
    }
    const testo = await risposta.text();
    if (risposta.ok || risposta.status === 422) return new DOMParser().parseFromString(testo, "text/html").body.childNodes;
    if (risposta.status === 401) {
      avverti("La sessione è scaduta. Accedi di nuovo in un'altra finestra, poi torna qui e riprova: quello che hai scritto resta.");
    } else {
      const pagina = new DOMParser().parseFromString(testo, "text/html");
      const frase = pagina.querySelector("[data-frase], .alert, main p, p");
      avverti(frase ? frase.textContent.trim() : "Qualcosa non ha funzionato: non è cambiato nulla. Riprova.");
    }
    return null;
  };
  const vai = async (indirizzo) => {
    avverti("");
    apri();
    const dove = solo(indirizzo);
    if (dove === mostrato && modificato && !indirizzo.includes("citazione=")) {
      fuoco(indirizzo);
      return;
    }
    const nuovi = await chiedi(indirizzo);
    if (!nuovi) return;
    const scritti = tenuti.get(dove);
    metti(scritti && !indirizzo.includes("citazione=") ? scritti : nuovi);
    modificato = Boolean(scritti) && !indirizzo.includes("citazione=");
    if (modificato) tenuti.delete(dove);
    mostrato = dove;
    fuoco(indirizzo);
  };

  document.addEventListener("click", (evento) => {
    if (evento.target.closest("[data-chiude-commenti]")) chiudi();
    const link = evento.target.closest("a[data-apre-commenti]");
    if (!link || evento.ctrlKey || evento.metaKey || evento.shiftKey || evento.button) return;
    evento.preventDefault();
    if (!pannello.contains(link)) torna = link;
    vai(link.getAttribute("href"));
  });
  pannello.addEventListener("keydown", (evento) => { if (evento.key === "Escape") chiudi(); });
  pannello.addEventListener("input", () => { modificato = true; });
  pannello.addEventListener("submit", async (evento) => {
    evento.preventDefault();
    const modulo = evento.target;
    const dati = new FormData(modulo, evento.submitter);
    // Who has logged in again meanwhile has a new token, and the form still carries the old one.
    const gettone = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (gettone) dati.set("csrfmiddlewaretoken", gettone[1]);
    avverti("");
    const bottoni = modulo.querySelectorAll("button, input[type=submit]");
    for (const bottone of bottoni) bottone.disabled = true;
    const nuovi = await chiedi(modulo.action, { method: "POST", body: dati });
    for (const bottone of bottoni) bottone.disabled = false;
    if (!nuovi) return;
    modificato = false;
    metti(nuovi);
    conta();
    fuoco("");
  });
  window.addEventListener("beforeunload", (evento) => {
    if (modificato || tenuti.size) evento.preventDefault();
  });

  // --- A selected passage ---------------------------------------------------------------------
  const MASSIMO = 1000;
  const VICINE = 100;
  const barra = document.createElement("p");
  barra.className = "commenta-passo";
  const bottone = document.createElement("a");
  bottone.className = "btn btn-primary btn-sm";
  bottone.dataset.apreCommenti = "";
  bottone.textContent = "Commenta questo passo";
  barra.append(bottone);

  const dove = (nodo) => {
    const elemento = nodo.nodeType === Node.ELEMENT_NODE ? nodo : nodo.parentElement;
    if (!elemento || pannello.contains(elemento)) return null;
    const segnato = elemento.closest("[data-commenta]");
    if (segnato) return [segnato, segnato.dataset.commenta];
    const riga = elemento.closest("section.riga");
    const suo = riga && riga.querySelector(".commenti-riga a");
    if (suo) return [riga, suo.getAttribute("href")];
    const testo = elemento.closest(".redattore, .testo-letto");
    return testo && pannello.dataset.commentaQui ? [testo, pannello.dataset.commentaQui] : null;
  };
  const breve = (testo) => {
    const riga = testo.replace(/\s+/g, " ").trim();
    return riga.length <= MASSIMO ? riga : riga.slice(0, MASSIMO).replace(/\s\S*$/, "");
  };
  const accanto = (contenitore, tratto) => {
    const prima = document.createRange();
    prima.setStart(contenitore, 0);
    prima.setEnd(tratto.startContainer, tratto.startOffset);
    const dopo = document.createRange();
    dopo.setStart(tratto.endContainer, tratto.endOffset);
    dopo.setEnd(contenitore, contenitore.childNodes.length);
    return { prima: prima.toString().slice(-VICINE), dopo: dopo.toString().slice(0, VICINE) };
  };
  const posa = (tratto) => {
    const posto = tratto.getBoundingClientRect();
    const larga = document.documentElement.clientWidth;
    barra.style.left = `${Math.max(8, Math.min(posto.left, larga - 220))}px`;
    barra.style.top = `${Math.max(8, Math.min(posto.bottom + 8, window.innerHeight - 56))}px`;
  };
  // The Tab key goes from the selection to what follows it: the button stands there, never inside an editor.
  const infila = (contenitore, nodo) => {
    if (contenitore.querySelector("[contenteditable]") || contenitore.matches("dd, .redattore, section.riga")) {
      const genitore = contenitore.matches("dd") ? contenitore : null;
      if (genitore) genitore.append(barra);
      else contenitore.after(barra);
      return;
    }
    let blocco = nodo;
    while (blocco.parentNode && blocco.parentNode !== contenitore) blocco = blocco.parentNode;
    if (blocco.parentNode === contenitore) blocco.after(barra);
    else contenitore.append(barra);
  };
  let attesa = 0;
  const guarda = () => {
    const scelta = document.getSelection();
    if (barra.contains(document.activeElement)) return;
    const passo = scelta && !scelta.isCollapsed ? breve(scelta.toString()) : "";
    const tratto = passo.length > 1 ? scelta.getRangeAt(0) : null;
    const trovato = tratto && dove(tratto.commonAncestorContainer);
    if (!trovato) {
      barra.remove();
      return;
    }
    const [contenitore, indirizzo] = trovato;
    const dati = new URLSearchParams({ citazione: passo, ...accanto(contenitore, tratto) });
    bottone.href = `${indirizzo.split("#")[0]}?${dati}`;
    if (!barra.isConnected) annuncio.textContent = "Passo scelto: con il tasto Tab arrivi a «Commenta questo passo».";
    infila(contenitore, tratto.endContainer);
    posa(tratto);
  };
  document.addEventListener("selectionchange", () => {
    window.clearTimeout(attesa);
    attesa = window.setTimeout(guarda, 250);
  });
  // Browsers do not agree on where Tab goes from a selection: from the plain text it goes to the button.
  document.addEventListener("keydown", (evento) => {
    if (evento.key !== "Tab" || evento.shiftKey || !barra.isConnected) return;
    const attivo = document.activeElement;
    if (attivo && attivo !== document.body && attivo.id !== "contenuto") return;
    evento.preventDefault();
    bottone.focus();
  });
  window.addEventListener("scroll", () => {
    const scelta = document.getSelection();
    if (barra.isConnected && scelta && scelta.rangeCount) posa(scelta.getRangeAt(0));
  }, { passive: true });
})();
