// Gives the formatted-text editor the name of the textarea it stands for, and its menu Italian words.
(() => {
  const VOCI = {
    paragraph: "Paragrafo", "heading 3": "Titolo", "heading 4": "Sottotitolo", bold: "Grassetto", italic: "Corsivo",
    underline: "Sottolineato", subscript: "Pedice", superscript: "Apice", "unordered list": "Elenco puntato",
    "ordered list": "Elenco numerato", blockquote: "Citazione", "insert link": "Inserisci un collegamento",
    "remove link": "Togli il collegamento", undo: "Annulla", redo: "Ripeti",
  };
  const italiano = (parole) => VOCI[(parole || "").trim().toLowerCase()];

  const traduci = (menu) => {
    for (const nodo of menu.querySelectorAll("*")) {
      for (const nome of ["title", "aria-label"]) {
        const voce = italiano(nodo.getAttribute(nome));
        if (voce) nodo.setAttribute(nome, voce);
      }
      const voce = !nodo.children.length && !nodo.classList.contains("material-icons") && italiano(nodo.textContent);
      if (voce) nodo.textContent = voce;
    }
  };

  document.addEventListener("prose-editor:ready", (evento) => {
    const { editor, textarea } = evento.detail;
    const nome = textarea.getAttribute("aria-label") || (textarea.labels[0] && textarea.labels[0].textContent.trim());
    const campo = (editor.view && editor.view.dom) || textarea.closest(".prose-editor").querySelector("[role=textbox]");
    if (nome) campo.setAttribute("aria-label", nome);
    campo.setAttribute("aria-multiline", "true");
    const errore = textarea.getAttribute("aria-describedby");
    if (errore) campo.setAttribute("aria-describedby", errore);
    // The menu is drawn after the editor says that it is ready.
    setTimeout(() => document.querySelectorAll(".prose-menubar").forEach(traduci));
  });
})();
