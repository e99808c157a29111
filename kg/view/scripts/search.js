// Search over everything that the page holds, drawn or not: entities, relations, articles, words of quotes and texts.

const search = $("search");
const matches = $("matches");
let index = null;
const indexed = () => {
  index ??= {
    entities: nodes.map((n) => [n, [n.label, ...n.names].map(plain)]),
    relations: [...count(edges.map(relationName))].map(([name, amount]) => [name, plain(name), amount]),
    articles: articles.map((a) => [a, plain([a.headline, a.publisher, a.source].filter(Boolean).join(" "))]),
    sentences: articles.flatMap((a) => {
      const told = new Map();
      for (const q of a.quotes) if (!told.has(q.sentence)) told.set(q.sentence, q);
      return a.sentences.map((text, i) => [a, i, plain(text), told.get(i) ?? null]);
    }),
  };
  return index;
};
let found = [];
let at = -1;
let pathFrom = null; // an entity, while the other end of a path is looked for
const askPath = (n) => {
  pathFrom = n;
  search.value = "";
  search.placeholder = `Path from ${n.label} to …`;
  search.focus();
};
const settlePath = () => { pathFrom = null; search.placeholder = search.dataset.placeholder; };
const excerpt = (text, wanted) => {
  const start = Math.max(0, plain(text).indexOf(wanted) - 30);
  return `${start ? "…" : ""}${clip(text.slice(start), 96)}`;
};
const offer = () => {
  const wanted = plain(search.value.trim());
  found = [];
  if (wanted) {
    const { entities, relations, articles: papers, sentences } = indexed();
    const rankOf = (names) => Math.min(...names.map((name, i) => (name === wanted ? 0 : name.startsWith(wanted) ? 1 : name.includes(` ${wanted}`) ? 2 : name.includes(wanted) ? 3 : 9) + (i ? 0.5 : 0)));
    const named = entities.map(([n, names]) => [rankOf(names), n]).filter(([r]) => r < 9).sort((a, b) => a[0] - b[0] || b[1].degree - a[1].degree || a[1].i - b[1].i);
    for (const [, n] of named.slice(0, pathFrom ? 12 : 6)) found.push({ group: "Entities", icon: shape(n), text: n.label, more: n.role || (n.degree ? plural(n.degree, "statement") : "mentioned"), take: () => takeEntity(n) });
    if (!pathFrom) {
      for (const [name, , amount] of relations.filter(([, text]) => text.includes(wanted)).slice(0, 3)) found.push({ group: "Relations", text: name, more: plural(amount, "statement"), take: () => go({ relation: name, entity: null, fact: null, article: null }) });
      for (const [a] of papers.filter(([, text]) => text.includes(wanted)).slice(0, 4)) found.push({ group: "Articles", text: a.headline, more: [a.publisher, day(a.date, true)].filter(Boolean).join(" · "), take: () => open("article", a) });
      if (wanted.length > 2) for (const [a, i, , q] of sentences.filter(([, , text]) => text.includes(wanted)).sort((p, r) => Number(Boolean(r[3])) - Number(Boolean(p[3]))).slice(0, 5)) found.push({ group: "In the texts", text: excerpt(a.sentences[i], wanted), more: q ? "" : day(a.date, true), take: () => (q ? open("fact", q.edge) : open("article", a)) });
    }
  }
  at = found.length ? 0 : -1;
  let group = "";
  matches.replaceChildren(...(found.length ? found.flatMap((one, i) => {
    const heading = one.group === group ? [] : [h("li", { class: "group", role: "presentation" }, one.group)];
    group = one.group;
    return [...heading, h("li", { role: "option", id: `match-${i}`, "aria-selected": "false", onpointerdown: (event) => { event.preventDefault(); take(i); } }, one.icon ?? null, h("span", {}, one.text), h("small", {}, one.more))];
  }) : [h("li", { class: "none", role: "option", "aria-selected": "false", "aria-disabled": "true" }, "Nothing of that name or with these words")]));
  matches.hidden = !wanted;
  search.setAttribute("aria-expanded", String(!matches.hidden));
  mark();
};
const takeEntity = (n) => {
  if (pathFrom && pathFrom !== n) { const start = pathFrom; settlePath(); go({ entity: start, to: n, fact: null, hops: 0 }); }
  else open("entity", n);
};
const mark = () => {
  for (const option of matches.querySelectorAll("[id^=match-]")) option.setAttribute("aria-selected", String(option.id === `match-${at}`));
  if (at >= 0) { search.setAttribute("aria-activedescendant", `match-${at}`); $(`match-${at}`).scrollIntoView({ block: "nearest" }); }
  else search.removeAttribute("aria-activedescendant");
};
const shut = () => { matches.hidden = true; search.setAttribute("aria-expanded", "false"); search.removeAttribute("aria-activedescendant"); };
const take = (i) => {
  if (!found[i]) return;
  search.value = "";
  shut();
  found[i].take();
};
search.addEventListener("input", offer);
search.addEventListener("focus", () => { if (search.value) search.select(); });
search.addEventListener("blur", () => { shut(); if (pathFrom) settlePath(); });
search.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (matches.hidden) offer();
    else if (found.length) { at = (at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length; mark(); }
  } else if (event.key === "Enter") take(Math.max(at, 0));
  else if (event.key === "Escape") { event.stopPropagation(); search.value = ""; shut(); settlePath(); stage.focus(); }
});
