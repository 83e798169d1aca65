// Formatted text in place of the textareas marked data-editor. Which marks, it is told by the server (core/marchi.py).
// After each change the textarea has the text and sends a bubbling "input"; when ready, "prose-editor:ready".
import * as libreria from "django-prose-editor/editor";
import { annuncia, manda } from "portale/editor-finestre";
import { Immagine, Nota } from "portale/editor-nodi";
import { barra } from "portale/editor-barra";

const PULISCI = "/testo/pulisci/";
const NOSTRE = { Nota, Immagine };
const SEMPRE = ["Document", "Text", "History", "Dropcursor", "Gapcursor"];

const estensioni = (config, textarea) => {
  const scelte = Object.entries(config.estensioni).map(([nome, opzioni]) => {
    const estensione = NOSTRE[nome] || libreria[nome];
    if (nome === "Immagine") return estensione.configure({ base: config.immagini, textarea });
    return Object.keys(opzioni).length ? estensione.configure(opzioni) : estensione;
  });
  return [...SEMPRE.map((nome) => libreria[nome]), ...scelte, incolla(textarea, Boolean(config.immagini))];
};

// What is pasted goes through the cleaner of the server, the same that cleans what is saved. Words alone do not need it,
// nor what was copied from an editor of the portal.
const incolla = (textarea, immagini) =>
  libreria.Extension.create({
    name: "incolla",
    addProseMirrorPlugins() {
      const { editor } = this;
      // Before the library reads it: the policy would complain of each style in it.
      const paste = (_vista, evento) => {
        const html = evento.clipboardData ? evento.clipboardData.getData("text/html") : "";
        if (!html || html.includes("data-pm-slice")) return false;
        evento.preventDefault();
        pulisci(editor, textarea, html, evento.clipboardData.getData("text/plain"), immagini);
        return true;
      };
      return [new libreria.Plugin({ props: { handleDOMEvents: { paste } } })];
    },
  });

const pulisci = async (editor, textarea, html, parole, immagini) => {
  const dati = new FormData();
  dati.append("testo", html);
  if (immagini) dati.append("immagini", "si");
  editor.view.dom.setAttribute("aria-busy", "true");
  const esito = await manda(textarea, PULISCI, dati);
  editor.view.dom.removeAttribute("aria-busy");
  if (esito.frase) {
    avvisa(textarea, esito.frase);
    return;
  }
  avvisa(textarea, "");
  editor.chain().focus().insertContent(esito.testo || parole).run();
  annuncia("Testo incollato e ripulito.");
};

const avvisa = (textarea, frase) => {
  const cornice = textarea.closest(".prose-editor");
  let riquadro = cornice.querySelector("[data-rifiuto-incolla]");
  if (!riquadro) {
    riquadro = document.createElement("div");
    riquadro.setAttribute("role", "alert");
    riquadro.dataset.rifiutoIncolla = "";
    cornice.append(riquadro);
  }
  riquadro.className = frase ? "alert alert-warning" : "";
  riquadro.textContent = frase;
};

const avvia = (textarea) => {
  if (textarea.closest(".prose-editor")) return;
  const config = JSON.parse(textarea.dataset.editor);
  const editor = libreria.createTextareaEditor(textarea, estensioni(config, textarea));
  const etichetta = textarea.labels && textarea.labels[0] ? textarea.labels[0].textContent.trim() : "";
  const nome = textarea.getAttribute("aria-label") || etichetta || "Testo";
  const campo = editor.view.dom;
  campo.setAttribute("aria-label", nome);
  campo.setAttribute("aria-multiline", "true");
  campo.setAttribute("lang", "it");
  const descritto = textarea.getAttribute("aria-describedby");
  if (descritto) campo.setAttribute("aria-describedby", descritto);
  for (const voce of textarea.labels || []) voce.addEventListener("click", () => campo.focus());
  barra(editor, { textarea, nome, base: config.immagini, rimandi: config.rimandi });
  textarea.dispatchEvent(new CustomEvent("prose-editor:ready", { detail: { editor, textarea }, bubbles: true }));
};

const avviaIn = (radice) => {
  for (const textarea of radice.querySelectorAll("textarea[data-editor]")) avvia(textarea);
};
avviaIn(document);
document.addEventListener("htmx:load", (evento) => avviaIn(evento.detail.elt));
