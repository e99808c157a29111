"use strict";
(() => {
  const root = document.documentElement;

  // ---- light and dark
  const theme = document.getElementById("theme");
  theme.hidden = false;
  theme.addEventListener("click", () => {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    try { localStorage.setItem("kg-theme", root.dataset.theme); } catch { /* no storage in this window */ }
  });

  // ---- names while somebody writes; without this script the form itself searches
  const field = document.querySelector("[data-suggest]");
  const list = document.getElementById("matches");
  let asked = 0;
  let timer = 0;
  const close = () => {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const choose = (option) => {
    for (const other of list.children) other.setAttribute("aria-selected", String(other === option));
    if (option) field.setAttribute("aria-activedescendant", option.id);
  };
  const suggest = async () => {
    const text = field.value.trim();
    const mine = ++asked;
    if (!text) { close(); return; }
    const answer = await fetch(`/suggest?q=${encodeURIComponent(text)}`);
    if (mine !== asked || !answer.ok) return;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelectorAll("li");
    list.replaceChildren(...found);
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", String(found.length > 0));
  };
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(suggest, 80); });
  field.addEventListener("blur", () => setTimeout(close, 150));
  field.addEventListener("keydown", (event) => {
    const options = [...list.children];
    const place = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden || !options.length) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(options[(place + step + options.length + (place < 0 && step < 0 ? 1 : 0)) % options.length]);
    } else if (event.key === "Enter" && place >= 0 && !list.hidden) {
      event.preventDefault();
      location.href = options[place].dataset.href;
    } else if (event.key === "Escape") close();
  });
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("li");
    if (option) location.href = option.dataset.href;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.closest("input, textarea, select, [contenteditable]")) {
      event.preventDefault();
      field.focus();
    }
  });

  // ---- the view is drawn when it is opened
  for (const box of document.querySelectorAll("details[data-view]")) {
    box.addEventListener("toggle", () => {
      if (!box.open || box.querySelector("iframe")) return;
      const frame = document.createElement("iframe");
      frame.src = box.dataset.view;
      frame.title = box.querySelector("summary").textContent;
      box.append(frame);
    });
  }

  // ---- a quote in a text and its facts light up together
  for (const reading of document.querySelectorAll(".reading")) {
    const marks = [...reading.querySelectorAll(".mark")];
    const facts = new Map([...reading.querySelectorAll("[data-fact]")].map((fact) => [fact.dataset.fact, fact]));
    const of = (mark) => mark.dataset.facts.split(" ");
    const light = (numbers) => {
      for (const mark of marks) mark.classList.toggle("lit", of(mark).some((number) => numbers.includes(number)));
      for (const [number, fact] of facts) fact.classList.toggle("lit", numbers.includes(number));
    };
    for (const mark of marks) {
      for (const name of ["mouseenter", "focus"]) mark.addEventListener(name, () => light(of(mark)));
      for (const name of ["mouseleave", "blur"]) mark.addEventListener(name, () => light([]));
    }
    for (const [number, fact] of facts) {
      fact.addEventListener("mouseenter", () => light([number]));
      fact.addEventListener("mouseleave", () => light([]));
    }
  }
})();
