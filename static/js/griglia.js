// The grid of a table: arrows and Enter between cells, cells pasted from a spreadsheet, one undo. Everything works
// without it: there is a box to paste in, and every cell is an input.
(() => {
  const tabella = document.querySelector("[data-griglia]");
  if (!tabella) return;
  const modulo = tabella.closest("form");
  const annulla = modulo.querySelector("[data-annulla-incolla]");
  const corpo = tabella.tBodies[0];
  const celle = (riga) => [...riga.querySelectorAll("input[id]")].filter((c) => /^r\d+-c\d+$/.test(c.id));
  const griglia = () => [...corpo.rows].map(celle);
  const posto = (cella) => {
    const righe = griglia();
    const riga = righe.findIndex((r) => r.includes(cella));
    return riga < 0 ? null : { riga, colonna: righe[riga].indexOf(cella), righe };
  };
  const numero = /^[-+\u2212]?(\d{1,3}(\.\d{3})+|\d+)(,\d{1,2})?$/;
  const segno = /^(<\s*[1-9]\d{0,2}|n\.?\s?d\.?|[-\u2013\u2014])$/i;
  const buona = (cella, testo) => {
    if (!cella.classList.contains("cella-numero")) return true;
    const nudo = testo.replace(/[\s€%‰]/g, "");
    return nudo === "" || numero.test(nudo) || segno.test(testo.trim());
  };
  const cambiata = (cella) => cella.dispatchEvent(new Event("input", { bubbles: true }));

  tabella.addEventListener("keydown", (evento) => {
    const dove = evento.target instanceof HTMLInputElement ? posto(evento.target) : null;
    if (!dove || evento.altKey || evento.ctrlKey || evento.metaKey) return;
    const passo = { ArrowUp: -1, ArrowDown: 1, Enter: evento.shiftKey ? -1 : 1 }[evento.key];
    if (!passo) return;
    const vicina = dove.righe[dove.riga + passo]?.[dove.colonna];
    evento.preventDefault();
    if (vicina) { vicina.focus(); vicina.select(); }
  });

  const rigaNuova = () => {
    const ultima = corpo.rows[corpo.rows.length - 1];
    const n = corpo.rows.length;
    const riga = ultima.cloneNode(true);
    riga.setAttribute("data-nuova", "");
    for (const campo of riga.querySelectorAll("[name]")) {
      campo.name = campo.name.replace(/^r\d+/, `r${n}`);
      if (campo.id) campo.id = campo.id.replace(/^r\d+/, `r${n}`);
      campo.removeAttribute("aria-invalid");
      campo.removeAttribute("aria-describedby");
      campo.classList.remove("is-invalid", "incollata");
      const nome = campo.getAttribute("aria-label");
      if (nome) campo.setAttribute("aria-label", nome.replace(/riga \d+|la \d+$/, (t) => t.replace(/\d+/, String(n + 1))));
      if (campo.type === "checkbox") campo.checked = false;
      else if (campo.tagName === "SELECT") campo.selectedIndex = 0;
      else if (campo.name.endsWith("-chiave")) campo.value = `n${Array.from(crypto.getRandomValues(new Uint8Array(5)), (b) => b.toString(16).padStart(2, "0")).join("")}`;
      else campo.value = campo.name.endsWith("-posto") ? String(n + 1) : "";
    }
    for (const errore of riga.querySelectorAll(".cella-errore")) errore.remove();
    corpo.append(riga);
    return celle(riga);
  };

  // Whoever writes in the last row finds another one below.
  corpo.addEventListener("input", (evento) => {
    const massimo = Number(tabella.dataset.massimeRighe) || 500;
    if (evento.target.closest("tr") === corpo.rows[corpo.rows.length - 1] && corpo.rows.length < massimo) rigaNuova();
  });

  const leggi = (testo) => testo.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n").map((r) => r.split("\t"));
  let prima = null;
  tabella.addEventListener("paste", (evento) => {
    const dove = evento.target instanceof HTMLInputElement ? posto(evento.target) : null;
    const testo = evento.clipboardData?.getData("text/plain") ?? "";
    if (!dove || !/[\t\n]/.test(testo.replace(/\n+$/, ""))) return;
    evento.preventDefault();
    const massimo = Number(tabella.dataset.massimeRighe) || 500;
    prima = [];
    let sbagliate = 0, fuori = 0, messe = 0;
    leggi(testo).forEach((valori, i) => {
      if (dove.riga + i >= massimo) { fuori += valori.length; return; }
      const righe = griglia();
      const riga = righe[dove.riga + i] ?? rigaNuova();
      valori.forEach((grezzo, j) => {
        const cella = riga[dove.colonna + j];
        const valore = grezzo.trim();
        if (!cella || cella.readOnly) { if (valore && !cella) fuori += 1; return; }
        prima.push([cella, cella.value]);
        cella.value = valore;
        messe += 1;
        cella.classList.add("incollata");
        const giusta = buona(cella, valore);
        cella.classList.toggle("is-invalid", !giusta);
        if (giusta) cella.removeAttribute("aria-invalid"); else { cella.setAttribute("aria-invalid", "true"); sbagliate += 1; }
      });
    });
    if (prima.length) cambiata(prima[0][0]);
    annulla.hidden = false;
    const stato = modulo.querySelector("[data-stato-salvato] span");
    if (stato) {
      stato.textContent = `Incollate ${messe} celle${sbagliate ? `, ${sbagliate} da correggere (in rosso)` : ""}${fuori ? `, ${fuori} fuori dalla griglia` : ""}: non ancora salvate`;
    }
  });
  annulla?.addEventListener("click", () => {
    for (const [cella, valore] of prima ?? []) {
      cella.value = valore;
      cella.classList.remove("incollata", "is-invalid");
      cella.removeAttribute("aria-invalid");
    }
    prima = null;
    annulla.hidden = true;
    const stato = modulo.querySelector("[data-stato-salvato] span");
    if (stato) stato.textContent = "Incolla annullato: le celle sono come prima";
  });

  // A row that becomes a computed total is not typed any more, and the other way round.
  corpo.addEventListener("change", (evento) => {
    const scelta = evento.target;
    if (!(scelta instanceof HTMLSelectElement) || !scelta.name.endsWith("-genere")) return;
    const calcolata = scelta.value.startsWith("calcola_");
    for (const cella of celle(scelta.closest("tr"))) {
      if (cella.classList.contains("cella-numero") && !cella.hasAttribute("data-colonna-calcolata")) cella.readOnly = calcolata;
    }
  });
})();
