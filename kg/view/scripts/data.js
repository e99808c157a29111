// What the page knows, and small helpers that the other files use.

const $ = (id) => document.getElementById(id);
const read = (id) => JSON.parse($(id).textContent);
const data = read("graph");
const { nodes, edges, articles } = data;

const KINDS = {
  fact: { name: "Facts", one: "Fact", dash: false, svg: "" },
  reported: { name: "Reported", one: "Reported", dash: [9, 5], svg: "7 4" },
  possible: { name: "Planned or possible", one: "Not yet so", dash: [4, 5], svg: "3 3.5" },
  denied: { name: "Denied", one: "Denied", dash: [1.5, 5], svg: "1.5 4" },
  unsure: { name: "Unsure", one: "Unsure reading", dash: [2, 7], svg: "2 6" },
};
const FAMILIES = { accord: "Accord", help: "Help", dispute: "Dispute", force: "Force", standing: "Positions and ties" };
const TYPES = {
  Person: "Person", Organization: "Organisation", Country: "Country", Group: "Group", Place: "Place", Facility: "Facility",
  Event: "Event", Work: "Work", Product: "Product", Law: "Law",
};
const SHAPES = {
  Person: "dot", Organization: "square", Country: "hexagon", Place: "diamond", Facility: "diamond", Group: "triangle", Event: "star",
};

// ---- numbers become the things they stand for ------------------------------------------------------------------

const byId = { entity: new Map(), fact: new Map(), article: new Map() };
nodes.forEach((n, i) => {
  Object.assign(n, { i, names: n.names ?? [], same_as: n.same_as ?? [], role: n.role ?? "", edges: [], articles: [], said: [], shape: SHAPES[n.type] ?? "triangleDown" });
  byId.entity.set(n.id, n);
});
articles.forEach((a, i) => {
  Object.assign(a, { i, quotes: [], sentences: a.sentences ?? [], paragraphs: new Set(a.paragraphs ?? []), mentions: (a.mentions ?? []).map((k) => nodes[k]) });
  byId.article.set(a.id, a);
  for (const n of a.mentions) n.articles.push(a);
});
edges.forEach((e, i) => {
  Object.assign(e, { i, source: nodes[e.from], target: nodes[e.to], quotes: e.quotes ?? [], latest: "", sure: 0, articles: new Set() });
  e.source.edges.push(e);
  if (e.target !== e.source) e.target.edges.push(e);
  for (const q of e.quotes) {
    Object.assign(q, { edge: e, article: articles[q.article], speaker: q.speaker === null ? null : nodes[q.speaker], positive: q.positive ?? false, factuality: q.factuality ?? "Actual", marks: q.marks ?? [] });
    q.date = q.article.date ?? "";
    q.article.quotes.push(q);
    if (q.speaker) q.speaker.said.push(q);
    e.articles.add(q.article);
    e.sure = Math.max(e.sure, q.confidence ?? 1);
    if (q.date > e.latest) e.latest = q.date;
  }
  byId.fact.set(e.id, e);
});
for (const a of articles) a.quotes.sort((p, q) => p.at - q.at || p.span[1] - q.span[1]);
for (const n of nodes) n.degree = n.edges.length;
data.communities.forEach((members, k) => members.forEach((i) => { nodes[i].group = k; }));
const centre = data.centre === null ? null : nodes[data.centre];

// ---- making elements ---------------------------------------------------------------------------------------------

const h = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "style") for (const [k, v] of Object.entries(value)) element.style.setProperty(k, v);
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(4).filter((child) => child !== null && child !== undefined && child !== "" && child !== false));
  return element;
};
const svgElement = (tag, attributes, ...children) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};
const svg = (width, height, ...shapes) => svgElement(
  "svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, ...shapes.map(([tag, attributes]) => svgElement(tag, attributes)),
);
const line = (kind, family, width = 26) => {
  const stroke = family ? `var(--${family})` : "currentColor";
  const cross = kind === "denied" ? [["path", { d: `M${width / 2 - 3} 2l6 6m0-6l-6 6`, stroke, "stroke-width": 1.8 }]] : [];
  return svg(width, 10, ["line", { x1: 1, x2: width - 1, y1: 5, y2: 5, "stroke-width": 2.4, stroke, "stroke-dasharray": KINDS[kind].svg }], ...cross);
};
const POINTS = {
  hexagon: [[12, 7], [9.5, 11.3], [4.5, 11.3], [2, 7], [4.5, 2.7], [9.5, 2.7]], diamond: [[7, 1.5], [12.5, 7], [7, 12.5], [1.5, 7]],
  triangle: [[7, 1.8], [12.6, 11.6], [1.4, 11.6]], triangleDown: [[7, 12.2], [12.6, 2.4], [1.4, 2.4]],
  star: [[7, 1], [8.7, 5], [13, 5.3], [9.7, 8.1], [10.8, 12.4], [7, 10], [3.2, 12.4], [4.3, 8.1], [1, 5.3], [5.3, 5]],
};
const typeColor = (type) => (
  { Person: "person", Organization: "organization", Country: "country", Place: "place", Facility: "place", Group: "group", Event: "event" }[type] ?? "other"
);
const shapeParts = (n) => (
  n.shape === "dot" ? ["circle", { cx: 7, cy: 7, r: 5.2 }]
    : n.shape === "square" ? ["rect", { x: 2, y: 2, width: 10, height: 10 }]
      : ["polygon", { points: POINTS[n.shape].map((point) => point.join()).join(" ") }]
);
const shape = (n) => {
  const [tag, attributes] = shapeParts(n);
  return svg(14, 14, [tag, { ...attributes, fill: `var(--${typeColor(n.type)})` }]);
};

// ---- words -------------------------------------------------------------------------------------------------------

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
// A date as it is written in a text; what is no date stays as it is.
const day = (iso, short = false) => {
  const [, year, month, date] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?/.exec(iso ?? "") ?? [];
  if (!year || Number.isNaN(Date.parse(iso))) return iso ?? "";
  const name = month && MONTHS[month - 1].slice(0, short ? 3 : undefined);
  return [date && Number(date), name, year].filter(Boolean).join(" ");
};
const number = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");
const plural = (count, word, many = `${word}s`) => `${number(count)} ${count === 1 ? word : many}`;
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const clip = (text, length) => (text.length <= length || [...text].length <= length ? text : `${[...text].slice(0, length - 1).join("").trimEnd()}…`);
const capital = (text) => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
const sentence = (e) => capital(e.heading.map((part) => (typeof part === "number" ? nodes[part].label : part)).join(""));
const relationName = (e) => e.name;
const count = (values) => {
  const found = new Map();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return found;
};
const byDate = (a, b) => (a.latest > b.latest ? -1 : a.latest < b.latest ? 1 : a.i - b.i);
const outside = (url, text) => h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text);
const place = (published) => [published.publisher, published.source].find(Boolean) ?? "";
