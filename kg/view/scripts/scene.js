// What is drawn of what passes the filters: few enough that every name and every relation can be read.

const FIRST = 36; // entities in the first picture
const AROUND = 40; // around one entity, in one article, in one community
const PHONE = 12;
const LINES = 3; // between the same two entities
const narrow = matchMedia("screen and (max-width: 860px), screen and (max-height: 480px)");
const most = (count) => (narrow.matches ? PHONE : count);

// The entities that visible statements join, the best connected first.
let ranked = [];
let reach = new Map(); // entity -> its visible statements
const rank = () => {
  reach = new Map();
  for (const e of visible) {
    if (e.from === e.to) continue;
    for (const n of [e.source, e.target]) if (!reach.has(n)) reach.set(n, [e]); else reach.get(n).push(e);
  }
  const weight = (n) => reach.get(n).reduce((sum, e) => sum + (e.kind === "fact" ? 1 : e.disputed ? 1.2 : 0.7), 0);
  const weights = new Map([...reach.keys()].map((n) => [n, weight(n)]));
  ranked = [...reach.keys()].sort((a, b) => weights.get(b) - weights.get(a) || a.i - b.i);
};
const other = (e, n) => (e.source === n ? e.target : e.source);
const around = (n) => [...new Set((reach.get(n) ?? []).map((e) => other(e, n)))];

const parts = () => {
  const seen = new Set();
  const found = [];
  for (const start of ranked) {
    if (seen.has(start)) continue;
    const part = [start];
    seen.add(start);
    for (const one of part) for (const next of around(one)) if (!seen.has(next)) { seen.add(next); part.push(next); }
    found.push(part);
  }
  return found.sort((a, b) => b.length - a.length || a[0].i - b[0].i);
};

// The best connected of every part: each part gets room by its size, and grows from its best connected entity.
const opening = (room) => {
  const order = new Map(ranked.map((n, i) => [n, i]));
  const [largest, ...others] = parts();
  if (!largest) return [];
  const chosen = [];
  const shown = others.filter((part) => part.length > 2 || others.length < 4);
  const spare = Math.max(room - largest.length, Math.round(room / 3));
  for (const part of shown) {
    const want = Math.min(part.length, part.length < 4 ? part.length : 3 + Math.floor(part.length / 12));
    if (chosen.length + want > spare) break;
    chosen.push(...grow([part[0]], want, order));
  }
  return [...grow([largest[0]], room - chosen.length, order), ...chosen];
};
// From some entities on to the best connected neighbours of those already there.
const grow = (starts, room, order = new Map(ranked.map((n, i) => [n, i]))) => {
  const chosen = new Set(starts);
  const ahead = new Set(starts.flatMap(around));
  while (chosen.size < room) {
    let best = null;
    for (const n of ahead) if (!chosen.has(n) && (!best || order.get(n) < order.get(best))) best = n;
    if (!best) break;
    chosen.add(best);
    ahead.delete(best);
    for (const n of around(best)) ahead.add(n);
  }
  return [...chosen];
};
const within = (start, hops, room) => {
  let edge = [start];
  const found = new Set(edge);
  const order = new Map(ranked.map((n, i) => [n, i]));
  for (let step = 0; step < hops && found.size < room; step++) {
    const next = [...new Set(edge.flatMap(around))].filter((n) => !found.has(n)).sort((a, b) => order.get(a) - order.get(b));
    edge = next.slice(0, room - found.size);
    for (const n of edge) found.add(n);
  }
  return [...found];
};
const path = (start, goal) => {
  const from = new Map([[start, null]]);
  const queue = [start];
  for (const one of queue) {
    if (one === goal) break;
    for (const next of around(one)) if (!from.has(next)) { from.set(next, one); queue.push(next); }
  }
  const steps = [];
  for (let at = from.has(goal) ? goal : null; at; at = from.get(at)) steps.unshift(at);
  return steps;
};

const byWeight = (list, room) => {
  const order = new Map(ranked.map((n, i) => [n, i]));
  return [...new Set(list)].sort((a, b) => (order.get(a) ?? Infinity) - (order.get(b) ?? Infinity) || a.i - b.i).slice(0, room);
};

// What the choices ask to be drawn, whatever is selected in it.
const base = () => {
  if (state.to && state.entity) {
    const steps = path(state.entity, state.to);
    return { nodes: steps.length ? steps : [state.entity, state.to], note: steps.length ? `The shortest path, ${plural(steps.length - 1, "step")}.` : "No path of what is visible joins the two." };
  }
  if (state.entity && state.hops) return { nodes: within(state.entity, state.hops, state.hops === 1 ? most(AROUND) : most(60)) };
  if (state.article) {
    const own = state.article.quotes.map((q) => q.edge).filter((e) => visible.has(e));
    return { nodes: byWeight(own.flatMap((e) => [e.source, e.target]), most(AROUND)), only: new Set(own) };
  }
  if (state.group !== null) return { nodes: byWeight(data.communities[state.group].map((i) => nodes[i]).filter((n) => reach.has(n)), most(AROUND)) };
  if (state.all) return { nodes: ranked.slice(0, data.limit) };
  if (narrow.matches) return { nodes: ranked.length ? grow(within(state.entity && reach.has(state.entity) ? state.entity : ranked[0], 1, PHONE), PHONE) : [] };
  if (centre) return { nodes: within(centre, 1, AROUND) };
  if (data.communities.length && !filtered()) return { groups: true, nodes: [] };
  return { nodes: opening(FIRST) };
};

let scene = { nodes: [], edges: [], groups: null, note: "" };
const compose = () => {
  let asked = base();
  const inside = new Set(asked.nodes);
  if (state.fact && !(inside.has(state.fact.source) && inside.has(state.fact.target))) {
    const ends = [...new Set([state.fact.source, state.fact.target])];
    asked = { nodes: [...new Set([...ends, ...byWeight(ends.flatMap(around), most(14))])].slice(0, most(14)) };
  } else if (state.entity && !inside.has(state.entity) && !state.to) {
    asked = { nodes: within(state.entity, 1, most(AROUND)) };
  }
  if (asked.groups) { scene = communitiesAsScene(); return; }
  const shown = new Set(asked.nodes);
  const pairs = new Map();
  for (const n of shown) {
    for (const e of reach.get(n) ?? []) {
      if (e.source !== n && shown.has(e.source)) continue; // it comes from its other end
      if (!shown.has(e.source) || !shown.has(e.target) || (asked.only && !asked.only.has(e))) continue;
      const key = e.from < e.to ? e.from * nodes.length + e.to : e.to * nodes.length + e.from;
      if (pairs.has(key)) pairs.get(key).push(e); else pairs.set(key, [e]);
    }
  }
  if (state.fact && state.fact.from !== state.fact.to && !visible.has(state.fact)) {
    const [a, b] = [state.fact.from, state.fact.to].sort((x, y) => x - y);
    const key = a * nodes.length + b;
    pairs.set(key, [state.fact, ...(pairs.get(key) ?? [])]);
  }
  const worth = (e) => (e === state.fact ? 9 : 0) + (e.disputed ? 3 : 0) + (e.kind === "fact" ? 2 : e.kind === "unsure" ? 0 : 1);
  const drawn = [];
  for (const list of pairs.values()) {
    list.sort((a, b) => worth(b) - worth(a) || byDate(a, b));
    list.slice(0, LINES).forEach((e, turn) => {
      // a bend is to the right of an arrow: the other way round for arrows the other way
      const bend = (turn % 2 ? 1 : -1) * 0.2 * Math.ceil(turn / 2);
      drawn.push({ e, bend: e.from <= e.to ? bend : -bend, more: turn === LINES - 1 ? list.length - LINES : 0 });
    });
  }
  scene = { nodes: [...shown], edges: drawn, groups: null, note: asked.note ?? "" };
};

// A graph too large for names opens as its communities, each named by its best connected members.
const communitiesAsScene = () => {
  const groups = data.communities.slice(0, most(FIRST)).map((members, k) => ({
    id: `g${k}`, k, size: members.length, label: nodes[members[0]].label, role: `and ${number(members.length - 1)} around`,
  }));
  const joined = new Map();
  for (const e of visible) {
    const [a, b] = [e.source.group, e.target.group].sort((x, y) => x - y);
    if (a === b || a === undefined || b === undefined || b >= groups.length) continue;
    const key = `${a}-${b}`;
    joined.set(key, (joined.get(key) ?? 0) + 1);
  }
  const strongest = [...joined].sort((a, b) => b[1] - a[1]).slice(0, 60);
  return {
    nodes: [], edges: [], note: "", groups,
    between: strongest.map(([key, weight]) => { const [a, b] = key.split("-").map(Number); return { id: key, a: groups[a], b: groups[b], weight }; }),
  };
};

const told = () => {
  const all = ranked.length;
  if (scene.groups) {
    const inside = scene.groups.reduce((sum, g) => sum + g.size, 0);
    return `${plural(scene.groups.length, "community", "communities")} with ${number(inside)} of ${plural(all, "entity", "entities")}; choose one to unfold it`;
  }
  const lines = scene.edges.length;
  return `${number(scene.nodes.length)} of ${plural(Math.max(all, scene.nodes.length), "entity", "entities")} and ${number(lines)} of ${plural(Math.max(visible.size, lines), "statement")} drawn`;
};
