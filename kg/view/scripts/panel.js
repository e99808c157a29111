// Beside the picture: what is latest and contested, or the fact, the entity, the article that was chosen.

const panel = $("panel");
const show = (...content) => { if (panel.firstChild) panel.scrollTop = 0; panel.replaceChildren(...content.flat(4).filter(Boolean)); };
const section = (title, ...content) => h("section", {}, h("h3", {}, title), ...content);
const more = new Map(); // what of a long list is unfolded, by its name
const listed = (name, entries, make, first, kind = "ul") => {
  const shown = more.get(name) ?? first;
  const list = h(kind, { class: "list" }, entries.slice(0, shown).map(make));
  if (entries.length <= shown) return list;
  const button = h("button", {
    type: "button", class: "more", onclick: () => {
      more.set(name, shown + 40);
      list.append(...entries.slice(shown, shown + 40).map(make));
      button.replaceWith(...(entries.length > shown + 40 ? [h("p", { class: "quiet" }, `${number(entries.length - shown - 40)} more are in the table.`)] : []));
      list.children[shown]?.querySelector("a, button")?.focus();
    },
  }, `${number(Math.min(40, entries.length - shown))} more of ${number(entries.length)}`);
  return [list, button];
};
const back = () => (state.article && (state.fact || state.entity)
  ? h("button", { type: "button", class: "back", onclick: () => go({ fact: null, entity: null, to: null, hops: 0 }) }, `← ${clip(state.article.headline, 44)}`)
  : h("button", { type: "button", class: "back", onclick: home }, "← Latest and contested"));
const closer = () => h("button", { type: "button", class: "close", "aria-label": "Close", onclick: home }, "×");
const nodeRow = (n) => h("li", {}, h("a", { class: "row", href: `#${encode({ ...NEW, entity: n })}`, onclick: (event) => { event.preventDefault(); open("entity", n); } },
  shape(n), h("span", {}, n.label, n.role ? h("small", {}, ` ${n.role}`) : null), h("small", { class: "count" }, number(n.degree))));

const overview = () => {
  const list = [...visible];
  const contested = list.filter((e) => e.disputed).sort(byDate);
  const latest = list.filter((e) => !e.disputed && e.kind !== "unsure").sort((a, b) => (a.latest.slice(0, 10) === b.latest.slice(0, 10) ? Number(b.kind === "denied") - Number(a.kind === "denied") || Number(a.family === "standing") - Number(b.family === "standing") : 0) || byDate(a, b));
  const unsure = list.filter((e) => e.kind === "unsure");
  const hub = state.group === null ? [] : data.communities[state.group].map((i) => nodes[i]);
  show(
    state.group !== null ? [h("button", { type: "button", class: "back", onclick: home }, "← All communities"), h("h2", {}, `Around ${hub[0].label}`), section(plural(hub.length, "entity", "entities"), listed(`g${state.group}`, hub, nodeRow, 12))] : null,
    h("h2", { class: "first" }, "Latest and contested"),
    contested.length ? section("Contested", listed("contested", contested, (e) => item(e), 5)) : null,
    latest.length ? section(articles.length ? "Latest" : "Statements", listed("latest", latest, (e) => item(e), 14)) : null,
    unsure.length ? section("Unsure readings", listed("unsure", unsure.sort(byDate), (e) => item(e), 5)) : null,
    !list.length && edges.length ? h("p", { class: "quiet" }, "No statement passes these filters.") : null,
    edges.length && !articles.length ? h("p", { class: "quiet" }, "The statements of this graph come without quotes.") : null,
    !edges.length ? h("p", { class: "quiet" }, "The graph holds no statements between entities.") : null,
    ranked.length ? section("Best connected", listed("connected", ranked, nodeRow, 7)) : null,
    articles.length ? section(plural(articles.length, "article"), listed("articles", [...articles].reverse(), articleRow, 12)) : null,
  );
};
const articleRow = (a) => h("li", {}, h("a", { class: "row article", href: `#${encode({ ...NEW, article: a })}`, onclick: (event) => { event.preventDefault(); open("article", a); } },
  h("span", {}, a.headline), h("small", {}, [whereTold(a), plural(new Set(a.quotes.map((q) => q.edge)).size, "statement")].filter(Boolean).join(" · "))));

const legend = (quotes) => {
  const parts = [...new Set(quotes.flatMap((q) => q.marks.filter((_, i) => i % 3 === 2)))].sort();
  return parts.length ? h("p", { class: "legend" }, "Marked: ", parts.map((k) => [h("mark", { "data-part": data.parts[k] }, { subject: "subject", object: "object", speaker: "speaker", relation: "relation", denial: "denial", doubt: "doubt" }[data.parts[k]]), " "])) : null;
};
const factPanel = (e) => {
  const pro = e.quotes.filter((q) => q.positive);
  const con = e.quotes.filter((q) => !q.positive);
  const column = (title, list, side) => h("div", { class: `side ${side}` }, h("h3", {}, `${title} (${number(list.length)})`), listed(`${e.id}${side}`, list, quote, 8, "div"));
  const between = reach.has(e.source) ? e.source.edges.filter((one) => one !== e && other(one, e.source) === e.target) : [];
  show(
    h("div", { class: "top" }, back(), closer()),
    h("p", { class: "kicker" }, badges(e), h("span", { class: "family" }, line(e.kind, e.family), FAMILIES[e.family])),
    h("h2", { class: "triple" }, headingLinks(e)),
    e.kind === "denied" || e.disputed || e.kind === "fact" ? null : h("p", { class: "quiet" }, { reported: "Nobody but those named says so: it does not stand as a fact.", possible: "It has not happened by what the texts say.", unsure: "The reading is not sure enough to stand as a fact." }[e.kind]),
    legend(e.quotes),
    pro.length && con.length
      ? h("div", { class: "sides" }, column("For", pro, "for"), column("Against", con, "against"))
      : pro.length ? column("For", pro, "for") : con.length ? column("Against", con, "against")
        : h("p", { class: "quiet" }, "The graph holds no evidence for this statement."),
    between.length ? section("Also between them", listed(`${e.id}b`, between.sort(byDate), (one) => item(one, { short: true }), 6)) : null,
  );
};

// ---- an entity ---------------------------------------------------------------------------------------------------

const roleRows = (n) => n.edges.filter((e) => e.source === n && e.quotes.some((q) => q.role)).sort(byDate).map((e) => {
  const quotes = e.quotes.filter((q) => q.role);
  const days = quotes.map((q) => q.time || q.date).filter(Boolean).sort();
  const title = [...count(quotes.map((q) => q.role))].sort((a, b) => b[1] - a[1])[0][0];
  const when = days.length ? (day(days[0]) === day(days.at(-1)) ? day(days[0]) : `${day(days[0])} to ${day(days.at(-1))}`) : "";
  return h("li", {}, h("a", { class: "row", href: `#${encode({ ...NEW, fact: e })}`, onclick: (event) => { event.preventDefault(); open("fact", e); } },
    h("span", {}, `${quotes.every((q) => q.former) ? "formerly " : ""}${title}, ${e.target.label}`, e.kind === "fact" ? "" : h("em", {}, ` – ${KINDS[e.kind].one.toLowerCase()}`)), h("small", {}, when)));
});
const timeline = (n) => {
  const dots = n.edges.flatMap((e) => e.quotes.map((q) => [q.date.slice(0, 10), e])).filter(([date]) => Date.parse(date)).sort((a, b) => (a[0] < b[0] ? -1 : 1));
  if (new Set(dots.map(([date]) => date)).size < 2) return null;
  const [first, last] = [Date.parse(dots[0][0]), Date.parse(dots.at(-1)[0])];
  const stacks = new Map();
  const shapes = dots.slice(0, 600).map(([date, e]) => {
    const x = 8 + (344 * (Date.parse(date) - first)) / (last - first || 1);
    const column = Math.round(x / 7);
    stacks.set(column, (stacks.get(column) ?? 0) + 1);
    return ["circle", { cx: column * 7 + 1, cy: 58 - Math.min(8, stacks.get(column)) * 6.4, r: 2.7, fill: e.kind === "fact" ? `var(--${e.family})` : "none", stroke: `var(--${e.family})`, "stroke-width": 1.2 }];
  });
  const drawing = svg(362, 60, ["line", { x1: 4, x2: 358, y1: 57, y2: 57, stroke: "var(--line)" }], ...shapes);
  return section("Time line", h("div", { class: "timeline" }, drawing, h("p", { class: "ends" }, h("span", {}, day(dots[0][0], true)), h("span", {}, day(dots.at(-1)[0], true)))),
    h("p", { class: "quiet" }, `${plural(dots.length, "piece of evidence", "pieces of evidence")}; a full dot is of a fact, a ring of a claim.`));
};
const entityPanel = (n) => {
  const said = [...new Set(n.said.map((q) => q.edge))].sort(byDate);
  const about = n.edges.filter((e) => e.quotes.some((q) => q.speaker && q.speaker !== n)).sort(byDate);
  const groups = [...count(n.edges.map(relationName))].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const hop = (steps) => h("button", { type: "button", class: "small", "aria-pressed": String(state.hops === steps), onclick: () => go({ hops: state.hops === steps ? 0 : steps, to: null }) }, plural(steps, "step"));
  const mention = n.articles.length ? n.articles : [...new Set(n.edges.flatMap((e) => [...e.articles]))];
  const roles = roleRows(n);
  show(
    h("div", { class: "top" }, back(), closer()),
    h("p", { class: "kicker" }, shape(n), TYPES[n.type] ?? n.type),
    h("h2", {}, n.label),
    n.role ? h("p", { class: "role" }, n.role) : null,
    n.names.length ? h("p", { class: "quiet" }, `Also ${n.names.join(", ")}`) : null,
    n.same_as.length ? h("p", { class: "links" }, n.same_as.map((url) => outside(url, /wikidata\.org/.test(url) ? `Wikidata ${url.split("/").pop()}` : clip(url, 46)))) : null,
    h("div", { class: "actions", role: "group", "aria-label": "In the picture" },
      hop(1), hop(2), hop(3),
      h("button", { type: "button", class: "small", onclick: () => askPath(n) }, state.to ? `Path to ${clip(state.to.label, 24)}` : "Path to …"),
      h("button", { type: "button", class: "small", onclick: () => { go({ entity: null, to: null, hops: 0, hidden: [...new Set([...state.hidden, n])] }); say(`${n.label} is hidden`); } }, "Hide")),
    roles.length ? section("Positions", h("ul", { class: "list" }, roles)) : null,
    timeline(n),
    groups.map(([name]) => section(name, listed(`${n.id}${name}`, n.edges.filter((e) => relationName(e) === name).sort(byDate), (e) => item(e, { short: true }), 6))),
    said.length ? section(`What ${n.label} says`, listed(`${n.id}said`, said, (e) => item(e), 4)) : null,
    about.length ? section(`What others say about ${n.label}`, listed(`${n.id}about`, about, (e) => item(e), 4)) : null,
    !n.edges.length ? h("p", { class: "quiet" }, "No statement of the graph is about it; articles mention it.") : null,
    mention.length ? section("Articles", listed(`${n.id}articles`, [...mention].reverse(), articleRow, 6)) : null,
  );
};

// ---- an article --------------------------------------------------------------------------------------------------

const withMentions = (text, a) => {
  if (!a.finder) {
    const names = new Map();
    for (const n of a.mentions) for (const name of [n.label, ...n.names]) if (name.length > 1) names.set(name, n);
    const sorted = [...names.keys()].sort((p, q) => q.length - p.length).slice(0, 400).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    a.finder = { names, pattern: sorted.length ? new RegExp(`(?<![\\p{L}\\p{N}])(?:${sorted.join("|")})(?![\\p{L}\\p{N}])`, "gu") : null };
  }
  if (!a.finder.pattern) return [text];
  const pieces = [];
  let at = 0;
  for (const match of text.matchAll(a.finder.pattern)) {
    const n = a.finder.names.get(match[0]);
    pieces.push(text.slice(at, match.index), h("a", { class: "mention", href: `#${encode({ ...NEW, entity: n })}`, onclick: (event) => { event.preventDefault(); open("entity", n); } }, match[0]));
    at = match.index + match[0].length;
  }
  return [...pieces, text.slice(at)];
};
const factChip = (q) => h("li", {}, h("a", { class: q.positive ? "chip" : "chip no", href: `#${encode({ ...NEW, fact: q.edge })}`, onclick: (event) => { event.preventDefault(); open("fact", q.edge); } },
  line(q.positive ? (q.factuality === "Actual" ? q.edge.kind : "possible") : "denied", q.edge.family, 20), h("span", {}, sentence(q.edge)), h("small", {}, q.positive ? "" : "✕ ", stance(q))));
const articlePanel = (a) => {
  const bySentence = Map.groupBy ? Map.groupBy(a.quotes, (q) => q.sentence) : a.quotes.reduce((found, q) => found.set(q.sentence, [...(found.get(q.sentence) ?? []), q]), new Map());
  const total = new Set(a.quotes.map((q) => q.edge));
  const kinds = count([...total].map((e) => e.kind));
  const blocks = [];
  a.sentences.forEach((text, i) => {
    const quotes = bySentence.get(i) ?? [];
    if (!i && !quotes.length && text.trim() === a.headline) return; // it stands above
    if (a.paragraphs.has(i) || !blocks.length || blocks.at(-1).closed || !a.whole) blocks.push({ pieces: [], chips: [], closed: false });
    const block = blocks.at(-1);
    const spoken = withMentions(text, a);
    block.pieces.push(quotes.length ? h("span", { class: "told" }, spoken) : spoken, " ");
    block.chips.push(...quotes.map(factChip));
    block.closed = block.chips.length > 0;
  });
  show(
    h("div", { class: "top" }, back(), closer()),
    h("p", { class: "kicker" }, [a.publisher, a.author && `by ${a.author}`, day(a.date)].filter(Boolean).join(" · ") || "Article"),
    h("h2", {}, a.headline),
    h("p", { class: "quiet" }, [a.source && a.source !== a.headline ? a.source : "", a.url ? [a.source && a.source !== a.headline ? " · " : "", outside(a.url, clip(a.url.replace(/^https?:\/\//, ""), 60))] : ""]),
    (a.also ?? []).length ? h("p", { class: "quiet" }, "Also published: ", a.also.map((p, i) => [i ? "; " : "", [p.publisher, day(p.date)].filter(Boolean).join(", "), " ", p.url ? outside(p.url, clip(p.url.replace(/^https?:\/\//, ""), 40)) : p.source])) : null,
    h("p", {}, `${plural(total.size, "statement")}: ${Object.keys(KINDS).filter((kind) => kinds.get(kind)).map((kind) => `${number(kinds.get(kind))} ${kinds.get(kind) === 1 && kind === "fact" ? "fact" : KINDS[kind].name.toLowerCase()}`).join(", ") || "none"}.`,
      a.whole ? "" : " The graph does not keep the text; these are its quotes, in their order."),
    h("div", { class: "reading" }, blocks.map(({ pieces, chips }) => [h("p", { class: a.whole ? null : "fragment" }, pieces), chips.length ? h("ul", { class: "chips" }, chips) : null])),
    a.mentions.length ? section("Speaks of", listed(`${a.id}mentions`, [...a.mentions].sort((p, q) => q.degree - p.degree), nodeRow, 10)) : null,
  );
};

const describe = () => {
  const kind = state.fact ? "fact" : state.entity ? "entity" : state.article ? "article" : "home";
  document.body.dataset.panel = kind;
  document.body.toggleAttribute("data-wide", Boolean(state.fact?.disputed || (state.article && kind === "article")));
  if (kind === "fact") factPanel(state.fact);
  else if (kind === "entity") entityPanel(state.entity);
  else if (kind === "article") articlePanel(state.article);
  else overview();
};
