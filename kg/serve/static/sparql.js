"use strict";
(() => {
  const area = document.getElementById("query");
  const examples = new Map([...document.querySelectorAll("template.example")].map((t) => [t.dataset.name, t.content.textContent]));
  const wanted = new URLSearchParams(location.search).get("load");
  if (examples.has(wanted)) area.value = examples.get(wanted);

  // the editor of YASGUI in place of the text area, which goes on carrying the query to the server
  const place = document.createElement("div");
  area.before(place);
  area.hidden = true;
  Yasqe.defaults.autocompleters.splice(0, Infinity, "variables"); // the others ask servers elsewhere
  const editor = new Yasqe(place, {
    value: area.value,
    persistenceId: null,
    createShareableLink: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "20rem",
    viewportMargin: Infinity,
    requestConfig: { endpoint: "/sparql", method: "POST" },
    extraKeys: {
      "Ctrl-Enter": () => area.form.requestSubmit(),
      "Cmd-Enter": () => area.form.requestSubmit(),
      Tab: false,
      "Shift-Tab": false,
    },
  });
  editor.getInputField().setAttribute("aria-label", "SPARQL query");
  editor.on("change", () => { area.value = editor.getValue(); });
  area.form.addEventListener("submit", () => { area.value = editor.getValue(); });
  document.getElementById("example").addEventListener("change", (event) => {
    if (examples.has(event.target.value)) editor.setValue(examples.get(event.target.value));
  });
})();
