// What the reader has chosen. It lives in the fragment of the address: Back undoes it, a link shares it.

const SETS = { kinds: Object.keys(KINDS), families: Object.keys(FAMILIES) };
const NEW = {
  tab: "", entity: null, fact: null, article: null, group: null, hops: 0, to: null, all: false, hidden: [], kinds: null, families: null,
  relation: "", type: "", publisher: "", speaker: "", voice: "", sure: 0, from: "", until: "",
};
const FILTERS = ["kinds", "families", "relation", "type", "publisher", "speaker", "voice", "sure", "from", "until"];
let state = { ...NEW };

const encode = (s) => {
  const words = new URLSearchParams();
  for (const key of Object.keys(NEW)) {
    const value = s[key];
    if (key in SETS) { if (value) words.set(key, [...value].join(".") || "none"); }
    else if (key === "entity" || key === "fact" || key === "article" || key === "to") { if (value) words.set(key, value.id); }
    else if (key === "hidden") { if (value.length) words.set(key, value.map((n) => n.id).join(".")); }
    else if (key === "group") { if (value !== null) words.set(key, value + 1); }
    else if (key === "speaker") { if (value) words.set(key, value.id ?? value); }
    else if (value) words.set(key, value === true ? "yes" : value);
  }
  return words.toString();
};

const decode = (text) => {
  const words = new URLSearchParams(text);
  const next = { ...NEW };
  const known = (kind, id) => byId[kind].get(id) ?? null;
  next.entity = known("entity", words.get("entity"));
  next.to = known("entity", words.get("to"));
  next.fact = known("fact", words.get("fact"));
  next.article = known("article", words.get("article"));
  const group = Number(words.get("group")) - 1;
  next.group = data.communities[group] ? group : null;
  next.hops = Math.max(0, Math.min(3, Math.trunc(Number(words.get("hops"))) || 0));
  next.all = words.get("all") === "yes";
  next.hidden = (words.get("hidden") ?? "").split(".").map((id) => known("entity", id)).filter(Boolean);
  for (const [key, all] of Object.entries(SETS)) if (words.has(key)) next[key] = new Set(words.get(key).split(".").filter((word) => all.includes(word)));
  next.sure = Math.max(0, Math.min(1, Number(words.get("sure")) || 0));
  next.speaker = known("entity", words.get("speaker")) ?? "";
  for (const key of ["tab", "relation", "type", "publisher", "voice", "from", "until"]) next[key] = words.get(key) ?? "";
  return next;
};

let apply = () => {}; // main.js says what follows from a choice
let written = null;
const fragment = () => location.hash.slice(1);

// Choose something. A step of its own in the history, unless it only goes on with the step before (a slider, an arrow key).
const go = (change, { replace = false } = {}) => {
  const before = state;
  state = { ...state, ...change };
  written = encode(state);
  if (written !== fragment()) {
    if (replace) location.replace(`#${written}`);
    else location.hash = written;
  }
  apply(before);
};
// Inside an article its own facts and entities are opened without leaving it.
const keeps = (kind, thing) => state.article && (kind === "fact" ? thing.articles.has(state.article) : kind === "entity" && state.article.mentions.includes(thing));
const open = (kind, thing) => go({ entity: null, fact: null, article: keeps(kind, thing) ? state.article : null, to: null, hops: 0, [kind]: thing });
const home = () => go({ entity: null, fact: null, article: null, to: null, hops: 0, group: null, all: false });
addEventListener("hashchange", () => {
  if (fragment() === written) return;
  const before = state;
  state = decode(fragment());
  written = encode(state);
  apply(before);
});

// ---- what passes the filters -------------------------------------------------------------------------------------

const BIT = Object.fromEntries(["kinds", "families", "relation", "type", "hidden", "publisher", "speaker", "voice", "sure", "time"].map((key, i) => [key, 1 << i]));
const OF_QUOTE = BIT.publisher | BIT.speaker | BIT.voice | BIT.sure | BIT.time;
const usual = () => (state.article || state.entity ? new Set(SETS.kinds) : new Set(SETS.kinds.filter((kind) => kind !== "unsure")));
const chosenKinds = () => state.kinds ?? usual();

const missOfEdge = (e, kinds) => (
  (kinds.has(e.kind) || (e.disputed && kinds.has("denied")) ? 0 : BIT.kinds) | (!state.families || state.families.has(e.family) ? 0 : BIT.families)
  | (!state.relation || e.name === state.relation ? 0 : BIT.relation) | (!state.type || e.source.type === state.type || e.target.type === state.type ? 0 : BIT.type)
  | (state.hidden.length && (state.hidden.includes(e.source) || state.hidden.includes(e.target)) ? BIT.hidden : 0)
);
const missOfQuote = (q) => (
  (!state.publisher || place(q.article) === state.publisher ? 0 : BIT.publisher) | (!state.speaker || q.speaker === state.speaker ? 0 : BIT.speaker)
  | (!state.voice || (state.voice === "own") === !(q.speaker || q.attributed) ? 0 : BIT.voice) | ((q.confidence ?? 1) >= state.sure ? 0 : BIT.sure)
  | ((!state.from || q.date.slice(0, 10) >= state.from) && (!state.until || (q.date && q.date.slice(0, 10) <= state.until)) ? 0 : BIT.time)
);
let visible = new Set();
const sift = () => {
  const kinds = chosenKinds();
  const ofQuote = Boolean(state.publisher || state.speaker || state.voice || state.sure || state.from || state.until);
  visible = new Set(edges.filter((e) => !missOfEdge(e, kinds) && (!ofQuote || e.quotes.some((q) => !missOfQuote(q)))));
};
const filtered = () => FILTERS.some((key) => (key in SETS ? state[key] !== null : Boolean(state[key])));

// How many statements each choice of a filter would show, all other filters as they are.
const tally = (key, values) => {
  const kinds = chosenKinds();
  const bit = BIT[key];
  const found = new Map();
  for (const e of edges) {
    if (missOfEdge(e, kinds) & ~bit) continue;
    const quotes = e.quotes.filter((q) => !(missOfQuote(q) & ~bit));
    if (!quotes.length && e.quotes.length) continue;
    for (const value of new Set(bit & OF_QUOTE ? quotes.flatMap(values) : values(e))) found.set(value, (found.get(value) ?? 0) + 1);
  }
  return found;
};
