// The scene on the canvas of vis-network; names and relations are drawn here, as many as fit, none over another.

const stage = $("stage");
const options = read("options");
const nodeSet = new vis.DataSet();
const edgeSet = new vis.DataSet();
let network = null;
let colors = {};
let hover = null;
let many = false;
let linesChanged = false; // whether lines have changed since they were drawn
let near = null; // the entities beside what is selected, or null

const readColors = () => {
  const names = ["paper", "sheet", "ink", "soft", "line", "accent", ...Object.keys(FAMILIES), "person", "organization", "country", "place", "group", "event", "other"];
  const probe = h("i", {}, names.map((name) => h("i", { style: { color: `var(--${name})` } })));
  document.body.append(probe);
  colors = Object.fromEntries(names.map((name, i) => [name, getComputedStyle(probe.children[i]).color]));
  colors.sans = getComputedStyle(probe).fontFamily;
  probe.remove();
};
const faded = (color, opacity) => color.replace(/^rgb\(([^)]*)\)$/, (_, rgb) => `rgba(${rgb}, ${opacity})`);

// ---- places ------------------------------------------------------------------------------------------------------

const widths = new Map();
const measuring = document.createElement("canvas").getContext("2d");
const measure = (font, text) => {
  const key = font + text;
  if (!widths.has(key)) { measuring.font = font; widths.set(key, measuring.measureText(text).width); }
  return widths.get(key);
};
const nameFont = (thing) => `600 ${thing.bold ? 13.5 : 12.5}px ${colors.sans}`;
const lineFont = (e) => `${e.kind === "fact" && !e.disputed ? "400" : "italic 400"} 11.5px ${colors.sans}`;
const roleFont = () => `400 11px ${colors.sans}`;
const NAME = 28; // characters
let things = new Map(); // id -> what is drawn as a node: {id, node or group, label, role, size, x, y}
let lines = new Map(); // id -> what is drawn as a line
let placed = ""; // the scene that has its places

const settle = () => {
  const [width, height] = [stage.clientWidth, stage.clientHeight];
  const list = scene.groups
    ? scene.groups.map((g) => ({ id: g.id, group: g, label: g.label, role: g.role, weight: g.size / 4, bold: true, shape: "dot" }))
    : scene.nodes.map((n) => ({ id: n.id, node: n, label: n.label, role: n.role, weight: 0, bold: false, shape: n.shape }));
  const known = new Map(list.map((thing, i) => [thing.id, i]));
  const joins = scene.groups ? scene.between.map((b) => [known.get(b.a.id), known.get(b.b.id)]) : scene.edges.map((line) => [known.get(line.e.source.id), known.get(line.e.target.id), list.length > 60 ? 0 : Math.max(0, measure(lineFont(line.e), lineWords({ edge: line.e, more: line.more })) - 70) / 150]);
  for (const [a, b] of joins) { list[a].weight++; list[b].weight++; }
  const crowd = list.length > 60;
  for (const thing of list) {
    thing.size = (crowd ? 5 : 7) + Math.min(12, 2.6 * Math.sqrt(thing.weight));
    thing.bold ||= thing.weight >= 6;
    thing.below = thing.role ? 31 : 18;
  }
  const key = `${width}x${height}|${[...known.keys()].join()}|${joins.join()}`;
  if (key !== placed) {
    const boxes = list.map((thing) => ({
      w: Math.max(2 * thing.size, measure(nameFont(thing), clip(thing.label, NAME)), thing.role ? measure(roleFont(), clip(thing.role, NAME + 4)) : 0) + 14,
      h: 2 * thing.size + thing.below + 8,
    }));
    if (crowd) for (const box of boxes) box.w = Math.min(box.w, 84);
    const points = arrange(boxes, joins, Math.max(200, width - 16), Math.max(160, height - 8));
    list.forEach((thing, i) => Object.assign(thing, { x: points[i].x, y: points[i].y - thing.below / 2 }));
  } else for (const thing of list) { const { x, y } = things.get(thing.id); Object.assign(thing, { x, y }); }
  const again = key !== placed;
  placed = key;
  things = new Map(list.map((thing) => [thing.id, thing]));
  lines = new Map(scene.groups
    ? scene.between.map((b) => [b.id, { id: b.id, from: b.a.id, to: b.b.id, weight: b.weight, bend: 0 }])
    : scene.edges.map(({ e, bend, more }) => [e.id, { id: e.id, edge: e, from: e.source.id, to: e.target.id, bend, more }]));
  return again;
};

// ---- looks -------------------------------------------------------------------------------------------------------

const nodeLook = (thing) => {
  const beside = !near || near.has(thing.id);
  const chosen = thing.node ? thing.node === state.entity : false;
  const color = thing.group ? colors.accent : colors[typeColor(thing.node.type)];
  return {
    id: thing.id, x: thing.x, y: thing.y, size: thing.size, shape: thing.shape, opacity: beside ? 1 : 0.3, borderWidth: chosen ? 4 : 1.5,
    color: { background: color, border: chosen ? colors.ink : colors.paper },
  };
};
const edgeLook = (line) => {
  const e = line.edge;
  const chosen = e && e === state.fact;
  const beside = !near || (state.fact ? chosen : e && (e.source === state.entity || e.target === state.entity));
  const color = e ? colors[e.family] : colors.standing;
  const width = e ? (chosen ? 2 : 0) + (e.kind === "fact" ? 2 : 1.6) + Math.min(1.5, 0.3 * (e.quotes.length - 1)) : 1 + Math.min(6, Math.log2(line.weight));
  return {
    id: line.id, from: line.from, to: line.to, width, dashes: e ? KINDS[e.kind].dash : false,
    color: { color: faded(color, beside ? (e ? 0.85 : 0.4) : 0.16) }, arrows: !e || e.symmetric ? "" : { to: { enabled: true, scaleFactor: 0.5 } },
    smooth: line.bend ? { enabled: true, type: line.bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(line.bend) } : false,
  };
};
const looks = new Map();
// Only what changes is handed to vis-network, which redraws and measures all that it is given.
const update = (set, wanted) => {
  const ids = new Set(wanted.map((look) => look.id));
  const gone = set.getIds().filter((id) => !ids.has(id));
  for (const id of gone) looks.delete(id);
  if (gone.length) set.remove(gone);
  const altered = wanted.filter((look) => {
    const text = JSON.stringify(look);
    if (looks.get(look.id) === text) return false;
    looks.set(look.id, text);
    return true;
  });
  if (altered.length) set.update(altered);
  return gone.length + altered.length > 0;
};
const redraw = () => network.body.emitter.emit("_requestRedraw"); // once, in the next frame
const makeNetwork = () => {
  const made = new vis.Network(stage, { nodes: nodeSet, edges: edgeSet }, options);
  made.on("beforeDrawing", endLines);
  made.on("afterDrawing", drawNames);
  made.on("click", pressed);
  made.on("hoverNode", ({ node }) => { hover = node; stage.style.cursor = "pointer"; redraw(); });
  made.on("blurNode", () => { hover = null; stage.style.cursor = ""; redraw(); });
  made.on("hoverEdge", ({ edge, event }) => { stage.style.cursor = "pointer"; tip(lines.get(edge), event); });
  made.on("blurEdge", () => { stage.style.cursor = ""; $("tip").hidden = true; });
  made.on("dragStart", () => { $("tip").hidden = true; });
  return made;
};
// A line is to end at the base of its arrow, which vis-network learns only by drawing the arrow, after the line.
const endLines = (context) => {
  if (!linesChanged) return;
  linesChanged = false;
  for (const line of Object.values(network.body.edges)) if (line.connected) line.drawArrows(context);
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  context.restore();
};
const draw = ({ refit = false } = {}) => {
  if (!stage.clientWidth) return; // the list is in front: nothing to draw on
  if (!network) readColors();
  const resettled = settle();
  near = null;
  if (state.fact) near = new Set([state.fact.source.id, state.fact.target.id]);
  else if (state.entity && things.has(state.entity.id) && !state.to && state.hops !== 1) {
    near = new Set([state.entity.id]);
    for (const { e } of scene.edges) if (e.source === state.entity || e.target === state.entity) near.add(e.source.id).add(e.target.id);
  }
  network?.body.emitter.emit("_blockRedraw"); // vis-network would draw after each change of its data
  const moved = update(nodeSet, [...things.values()].map(nodeLook));
  linesChanged = update(edgeSet, [...lines.values()].map(edgeLook)) || moved || linesChanged;
  if (network) network.body.emitter.emit("_allowRedraw");
  else network = makeNetwork();
  if (many !== lines.size > 600) { // so many lines are left out while the picture moves
    many = !many;
    network.setOptions({ interaction: { hideEdgesOnDrag: many, hideEdgesOnZoom: many } });
  }
  if (resettled || refit) fit();
  else redraw();
  const nothing = $("nothing");
  nothing.hidden = things.size > 0;
  nothing.textContent = edges.length ? "Nothing passes these filters." : "No statements between entities in this graph.";
};

const fit = () => {
  if (!things.size) return;
  const list = [...things.values()];
  const [left, right] = [Math.min(...list.map((t) => t.x - t.size)), Math.max(...list.map((t) => t.x + t.size))];
  const [top, bottom] = [Math.min(...list.map((t) => t.y - t.size)), Math.max(...list.map((t) => t.y + t.size + t.below))];
  const scale = Math.min(1, (stage.clientWidth - 16) / Math.max(1, right - left), (stage.clientHeight - 8) / Math.max(1, bottom - top));
  network.moveTo({ scale, position: scale === 1 ? { x: 0, y: 0 } : { x: (left + right) / 2, y: (top + bottom) / 2 }, animation: false });
};
const zoom = (factor) => network?.moveTo({ scale: Math.min(6, Math.max(0.03, network.getScale() * factor)) });

// ---- names -------------------------------------------------------------------------------------------------------

// The words at a line: a fact stands alone, a claim carries who makes it, or in brief stands in quotation marks.
const lineWords = ({ edge: e, more }, brief = false) => {
  if (!e) return "";
  const q = e.quotes.find((one) => one.speaker && one.positive === (e.kind !== "denied")) ?? e.quotes.find((one) => one.speaker);
  const who = q?.speaker ? clip(q.speaker.label, 18) : e.quotes.some((one) => one.attributed) ? "somebody" : "";
  const words = e.disputed ? `⚡ ${e.label}: disputed` : e.kind === "unsure" ? `${e.label} ?` : e.kind === "fact" || !who ? e.label : brief ? `“${e.label}”` : `${who}: ${e.label}`;
  return `${clip(words, 40)}${more > 0 ? ` +${more}` : ""}`;
};
const PLACES = [0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8]; // where at a line its words may stand
const BESIDE = 40; // pixels from a line to the middle of words beside it
let labels = []; // what was drawn as text: [text, font, color, x, y, plate]
let targets = []; // where a tap on a name falls: [box, id, whether a line]

function drawNames(context) {
  const scale = network.getScale();
  const grid = new Map();
  const cell = 48;
  const cells = ([x1, y1, x2, y2]) => {
    const keys = [];
    for (let x = Math.floor(x1 / cell); x <= Math.floor(x2 / cell); x++) for (let y = Math.floor(y1 / cell); y <= Math.floor(y2 / cell); y++) keys.push(x * 4096 + y);
    return keys;
  };
  const taken = (box, owner) => cells(box).some((key) => grid.get(key)?.some(([b, o]) => o !== owner && box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3]));
  const take = (box, owner) => { for (const key of cells(box)) { if (!grid.has(key)) grid.set(key, []); grid.get(key).push([box, owner]); } };

  const [width, height] = [stage.clientWidth, stage.clientHeight];
  const inside = ([left, top, right, bottom]) => left > 1 && top > 1 && right < width - 1 && bottom < height - 1;
  const at = new Map();
  const shown = [];
  for (const thing of things.values()) {
    const point = network.canvasToDOM({ x: thing.x, y: thing.y });
    at.set(thing.id, point);
    if (point.x < -80 || point.y < -40 || point.x > width + 80 || point.y > height + 40) continue;
    const r = thing.size * scale;
    shown.push([thing, point, r]);
    take([point.x - r, point.y - r, point.x + r, point.y + r], thing.id);
  }
  const weight = ([thing]) => (thing.id === hover || thing.node === state.entity ? 1e6 : 0) + (near?.has(thing.id) ? 1e5 : 0) + thing.weight;
  shown.sort((a, b) => weight(b) - weight(a));

  labels = [];
  targets = [];
  let count = 0;
  for (const [thing, point, r] of shown) {
    if (count > 130) break;
    const beside = !near || near.has(thing.id);
    const must = thing.id === hover || (thing.node && thing.node === state.entity);
    const text = clip(thing.label, must ? 60 : NAME);
    const font = nameFont(thing);
    const roleText = thing.role && (scale > 0.6 || must) ? clip(thing.role, must ? 60 : NAME + 4) : "";
    const w = Math.max(measure(font, text), roleText ? measure(roleFont(), roleText) : 0) + 6;
    const tall = roleText ? 28 : 15;
    const spots = [[0, r + 3 + tall / 2], [0, -r - 3 - tall / 2], [r + 4 + w / 2, 0], [-r - 4 - w / 2, 0]].map(([dx, dy]) => [point.x + dx, point.y + dy]);
    const box = ([x, y]) => [x - w / 2, y - tall / 2, x + w / 2, y + tall / 2];
    const free = spots.find((spot) => inside(box(spot)) && !taken(box(spot), thing.id));
    if (!free && !must && scene.nodes.length > AROUND) continue;
    let [x, y] = free ?? spots[0];
    if (!free) x = Math.max(w / 2 + 2, Math.min(width - w / 2 - 2, x));
    take(box([x, y]), thing.id);
    targets.push([box([x, y]), thing.id, false]);
    const color = beside || must ? colors.ink : colors.soft;
    labels.push([text, font, color, x, roleText ? y - 6.5 : y, 0]);
    if (roleText) labels.push([roleText, roleFont(), colors.soft, x, y + 7, 0]);
    count++;
  }

  const ordered = [...lines.values()].filter((line) => line.edge && line.from !== line.to);
  const own = (line) => line.edge === state.fact || (state.entity && (line.edge.source === state.entity || line.edge.target === state.entity));
  ordered.sort((a, b) => Number(own(b)) - Number(own(a)) || Number(b.edge.disputed ?? false) - Number(a.edge.disputed ?? false) || b.edge.quotes.length - a.edge.quotes.length);
  let labelled = 0;
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  const ratio = context.canvas.width / context.canvas.clientWidth;
  context.scale(ratio, ratio);
  for (const line of ordered) {
    const e = line.edge;
    if (near && !own(line)) continue;
    const drawn = network.body.edges[line.id];
    if (!drawn?.connected) continue;
    const [a, b] = [at.get(line.from), at.get(line.to)];
    const length = Math.hypot(a.x - b.x, a.y - b.y);
    const point = (part) => network.canvasToDOM(drawn.edgeType.getPoint(part));
    if (e.kind === "denied" && length > 30) {
      const { x, y } = point(0.5);
      context.lineWidth = 2;
      context.strokeStyle = colors[e.family];
      context.beginPath();
      context.moveTo(x - 4, y - 4); context.lineTo(x + 4, y + 4);
      context.moveTo(x + 4, y - 4); context.lineTo(x - 4, y + 4);
      context.stroke();
    }
    if (labelled > 90 || (!own(line) && (scale < 0.5 || scene.nodes.length > 60))) continue;
    const font = lineFont(e);
    const along = PLACES.map((part) => { const { x, y } = point(part); return [x, e.kind === "denied" ? y - 12 : y]; });
    const [nx, ny] = [(b.y - a.y) / (length || 1), (a.x - b.x) / (length || 1)];
    let [text, w, spot] = ["", 0, null];
    const boxAt = ([x, y]) => [x - w / 2, y - 7.5, x + w / 2, y + 7.5];
    const fits = (one) => inside(boxAt(one)) && !taken(boxAt(one), line.id);
    for (const words of new Set([lineWords(line), lineWords(line, true)])) {
      if (spot) break;
      text = words;
      w = measure(font, text) + 6;
      spot = along.find(fits);
      // else beside the line, unless that is so far off that nobody can tell whose words they are
      const far = Math.abs(nx) * (w / 2) + Math.abs(ny) * 7.5 + 3;
      if (!spot && far < BESIDE) spot = along.flatMap(([x, y]) => [far, -far].map((by) => [x + nx * by, y + ny * by])).find(fits);
    }
    if (!spot && e !== state.fact) continue;
    const [x, y] = spot ?? [Math.max(w / 2 + 2, Math.min(width - w / 2 - 2, along[0][0])), along[0][1]];
    take(boxAt([x, y]), line.id);
    targets.push([boxAt([x, y]), line.id, true]);
    labels.push([text, font, colors[e.family], x, y, w]);
    labelled++;
  }
  context.textBaseline = "middle";
  context.textAlign = "center";
  context.lineJoin = "round";
  for (const [text, font, color, x, y, plate] of labels.toReversed()) {
    context.font = font;
    if (plate) { context.fillStyle = colors.paper; context.fillRect(x - plate / 2, y - 7, plate, 14); }
    else { context.lineWidth = 4; context.strokeStyle = colors.paper; context.strokeText(text, x, y); }
    context.fillStyle = color;
    context.fillText(text, x, y);
  }
  context.restore();
  document.documentElement.dataset.drawn = "";
}

// ---- the pointer -------------------------------------------------------------------------------------------------

// What a click or a tap means: what lies under it, its name, else the nearest entity within a finger's breadth.
const hit = ({ x, y }, touch, exact) => {
  if (exact.nodes.length) return exact.nodes[0];
  const inside = targets.find(([box]) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3]);
  if (inside) return inside[1];
  if (!touch && exact.edges.length) return exact.edges[0];
  let [best, least] = [null, touch ? 30 : 10];
  for (const thing of things.values()) {
    const point = network.canvasToDOM({ x: thing.x, y: thing.y });
    const far = Math.hypot(point.x - x, point.y - y) - thing.size * network.getScale();
    if (far < least) [best, least] = [thing.id, far];
  }
  return best ?? exact.edges[0] ?? null;
};
function pressed(event) {
  $("tip").hidden = true;
  const touch = event.event?.pointers?.[0]?.pointerType === "touch" || event.event?.srcEvent?.pointerType === "touch";
  const id = hit(event.pointer.DOM, touch, event);
  if (id === null) { if (state.entity || state.fact) go({ entity: null, fact: null, to: null }); return; }
  const thing = things.get(id);
  if (thing?.group) go({ group: thing.group.k });
  else if (thing) go({ entity: thing.node, fact: null, to: null });
  else go({ fact: lines.get(id).edge ?? null, entity: lines.get(id).edge ? null : state.entity });
}
const tip = (line, event) => {
  if (!line?.edge) return;
  const box = $("tip");
  box.textContent = sentence(line.edge);
  box.hidden = false;
  const point = event?.pointer?.DOM ?? { x: event?.offsetX ?? 0, y: event?.offsetY ?? 0 };
  box.style.left = `${Math.max(4, Math.min(point.x + 14, stage.clientWidth - 310))}px`;
  box.style.top = `${point.y + 16}px`;
};
