// The small windows of the editor: a question, its fields, two buttons. Escape and "Annulla" leave the text as it was.
const crea = (nome, proprieta = {}, figli = []) => {
  const elemento = document.createElement(nome);
  for (const [chiave, valore] of Object.entries(proprieta)) {
    if (chiave in elemento) elemento[chiave] = valore;
    else elemento.setAttribute(chiave, valore);
  }
  elemento.append(...figli);
  return elemento;
};

let conta = 0;

// A list to choose from, in groups, under a field that narrows it: the arrows move the choice from there too.
const elenco = ({ id, nome, etichetta, valore, gruppi, cerca }) => {
  const lista = crea("select", { id, name: nome, className: "form-select", size: 8 });
  const campo = crea("input", { id: `${id}-cerca`, type: "search", className: "form-control", autocomplete: "off" });
  campo.dataset.primo = "";
  const stato = crea("small", { className: "form-text", role: "status" });
  const piano = (testo) => testo.toLocaleLowerCase("it").normalize("NFD").replace(/\p{M}/gu, "");
  const riempi = () => {
    const parole = piano(campo.value).split(/\s+/);
    const scelta = lista.value || valore;
    const rimaste = gruppi
      .map((g) => ({ nome: g.nome, voci: g.voci.filter((v) => parole.every((p) => piano(`${v.parole} ${v.numero} ${v.titolo}`).includes(p))) }))
      .filter((g) => g.voci.length);
    lista.replaceChildren(...rimaste.map((g) => crea("optgroup", { label: g.nome }, g.voci.map((v) => crea("option", {
      value: v.rimando, textContent: v.titolo && v.titolo !== v.parole ? `${v.parole} – ${v.titolo}` : v.parole,
    })))));
    lista.value = scelta;
    if (lista.selectedIndex < 0 && lista.options.length) lista.selectedIndex = 0;
    const quante = lista.options.length;
    stato.textContent = quante ? `${quante} ${quante === 1 ? "voce" : "voci"}` : "Nessuna voce con queste parole";
  };
  campo.addEventListener("input", riempi);
  campo.addEventListener("keydown", (evento) => {
    const passo = { ArrowDown: 1, ArrowUp: -1 }[evento.key];
    if (!passo || !lista.options.length) return;
    evento.preventDefault();
    lista.selectedIndex = Math.min(Math.max(lista.selectedIndex + passo, 0), lista.options.length - 1);
    stato.textContent = lista.options[lista.selectedIndex].textContent;
  });
  lista.addEventListener("dblclick", () => lista.form.requestSubmit());
  riempi();
  return crea("div", { className: "finestra-campo" }, [
    crea("label", { htmlFor: campo.id, textContent: cerca }), campo, stato, crea("label", { htmlFor: id, textContent: etichetta }), lista,
  ]);
};

const campo = ({ nome, etichetta, tipo = "text", valore = "", aiuto = "", accetta = "", gruppi = [], cerca = "" }) => {
  conta += 1;
  const id = `finestra-${conta}`;
  const comune = { id, name: nome, className: tipo === "checkbox" ? "form-check-input" : "form-control" };
  let controllo;
  if (tipo === "elenco") return elenco({ id, nome, etichetta, valore, gruppi, cerca });
  if (tipo === "textarea") controllo = crea("textarea", { ...comune, rows: 3, value: valore });
  else if (tipo === "checkbox") controllo = crea("input", { ...comune, type: tipo, checked: Boolean(valore) });
  else if (tipo === "file") controllo = crea("input", { ...comune, type: tipo, accept: accetta });
  else controllo = crea("input", { ...comune, type: tipo, value: valore });
  const nodi = [crea("label", { htmlFor: id, textContent: etichetta })];
  if (tipo === "checkbox") nodi.unshift(controllo);
  else nodi.push(controllo);
  if (aiuto) {
    controllo.setAttribute("aria-describedby", `${id}-aiuto`);
    nodi.push(crea("small", { id: `${id}-aiuto`, className: "form-text", textContent: aiuto }));
  }
  return crea("div", { className: `finestra-campo${tipo === "checkbox" ? " form-check" : ""}` }, nodi);
};

// Ask, and give the answers by name; null for who goes away. `prova` may refuse with a sentence, and the window stays.
// `frase` is there from the beginning.
export const chiedi = ({ titolo, campi, conferma = "Salva", togli = "", frase: iniziale = "", prova = async () => "" }) =>
  new Promise((risolvi) => {
    conta += 1;
    const errore = crea("p", { className: "finestra-errore", role: "alert", textContent: iniziale });
    const salva = crea("button", { type: "submit", className: "btn btn-primary btn-sm", textContent: conferma });
    const annulla = crea("button", { type: "button", className: "btn btn-outline-primary btn-sm", textContent: "Annulla" });
    const pulsanti = [salva, annulla];
    if (togli) pulsanti.push(crea("button", { type: "button", className: "btn btn-link btn-sm", textContent: togli }));
    const modulo = crea("form", { noValidate: true }, [
      crea("h2", { id: `finestra-titolo-${conta}`, className: "h5", textContent: titolo }),
      errore, ...campi.map(campo), crea("div", { className: "finestra-pulsanti" }, pulsanti),
    ]);
    const finestra = crea("dialog", { className: "finestra", "aria-labelledby": `finestra-titolo-${conta}` }, [modulo]);
    let risposta = null;
    const chiudi = (valore) => { risposta = valore; finestra.close(); };
    annulla.addEventListener("click", () => chiudi(null));
    if (togli) pulsanti[2].addEventListener("click", () => chiudi({ togli: true }));
    finestra.addEventListener("close", () => { finestra.remove(); risolvi(risposta); });
    // What is typed here is not yet the text: the page must not believe that it changed.
    for (const nome of ["input", "change", "keydown"]) finestra.addEventListener(nome, (e) => e.stopPropagation());
    modulo.addEventListener("submit", async (evento) => {
      evento.preventDefault();
      evento.stopPropagation();
      const valori = {};
      for (const controllo of modulo.querySelectorAll("[name]")) {
        if (controllo.type === "checkbox") valori[controllo.name] = controllo.checked;
        else if (controllo.type === "file") valori[controllo.name] = controllo.files[0] || null;
        else valori[controllo.name] = controllo.value.trim();
      }
      salva.disabled = true;
      errore.textContent = "";
      const frase = await prova(valori);
      salva.disabled = false;
      if (frase) errore.textContent = frase;
      else chiudi(valori);
    });
    document.body.append(finestra);
    finestra.showModal();
    const primo = modulo.querySelector("[data-primo], [name]");
    if (primo) primo.focus();
  });

// A sentence for who does not see what just happened.
export const annuncia = (testo) => {
  let voce = document.querySelector("[data-annunci]");
  if (!voce) {
    voce = crea("div", { className: "visually-hidden", role: "status", "data-annunci": "" });
    document.body.append(voce);
  }
  voce.textContent = testo;
};

const gettone = (textarea) => {
  const biscotto = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  const nascosto = textarea.form && textarea.form.querySelector("[name=csrfmiddlewaretoken]");
  return biscotto ? biscotto[1] : nascosto ? nascosto.value : "";
};

// A small POST; gives the answer's JSON, or { frase } when it did not go.
export const manda = async (textarea, indirizzo, dati) => {
  try {
    const risposta = await fetch(indirizzo, {
      method: "POST", body: dati, headers: { "X-CSRFToken": gettone(textarea), "X-Requested-With": "fetch" },
    });
    const tipo = risposta.headers.get("Content-Type") || "";
    if (tipo.includes("json")) return await risposta.json();
    if (risposta.status === 401) return { frase: "La sessione è scaduta: il testo è ancora qui. Accedi di nuovo in un'altra finestra, poi riprova." };
    if (risposta.status === 413) return { frase: "Il file è troppo grande." };
    return { frase: "Il portale non ha risposto come doveva: il testo è ancora qui. Ricarica la pagina in un'altra finestra, accedi e riprova." };
  } catch {
    return { frase: "Il portale non risponde: il testo è ancora qui. Controlla la rete e riprova." };
  }
};

// A GET; gives the answer's JSON, or { frase } when it did not come.
export const prendi = async (indirizzo) => {
  try {
    const risposta = await fetch(indirizzo, { headers: { "X-Requested-With": "fetch" } });
    if ((risposta.headers.get("Content-Type") || "").includes("json")) return await risposta.json();
    return { frase: "L'elenco non si apre: il testo è ancora qui. Accedi di nuovo in un'altra finestra, poi riprova." };
  } catch {
    return { frase: "Il portale non risponde: il testo è ancora qui. Controlla la rete e riprova." };
  }
};

export { crea };
