// A quote in its sentence, with what plays a part in it marked, and who says it where.

const SPEECH = { Actual: "", Future: "planned or announced", Possible: "held possible", Requested: "asked for" };
const PART_NAMES = { subject: "who", object: "whom", relation: "does what", speaker: "says", denial: "denies", doubt: "not yet" };

// How a quote stands to the statement, in words that cannot be read the other way round.
const stance = (q) => {
  const who = q.speaker ? q.speaker.label : q.attributed ? "somebody unnamed" : "";
  if (!q.positive) {
    if (q.factuality === "Future") return who ? `${who} says that it will not happen` : "The article says that it will not happen";
    if (q.factuality === "Requested") return who ? `${who} asks that it not happen` : "Asked not to happen";
    if (q.factuality === "Possible") return who ? `${who} doubts it` : "Doubted";
    return who ? `Denied by ${who}` : "Denied in the article’s own words";
  }
  if (q.factuality === "Future") return who ? `Announced by ${who}` : "Planned or announced";
  if (q.factuality === "Requested") return who ? `Asked for by ${who}` : "Asked for";
  if (q.factuality === "Possible") return who ? `Held possible by ${who}` : "Held possible";
  return who ? `Said by ${who}` : "In the article’s own words";
};

// The words of a sentence: the quote in full ink, its parts marked.
const marked = (q) => {
  const text = q.article.sentences[q.sentence] ?? "";
  const [from, to] = q.span;
  const cuts = new Set([0, from, to, text.length]);
  const marks = [];
  for (let i = 0; i < q.marks.length; i += 3) { marks.push(q.marks.slice(i, i + 3)); cuts.add(q.marks[i]); cuts.add(q.marks[i + 1]); }
  const points = [...cuts].sort((a, b) => a - b);
  const pieces = points.slice(1).map((end, k) => {
    const start = points[k];
    const mark = marks.find(([a, b]) => a <= start && end <= b);
    const words = text.slice(start, end);
    const own = start >= from && end <= to;
    if (mark) return h("mark", { "data-part": data.parts[mark[2]], class: own ? null : "outside" }, words);
    return h("span", { class: own ? "quoted" : "outside" }, words);
  });
  const fragment = !q.article.whole;
  return [fragment ? "… " : "", pieces, fragment ? " …" : ""];
};
const words = (q) => h("blockquote", { class: q.positive ? null : "no", style: { "--c": `var(--${q.edge.family})` } },
  q.before && q.article.whole ? h("span", { class: "before" }, q.article.sentences[q.sentence - 1], " ") : null, marked(q));

const badges = (e) => [
  e.disputed ? h("span", { class: "badge disputed" }, "Disputed") : null,
  e.disputed && e.kind === "denied" ? null : h("span", { class: `badge ${e.kind}` }, KINDS[e.kind].one),
];
const entityLink = (n) => h("a", { href: `#${encode({ ...NEW, entity: n })}`, class: "thing", onclick: (event) => { event.preventDefault(); open("entity", n); } }, n.label);
const headingLinks = (e) => e.heading.map((part) => (typeof part === "number" ? entityLink(nodes[part]) : part));
const articleLink = (a) => h("a", { href: `#${encode({ ...NEW, article: a })}`, class: "thing", onclick: (event) => { event.preventDefault(); open("article", a); } }, a.headline);
const whereTold = (a) => [a.publisher, a.headline === a.source ? "" : a.source, day(a.date)].filter(Boolean).join(" · ");
const sureness = (q) => (q.confidence === null ? null : h("span", { class: "sure", title: "How sure the reading is: of 100 such pieces of evidence, so many are right" },
  h("i", { style: { "--p": `${Math.round(q.confidence * 100)}%` } }), `${Math.round(q.confidence * 100)} % sure`));

const citation = (q) => {
  const a = q.article;
  const quoted = a.sentences[q.sentence].slice(...q.span);
  const text = quoted.trim().replace(/\s+/g, " ");
  const who = q.speaker ? `${q.speaker.label}, ` : "";
  const where = [a.author, a.headline, a.publisher, day(a.date), a.url || (a.headline === a.source ? "" : a.source)].filter(Boolean).join(", ");
  return `“${text}” (${who}${where}; characters ${q.at} to ${q.at + [...quoted].length}). ${stance(q)}: ${sentence(q.edge)}.`;
};
const copy = async (text, button, done = "Copied") => {
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch { // a file's page may not have the clipboard
    const area = h("textarea", { class: "aside", "aria-hidden": "true" }, text);
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  button.textContent = done;
  say(done);
  setTimeout(() => { button.textContent = before; }, 1600);
};

const quote = (q) => {
  const a = q.article;
  const rest = [
    q.time ? `when: ${day(q.time)}` : "", q.role ? `${q.former ? "formerly " : ""}${q.role}` : q.former ? "formerly" : "",
    SPEECH[q.factuality],
  ].filter(Boolean);
  const button = h("button", { type: "button", class: "small", onclick: () => copy(citation(q), button) }, "Copy citation");
  const said = stance(q);
  const parts = q.speaker ? said.split(q.speaker.label) : [said];
  return h("figure", { class: "quote" },
    h("p", { class: q.positive ? "stance" : "stance no" }, parts.length === 2 ? [parts[0], entityLink(q.speaker), parts[1]] : said),
    words(q),
    h("figcaption", {},
      h("span", { class: "where" }, articleLink(a), whereTold(a) ? h("span", {}, whereTold(a)) : null),
      a.url ? h("span", { class: "where" }, outside(a.url, clip(a.url.replace(/^https?:\/\//, ""), 46))) : null,
      h("span", { class: "facets" }, rest.map((text) => h("span", { class: "facet" }, text)), sureness(q),
        q.rule ? h("span", { class: "rule", title: "What found it" }, `rule: ${q.rule.replaceAll("_", " ")}`) : null, button)));
};

// A statement in a list: its sentence, then one quote of each side.
const item = (e, { short = false } = {}) => {
  const latest = (list) => list.reduce((best, q) => (!best || q.date >= best.date ? q : best), null);
  const passing = e.quotes.filter((q) => !missOfQuote(q));
  const list = passing.length ? passing : e.quotes;
  const sides = e.disputed ? [latest(list.filter((q) => q.positive)), latest(list.filter((q) => !q.positive))] : [latest(list)];
  const told = sides.find(Boolean);
  return h("li", { class: `item ${e.kind}` },
    h("a", { class: "headline", href: `#${encode({ ...NEW, fact: e })}`, "aria-current": e === state.fact ? "true" : null, onclick: (event) => { event.preventDefault(); open("fact", e); } }, sentence(e)),
    h("p", { class: "meta" }, badges(e), told ? h("span", {}, [told.article.publisher || told.article.source || told.article.headline, day(told.date, true)].filter(Boolean).join(" · ")) : null,
      e.articles.size > 1 ? h("span", {}, plural(e.articles.size, "article")) : null),
    short ? null : sides.filter(Boolean).map((q) => h("div", { class: "said" }, h("p", { class: q.positive ? "stance" : "stance no" }, stance(q)), words(q))));
};
