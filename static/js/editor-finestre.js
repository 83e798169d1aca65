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

const campo = ({ nome, etichetta, tipo = "text", valore = "", aiuto = "", accetta = "" }) => {
  conta += 1;
  const id = `finestra-${conta}`;
  const comune = { id, name: nome, className: tipo === "checkbox" ? "form-check-input" : "form-control" };
  let controllo;
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
export const chiedi = ({ titolo, campi, conferma = "Salva", togli = "", prova = async () => "" }) =>
  new Promise((risolvi) => {
    conta += 1;
    const errore = crea("p", { className: "finestra-errore", role: "alert" });
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
    const primo = modulo.querySelector("[name]");
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

export { crea };
