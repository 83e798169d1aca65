// Gives the formatted-text editor the name of the textarea it stands for: screen readers ask for it.
(() => {
  document.addEventListener("prose-editor:ready", (evento) => {
    const { editor, textarea } = evento.detail;
    const nome = textarea.getAttribute("aria-label") || (textarea.labels[0] && textarea.labels[0].textContent.trim());
    const campo = (editor.view && editor.view.dom) || textarea.closest(".prose-editor").querySelector("[role=textbox]");
    if (nome) campo.setAttribute("aria-label", nome);
    campo.setAttribute("aria-multiline", "true");
    const errore = textarea.getAttribute("aria-describedby");
    if (errore) campo.setAttribute("aria-describedby", errore);
  });
})();
