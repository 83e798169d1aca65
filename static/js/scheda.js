// The sheet: what is not saved yet is said, what went wrong is said where it happened. All works without this file.
(() => {
  // The editor asks this function for its words.
  const PAROLE = {
    "Edit Link": "Modifica il collegamento", Update: "Salva", Cancel: "Annulla", Insert: "Inserisci", Title: "Titolo",
    URL: "Indirizzo", "List properties": "Tipo di elenco", "List type": "Tipo", "Start at": "Comincia da",
    Bullets: "Punti", "Decimal numbers": "Numeri", "Lowercase letters": "Lettere minuscole",
    "Uppercase letters": "Lettere maiuscole", "Lowercase Roman numerals": "Numeri romani minuscoli",
    "Uppercase Roman numerals": "Numeri romani maiuscoli",
  };
  window.gettext ||= (parola) => PAROLE[parola] || parola;

  const daSalvare = new Set();
  const avviso = (modulo, testo) => {
    const posto = modulo.querySelector("[data-avviso]");
    if (posto && posto.textContent !== testo) posto.textContent = testo;
  };
  document.addEventListener("input", (evento) => {
    const modulo = evento.target.closest("form[data-modulo]");
    if (!modulo || modulo.hasAttribute("data-autosalva")) return;
    daSalvare.add(modulo);
    avviso(modulo, "Non ancora salvato");
  });
  document.addEventListener("submit", (evento) => daSalvare.delete(evento.target));
  window.addEventListener("beforeunload", (evento) => {
    if ([...daSalvare].some((modulo) => modulo.isConnected)) evento.preventDefault();
  });

  document.addEventListener("click", (evento) => {
    const annulla = evento.target.closest("[data-annulla]");
    const modulo = annulla && annulla.closest(".elenco-modulo");
    if (!modulo) return;
    evento.preventDefault();
    const apre = document.getElementById(modulo.id.replace("modulo-", "nuovo-"));
    const chiudi = () => {
      modulo.replaceChildren();
      if (apre) apre.focus();
    };
    // What is not saved yet is saved before; what cannot be saved stays under the eyes.
    const daSe = modulo.querySelector("form[data-autosalva]:not([data-modificato])");
    if (!daSe || !window.salvaOra) chiudi();
    else window.salvaOra(daSe).then(() => { if (!window.daSalvare(daSe)) chiudi(); });
  });

  document.addEventListener("htmx:afterSwap", (evento) => {
    const aperto = evento.detail.target.querySelector("[data-aperto] [data-titolo-modulo]");
    if (aperto) aperto.focus();
  });
  // A number that changed goes into the n.m of the indicators; a grid with an open form is left alone.
  document.addEventListener("azioni-cambiate", () => {
    for (const griglia of document.querySelectorAll('[data-elenco="indicatori"]')) {
      if (griglia.querySelector("[data-aperto]")) continue;
      window.htmx.ajax("GET", griglia.dataset.indirizzo, { source: griglia, target: griglia, swap: "outerHTML" });
    }
  });

  const rifiuto = (elemento, testo) => {
    const modulo = elemento.form || elemento.closest("form");
    if (!modulo) return null;
    if (modulo.hasAttribute("data-modulo") && !modulo.hasAttribute("data-autosalva")) daSalvare.add(modulo);
    let riquadro = modulo.querySelector("[data-rifiuto]");
    if (!riquadro) {
      riquadro = document.createElement("div");
      riquadro.className = "alert alert-danger";
      riquadro.setAttribute("role", "alert");
      riquadro.dataset.rifiuto = "";
      modulo.prepend(riquadro);
    }
    riquadro.textContent = testo;
    return riquadro;
  };
  // A session that is over: htmx would go to the login page, and what is written here would be lost.
  document.addEventListener("htmx:beforeOnLoad", (evento) => {
    const { xhr, elt } = evento.detail;
    if (xhr.status !== 401 || !elt.closest("form[data-modulo]")) return;
    evento.preventDefault();
    const accedi = document.createElement("a");
    accedi.href = xhr.getResponseHeader("HX-Redirect");
    accedi.target = "_blank";
    accedi.textContent = "Accedi di nuovo (in un'altra finestra)";
    const riquadro = rifiuto(elt, `${xhr.responseText} `);
    riquadro.append(accedi, ", poi torna qui e salva.");
  });
  // Who has logged in again meanwhile has a new token, and the form still carries the old one.
  document.addEventListener("htmx:configRequest", (evento) => {
    const gettone = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (gettone && evento.detail.parameters.has("csrfmiddlewaretoken")) {
      evento.detail.parameters.set("csrfmiddlewaretoken", gettone[1]);
    }
  });
  document.addEventListener("htmx:responseError", (evento) => {
    const pagina = new DOMParser().parseFromString(evento.detail.xhr.responseText, "text/html");
    const frase = pagina.querySelector("[data-frase], .alert, main p, p");
    rifiuto(evento.detail.elt, frase ? frase.textContent.trim() : "Qualcosa non ha funzionato: non è cambiato nulla. Riprova.");
  });
  document.addEventListener("htmx:sendError", (evento) => {
    rifiuto(evento.detail.elt, "Il portale non risponde: quello che hai scritto è ancora qui. Controlla la rete e riprova.");
  });
})();
