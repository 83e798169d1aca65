// Formatted text in place of the textareas marked data-editor: only the marks that the server keeps.
import {
  Blockquote, Bold, BulletList, Document, HardBreak, Heading, History, Italic, Link, ListItem, Menu, OrderedList,
  Paragraph, Subscript, Superscript, Text, Underline, createTextareaEditor,
} from "django-prose-editor/editor";

const ESTENSIONI = [
  Document, Paragraph, Text, HardBreak, Bold, Italic, Underline, Subscript, Superscript, BulletList, ListItem, Blockquote,
  OrderedList.configure({ enableListAttributes: false }),
  Heading.configure({ levels: [3, 4] }),
  Link.configure({ enableTarget: false }),
  History, Menu,
];

const NOMI = {
  format_bold: "Grassetto", format_italic: "Corsivo", format_underlined: "Sottolineato", superscript: "Apice",
  subscript: "Pedice", format_list_bulleted: "Elenco puntato", format_list_numbered: "Elenco numerato",
  format_quote: "Citazione", insert_link: "Collegamento", link_off: "Togli il collegamento", undo: "Annulla",
  redo: "Ripeti", format_paragraph: "Paragrafo",
};

const avvia = (textarea) => {
  if (textarea.closest(".prose-editor")) return;
  const editor = createTextareaEditor(textarea, ESTENSIONI);
  const nome = textarea.getAttribute("aria-label") || textarea.labels?.[0]?.textContent.trim() || "Testo";
  const campo = editor.view.dom;
  campo.setAttribute("aria-label", nome);
  campo.setAttribute("lang", "it");
  for (const etichetta of textarea.labels || []) etichetta.addEventListener("click", () => campo.focus());
  for (const pulsante of textarea.parentElement.querySelectorAll(".prose-menubar__button")) {
    const parola = NOMI[pulsante.textContent.trim()];
    if (parola) {
      pulsante.setAttribute("aria-label", parola);
      pulsante.setAttribute("title", parola);
    }
  }
};

const avviaIn = (radice) => {
  for (const textarea of radice.querySelectorAll("textarea[data-editor]")) avvia(textarea);
};
avviaIn(document);
document.addEventListener("htmx:load", (evento) => avviaIn(evento.detail.elt));
