// The window that lists what a text may refer to: section, sheet, table, chart. What is chosen enters as a link that
// shows its present number.
import { chiedi, prendi } from "portale/editor-finestre";

const PREFISSO = "#rif:";

export const cita = async (editor, posto) => {
  const era = editor.getAttributes("link").href || "";
  const dati = await prendi(`${posto.rimandi}?formato=json`);
  const gruppi = dati.gruppi || [];
  const voci = gruppi.flatMap((g) => g.voci);
  const risposta = await chiedi({
    titolo: "Inserisci un rimando",
    campi: [{ nome: "rimando", etichetta: "Che cosa citi", tipo: "elenco", gruppi, valore: era, cerca: "Cerca per numero o titolo" }],
    conferma: "Inserisci",
    togli: era.startsWith(PREFISSO) ? "Togli il rimando" : "",
    frase: dati.frase || (voci.length ? "" : "Non c'è ancora nulla da citare: aggiungi una sezione, una scheda o una tabella."),
    prova: async ({ rimando }) => (rimando ? "" : "Scegli dall'elenco che cosa citi."),
  });
  if (!risposta) return editor.commands.focus();
  if (risposta.togli) return editor.chain().focus().extendMarkRange("link").unsetLink().run();
  const scelta = voci.find((v) => v.rimando === risposta.rimando);
  const legame = { href: scelta.rimando };
  if (era) return editor.chain().focus().extendMarkRange("link").setLink(legame).run();
  if (!editor.state.selection.empty) return editor.chain().focus().setLink(legame).run();
  const nodo = { type: "text", text: scelta.parole, marks: [{ type: "link", attrs: legame }] };
  // What is typed after it is no longer the reference.
  return editor.chain().focus().insertContent([nodo]).unsetMark("link").run();
};
