// The bar of the editor: one Tab stop, arrows inside, each button with its name and whether it is on.
import { crea, chiedi } from "portale/editor-finestre";
import { mettiImmagine, scriviNota } from "portale/editor-nodi";
import { cita } from "portale/editor-rimandi";

const collega = async (editor) => {
  const era = editor.getAttributes("link").href || "";
  const parole = !editor.state.selection.empty || era;
  const risposta = await chiedi({
    titolo: era ? "Modifica il collegamento" : "Aggiungi un collegamento",
    campi: [
      { nome: "href", etichetta: "Indirizzo", valore: era, aiuto: "Comincia con https://, http:// o mailto:. Un rimando comincia con #rif:" },
      ...(parole ? [] : [{ nome: "testo", etichetta: "Parole del collegamento" }]),
    ],
    togli: era ? "Togli il collegamento" : "",
    prova: async ({ href }) => (/^(https?:\/\/|mailto:|#rif:)\S+$/i.test(href) ? "" : "L'indirizzo deve cominciare con https://, http:// o mailto:. Un rimando comincia con #rif:"),
  });
  if (!risposta) return editor.commands.focus();
  if (risposta.togli) return editor.chain().focus().extendMarkRange("link").unsetLink().run();
  const { href } = risposta;
  if (parole) return editor.chain().focus().extendMarkRange("link").setLink({ href }).run();
  const testo = risposta.testo || href;
  return editor.chain().focus().insertContent([{ type: "text", text: testo, marks: [{ type: "link", attrs: { href } }] }]).run();
};

const tabella = async (editor) => {
  const risposta = await chiedi({
    titolo: "Aggiungi una tabella piccola",
    campi: [
      { nome: "righe", etichetta: "Righe, con l'intestazione", tipo: "number", valore: "3" },
      { nome: "colonne", etichetta: "Colonne", tipo: "number", valore: "3" },
    ],
    conferma: "Aggiungi",
    prova: async ({ righe, colonne }) =>
      righe >= 2 && righe <= 100 && colonne >= 2 && colonne <= 12 ? "" : "Da 2 a 100 righe e da 2 a 12 colonne. Le tabelle più grandi si mettono tra le tabelle di dati.",
  });
  if (!risposta) return editor.commands.focus();
  return editor.chain().focus().insertTable({ rows: Number(risposta.righe), cols: Number(risposta.colonne), withHeaderRow: true }).run();
};

const titolo = (level) => ({ fai: (e) => e.chain().focus().toggleHeading({ level }).run(), acceso: (e) => e.isActive("heading", { level }) });
const marchio = (nome, comando) => ({ fai: (e) => e.chain().focus()[comando]().run(), acceso: (e) => e.isActive(nome) });
const inTabella = (comando) => ({ fai: (e) => e.chain().focus()[comando]().run(), visibile: (e) => e.isActive("table") });

// serve: the extension without which the button is not there; con: what of the place it wants. icona: a name of the icon font; segno: letters.
const GRUPPI = [
  [
    { nome: "Paragrafo", segno: "¶", fai: (e) => e.chain().focus().setParagraph().run(), acceso: (e) => e.isActive("paragraph") },
    { nome: "Titolo", segno: "T1", serve: "heading", ...titolo(3) },
    { nome: "Sottotitolo", segno: "T2", serve: "heading", ...titolo(4) },
    { nome: "Titoletto", segno: "T3", serve: "heading", ...titolo(5) },
  ],
  [
    { nome: "Grassetto", icona: "format_bold", serve: "bold", ...marchio("bold", "toggleBold") },
    { nome: "Corsivo", icona: "format_italic", serve: "italic", ...marchio("italic", "toggleItalic") },
    { nome: "Sottolineato", icona: "format_underlined", serve: "underline", ...marchio("underline", "toggleUnderline") },
    { nome: "Apice", icona: "superscript", serve: "superscript", ...marchio("superscript", "toggleSuperscript") },
    { nome: "Pedice", icona: "subscript", serve: "subscript", ...marchio("subscript", "toggleSubscript") },
  ],
  [
    { nome: "Elenco puntato", icona: "format_list_bulleted", serve: "bulletList", ...marchio("bulletList", "toggleBulletList") },
    { nome: "Elenco numerato", icona: "format_list_numbered", serve: "orderedList", ...marchio("orderedList", "toggleOrderedList") },
    { nome: "Voce più dentro", icona: "format_indent_increase", serve: "listItem", fai: (e) => e.chain().focus().sinkListItem("listItem").run(), visibile: (e) => e.isActive("listItem") },
    { nome: "Voce più fuori", icona: "format_indent_decrease", serve: "listItem", fai: (e) => e.chain().focus().liftListItem("listItem").run(), visibile: (e) => e.isActive("listItem") },
    { nome: "Citazione", icona: "format_quote", serve: "blockquote", ...marchio("blockquote", "toggleBlockquote") },
  ],
  [
    { nome: "Collegamento", icona: "insert_link", serve: "link", fai: collega, acceso: (e) => e.isActive("link"), apre: true },
    { nome: "Rimando", segno: "Rif.", serve: "link", con: "rimandi", fai: cita, apre: true },
    { nome: "Nota a piè di pagina", segno: "Nota", serve: "nota", fai: scriviNota, apre: true },
    { nome: "Tabella piccola", icona: "grid_on", serve: "table", fai: tabella, visibile: (e) => !e.isActive("table"), apre: true },
    { nome: "Immagine", icona: "image", serve: "immagine", fai: (e, posto) => mettiImmagine(e, posto.textarea, posto.base), apre: true },
  ],
  [
    { nome: "Aggiungi una riga", segno: "+ riga", serve: "table", ...inTabella("addRowAfter") },
    { nome: "Togli la riga", segno: "− riga", serve: "table", ...inTabella("deleteRow") },
    { nome: "Aggiungi una colonna", segno: "+ col.", serve: "table", ...inTabella("addColumnAfter") },
    { nome: "Togli la colonna", segno: "− col.", serve: "table", ...inTabella("deleteColumn") },
    { nome: "Togli la tabella", segno: "− tabella", serve: "table", ...inTabella("deleteTable") },
  ],
  [
    { nome: "Annulla", icona: "undo", fai: (e) => e.chain().focus().undo().run() },
    { nome: "Ripeti", icona: "redo", fai: (e) => e.chain().focus().redo().run() },
  ],
];

const pulsante = (voce) => {
  const b = crea("button", { type: "button", className: `prose-menubar__button${voce.icona ? " material-icons" : ""}`, tabIndex: -1 });
  b.textContent = voce.icona || voce.segno;
  b.setAttribute("aria-label", voce.nome);
  if (voce.acceso) b.setAttribute("aria-pressed", "false");
  if (voce.apre) b.setAttribute("aria-haspopup", "dialog");
  return b;
};

export const barra = (editor, posto) => {
  const presenti = new Set(editor.extensionManager.extensions.map((e) => e.name));
  const voci = [];
  const gruppi = GRUPPI.map((gruppo) => {
    const scelte = gruppo.filter((v) => (!v.serve || presenti.has(v.serve)) && (!v.con || posto[v.con])).map((v) => ({ ...v, dom: pulsante(v) }));
    voci.push(...scelte);
    return crea("div", { className: "prose-menubar__group" }, scelte.map((v) => v.dom));
  }).filter((g) => g.children.length);
  const dom = crea("div", { className: "prose-menubar", role: "toolbar", "aria-label": `Formato: ${posto.nome}` }, gruppi);

  const visibili = () => voci.filter((v) => !v.dom.hidden).map((v) => v.dom);
  const ferma = (b) => { for (const v of voci) v.dom.tabIndex = v.dom === b ? 0 : -1; };
  dom.addEventListener("keydown", (evento) => {
    const pulsanti = visibili();
    const ora = pulsanti.indexOf(document.activeElement);
    const dove = { ArrowRight: ora + 1, ArrowLeft: ora - 1, Home: 0, End: pulsanti.length - 1 }[evento.key];
    if (dove === undefined || ora < 0) return;
    evento.preventDefault();
    const arrivo = pulsanti[(dove + pulsanti.length) % pulsanti.length];
    ferma(arrivo);
    arrivo.focus();
  });
  for (const voce of voci) {
    voce.dom.addEventListener("click", (evento) => {
      evento.preventDefault();
      ferma(voce.dom);
      voce.fai(editor, posto);
    });
  }
  const aggiorna = () => {
    for (const voce of voci) {
      if (voce.acceso) voce.dom.setAttribute("aria-pressed", String(Boolean(voce.acceso(editor))));
      if (voce.visibile) voce.dom.hidden = !voce.visibile(editor);
      voce.dom.classList.toggle("active", Boolean(voce.acceso && voce.acceso(editor)));
    }
    if (!visibili().some((b) => b.tabIndex === 0)) ferma(visibili()[0]);
  };
  editor.on("transaction", aggiorna);
  aggiorna();
  editor.view.dom.before(dom);
};
