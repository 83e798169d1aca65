// Footnotes and images: what the editor's library does not have. Their stored form is in docs/decisioni/0020.
import { Node } from "django-prose-editor/editor";
import { chiedi, crea, manda } from "portale/editor-finestre";

const MEGABYTE = 1024 * 1024;
const MASSIMO_MB = 10;

const scelto = (editor, nome) => {
  const { node } = editor.state.selection;
  return node && node.type.name === nome ? node : null;
};

export const scriviNota = async (editor) => {
  const prima = scelto(editor, "nota");
  const risposta = await chiedi({
    titolo: prima ? "Modifica la nota" : "Aggiungi una nota",
    campi: [{ nome: "testo", etichetta: "Testo della nota", tipo: "textarea", valore: prima ? prima.attrs.testo : "",
      aiuto: "Solo parole: sulla carta va a piè di pagina, sulla pagina in fondo alla sezione." }],
    togli: prima ? "Togli la nota" : "",
    prova: async ({ testo }) => (testo ? "" : "Scrivi il testo della nota, o premi Annulla."),
  });
  if (!risposta) return editor.commands.focus();
  if (risposta.togli) return editor.chain().focus().deleteSelection().run();
  const testo = risposta.testo.replace(/\s+/g, " ");
  if (prima) return editor.chain().focus().updateAttributes("nota", { testo }).run();
  const dove = editor.state.selection.to;
  return editor.chain().focus().insertContentAt(dove, { type: "nota", attrs: { testo } }).run();
};

export const Nota = Node.create({
  name: "nota", group: "inline", inline: true, atom: true,
  addAttributes: () => ({ testo: { default: "", rendered: false, parseHTML: (e) => e.textContent.replace(/\s+/g, " ").trim() } }),
  parseHTML: () => [{ tag: "span.nota", priority: 100 }],
  renderHTML: ({ node }) => ["span", { class: "nota" }, node.attrs.testo],
  addKeyboardShortcuts() {
    return {
      Enter: ({ editor }) => { if (!scelto(editor, "nota")) return false; scriviNota(editor); return true; },
      "Mod-Alt-f": ({ editor }) => { scriviNota(editor); return true; },
    };
  },
  addNodeView() {
    return ({ node, editor, getPos }) => {
      const dom = crea("button", { type: "button", className: "nota-richiamo", tabIndex: -1, contentEditable: "false" });
      const veste = (n) => dom.setAttribute("aria-label", `Nota: ${n.attrs.testo}`);
      veste(node);
      dom.addEventListener("click", (evento) => {
        evento.preventDefault();
        if (!editor.isEditable) return;
        editor.commands.setNodeSelection(getPos());
        scriviNota(editor);
      });
      return { dom, update: (n) => { if (n.type.name !== "nota") return false; veste(n); return true; } };
    };
  },
});

const carica = async (textarea, base, file) => {
  if (file.size > MASSIMO_MB * MEGABYTE) {
    return { frase: `L'immagine «${file.name}» è di ${Math.ceil(file.size / MEGABYTE)} MB: il massimo è ${MASSIMO_MB} MB. Non è stata caricata.` };
  }
  const dati = new FormData();
  dati.append("file", file);
  return manda(textarea, base, dati);
};

export const mettiImmagine = async (editor, textarea, base) => {
  const prima = scelto(editor, "immagine");
  const era = prima ? prima.attrs : { impronta: "", alt: "", decorativa: false, didascalia: "" };
  let impronta = era.impronta;
  const risposta = await chiedi({
    titolo: prima ? "Modifica l'immagine" : "Aggiungi un'immagine",
    campi: [
      { nome: "file", etichetta: prima ? "Cambia il file (facoltativo)" : "File", tipo: "file", accetta: ".png,.jpg,.jpeg",
        aiuto: `PNG o JPEG, al massimo ${MASSIMO_MB} MB.` },
      { nome: "alt", etichetta: "Testo alternativo", tipo: "textarea", valore: era.alt,
        aiuto: "Che cosa mostra, per chi non la vede. È obbligatorio." },
      { nome: "decorativa", etichetta: "È solo decorativa: non dice nulla in più del testo", tipo: "checkbox", valore: era.decorativa },
      { nome: "didascalia", etichetta: "Didascalia (facoltativa)", valore: era.didascalia },
    ],
    togli: prima ? "Togli l'immagine" : "",
    prova: async ({ file, alt, decorativa }) => {
      if (!alt && !decorativa) return "Scrivi il testo alternativo, oppure segna che l'immagine è solo decorativa.";
      if (!file) return impronta ? "" : "Scegli il file dell'immagine.";
      const esito = await carica(textarea, base, file);
      if (esito.frase) return esito.frase;
      impronta = esito.impronta;
      return "";
    },
  });
  if (!risposta) return editor.commands.focus();
  if (risposta.togli) return editor.chain().focus().deleteSelection().run();
  const alt = risposta.alt.replace(/\s+/g, " ");
  const attrs = { impronta, alt, decorativa: !alt && risposta.decorativa, didascalia: risposta.didascalia };
  if (prima) return editor.chain().focus().updateAttributes("immagine", attrs).run();
  return editor.chain().focus().insertContent({ type: "immagine", attrs }).run();
};

export const Immagine = Node.create({
  name: "immagine", group: "block", atom: true, draggable: true,
  addOptions: () => ({ base: "", textarea: null }),
  addAttributes: () => ({
    impronta: { default: "", rendered: false, parseHTML: (e) => e.querySelector("img").dataset.immagine },
    alt: { default: "", rendered: false, parseHTML: (e) => e.querySelector("img").getAttribute("alt") || "" },
    decorativa: { default: false, rendered: false, parseHTML: (e) => e.querySelector("img").classList.contains("decorativa") },
    didascalia: { default: "", rendered: false, parseHTML: (e) => { const d = e.querySelector("figcaption"); return d ? d.textContent.trim() : ""; } },
  }),
  parseHTML: () => [{ tag: "figure", getAttrs: (e) => (e.querySelector("img[data-immagine]") ? {} : false) }],
  renderHTML: ({ node }) => {
    const { impronta, alt, decorativa, didascalia } = node.attrs;
    const img = ["img", { alt, ...(decorativa && !alt ? { class: "decorativa" } : {}), "data-immagine": impronta }];
    return didascalia ? ["figure", {}, img, ["figcaption", {}, didascalia]] : ["figure", {}, img];
  },
  addKeyboardShortcuts() {
    const { base, textarea } = this.options;
    return { Enter: ({ editor }) => { if (!scelto(editor, "immagine")) return false; mettiImmagine(editor, textarea, base); return true; } };
  },
  addNodeView() {
    const { base, textarea } = this.options;
    return ({ node, editor, getPos }) => {
      const img = crea("img", {});
      const didascalia = crea("figcaption", {});
      const modifica = crea("button", { type: "button", className: "btn btn-outline-primary btn-xs", textContent: "Modifica l'immagine", tabIndex: -1 });
      const dom = crea("figure", { className: "immagine-redattore", contentEditable: "false" }, [img, didascalia, modifica]);
      const veste = (n) => {
        img.src = `${base}${n.attrs.impronta}/`;
        img.alt = n.attrs.alt;
        didascalia.textContent = [n.attrs.didascalia, n.attrs.alt ? `Testo alternativo: ${n.attrs.alt}` : "Immagine decorativa"].filter(Boolean).join(" — ");
      };
      veste(node);
      modifica.addEventListener("click", (evento) => {
        evento.preventDefault();
        editor.commands.setNodeSelection(getPos());
        mettiImmagine(editor, textarea, base);
      });
      return { dom, update: (n) => { if (n.type.name !== "immagine") return false; veste(n); return true; } };
    };
  },
});
