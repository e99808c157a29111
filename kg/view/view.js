"use strict";
(() => {
  const data = JSON.parse(document.getElementById("graph").textContent);
  const options = JSON.parse(document.getElementById("options").textContent);
  const $ = (id) => document.getElementById(id);
  const KINDS = {
    fact: { name: "Facts", one: "Fact", dash: false, svg: "" },
    reported: { name: "Reported or unsure", one: "Reported or unsure", dash: [9, 5], svg: "7 4" },
    possible: { name: "Planned or possible", one: "Planned or possible", dash: [4, 5], svg: "3 3.5" },
    denied: { name: "Denied", one: "Denied", dash: [1.5, 5], svg: "1.5 4" },
  };
  const FAMILIES = {
    accord: "Accord", help: "Help", dispute: "Dispute", force: "Force", standing: "Positions and ties",
  };
  const TYPES = {
    Person: "Person", Organization: "Organisation", Country: "Country", Group: "Group", Place: "Place", Facility: "Facility",
    Event: "Event", Work: "Work", Product: "Product", Law: "Law",
  };
  const SPEECH = { Actual: "", Future: "planned or announced", Possible: "held possible", Requested: "asked for" };

  const articles = new Map(data.articles.map((a, i) => [a.id, { ...a, order: i }]));
  const nodes = new Map(data.nodes.map((n) => [n.id, { ...n, edges: [] }]));
  const edges = new Map(data.edges.map((e) => [e.id, { ...e }]));
  for (const e of edges.values()) {
    nodes.get(e.from).edges.push(e);
    if (e.to !== e.from) nodes.get(e.to).edges.push(e);
    e.articles = new Set(e.quotes.map((q) => q.article));
    e.latest = e.quotes.reduce((day, q) => (articles.get(q.article)?.date > day ? articles.get(q.article).date : day), "");
  }
  for (const n of nodes.values()) n.degree = n.edges.filter((e) => e.kind === "fact").length;
  const ranked = [...nodes.values()].sort((a, b) => b.degree - a.degree || b.edges.length - a.edges.length || (a.label < b.label ? -1 : 1));

  const state = {
    kinds: new Set(["fact"]), families: new Set(Object.keys(FAMILIES)), relation: "", article: "", node: null, edge: null, hover: null,
  };

  // ---- small helpers -------------------------------------------------------------------------------------------

  const h = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes ?? {})) {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (key === "style") for (const [k, v] of Object.entries(value)) element.style.setProperty(k, v);
      else if (value !== false && value !== null) element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  };
  const svg = (width, height, ...shapes) => {
    const make = (tag, attributes) => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      return element;
    };
    const picture = make("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
    picture.append(...shapes.map(([tag, attributes]) => make(tag, attributes)));
    return picture;
  };
  const line = (kind, family, width = 26) => svg(width, 10, ["line", {
    x1: 1, x2: width - 1, y1: 5, y2: 5, "stroke-width": 2.4, "stroke-linecap": kind === "denied" ? "round" : "butt",
    stroke: family ? `var(--${family})` : "currentColor", "stroke-dasharray": KINDS[kind].svg,
  }], ...(kind === "denied" ? [["path", {
    d: `M${width / 2 - 3} 2l6 6m0-6l-6 6`, stroke: family ? `var(--${family})` : "currentColor", "stroke-width": 1.8,
  }]] : []));
  const POINTS = {
    hexagon: "12,7 9.5,11.3 4.5,11.3 2,7 4.5,2.7 9.5,2.7", diamond: "7,1.5 12.5,7 7,12.5 1.5,7", triangle: "7,1.8 12.6,11.6 1.4,11.6",
    triangleDown: "7,12.2 12.6,2.4 1.4,2.4", star: "7,1 8.7,5 13,5.3 9.7,8.1 10.8,12.4 7,10 3.2,12.4 4.3,8.1 1,5.3 5.3,5",
  };
  const typeColor = (type) => (
    { Person: "person", Organization: "organization", Country: "country", Place: "place", Facility: "place", Group: "group", Event: "event" }[type] ?? "other"
  );
  const shape = (n) => {
    const fill = `var(--${typeColor(n.type)})`;
    if (n.shape === "dot") return svg(14, 14, ["circle", { cx: 7, cy: 7, r: 5.2, fill }]);
    if (n.shape === "square") return svg(14, 14, ["rect", { x: 2, y: 2, width: 10, height: 10, fill }]);
    return svg(14, 14, ["polygon", { points: POINTS[n.shape] ?? POINTS.diamond, fill }]);
  };
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const spell = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const spellMonth = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
  const day = (iso) => {
    const parsed = new Date(iso);
    if (Number.isNaN(parsed.getTime()) || !/^\d{4}(-\d\d){0,2}/.test(iso)) return iso;
    return /^\d{4}$/.test(iso) ? iso : /^\d{4}-\d\d$/.test(iso) ? spellMonth.format(parsed) : spell.format(parsed);
  };
  const plural = (count, word, many = `${word}s`) => `${count.toLocaleString("en")} ${count === 1 ? word : many}`;
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const clip = (text, length) => ([...text].length > length ? `${[...text].slice(0, length - 1).join("").trimEnd()}…` : text);

  // ---- what is seen --------------------------------------------------------------------------------------------

  const seen = (e) => e.id === state.edge || (
    state.kinds.has(e.kind) && state.families.has(e.family) && (!state.relation || e.relation === state.relation)
    && (!state.article || e.articles.has(state.article))
  );
  const view = { nodes: new Set(), edges: new Set(), near: null };
  let colors = {};
  const readColors = () => {
    const names = ["paper", "sheet", "ink", "soft", "faint", "line", "accent", ...Object.keys(FAMILIES),
      "person", "organization", "country", "place", "group", "event", "other"];
    colors = Object.fromEntries(names.map((name) => [name, css(name)]));
    colors.sans = css("sans");
  };

  const stage = $("stage");
  const nodeSet = new vis.DataSet();
  const edgeSet = new vis.DataSet();
  let network = null;

  // what stands small on a whole large picture is drawn larger
  const growth = Math.min(1.9, Math.max(1, Math.sqrt(data.nodes.length / 200)));
  for (const n of nodes.values()) n.size *= growth;

  const nodeLook = (n) => {
    const near = !view.near || view.near.has(n.id);
    const color = colors[typeColor(n.type)];
    const chosen = n.id === state.node;
    return {
      id: n.id, hidden: !view.nodes.has(n.id), opacity: near ? 1 : state.edge ? 0.65 : 0.16, borderWidth: chosen ? 4 : 1.5,
      color: { background: color, border: chosen ? colors.ink : colors.paper },
    };
  };
  const edgeLook = (e) => {
    const near = !view.near || (state.edge ? e.id === state.edge : e.from === state.node || e.to === state.node);
    const width = (e.id === state.edge ? 2.2 : 0) + Math.min(4, 1.7 + 0.4 * (e.quotes.length - 1));
    return {
      id: e.id, hidden: !view.edges.has(e.id), width: width * growth ** 0.7, dashes: KINDS[e.kind].dash,
      color: { color: colors[e.family], opacity: near ? (e.kind === "fact" ? 0.85 : 0.75) : state.edge ? 0.45 : 0.1 },
    };
  };
  const refresh = () => {
    view.edges = new Set([...edges.values()].filter(seen).map((e) => e.id));
    view.nodes = new Set([...view.edges].flatMap((id) => [edges.get(id).from, edges.get(id).to]));
    if (state.node) view.nodes.add(state.node);
    if (data.centre) view.nodes.add(data.centre);
    view.near = null;
    if (state.edge) view.near = new Set([edges.get(state.edge).from, edges.get(state.edge).to]);
    else if (state.node) {
      view.near = new Set([state.node]);
      for (const e of nodes.get(state.node).edges) if (view.edges.has(e.id)) view.near.add(e.from).add(e.to);
    }
    nodeSet.update([...nodes.values()].map(nodeLook));
    edgeSet.update([...edges.values()].map(edgeLook));
    const nothing = $("nothing");
    nothing.hidden = view.edges.size > 0 || view.nodes.size > 0;
    nothing.textContent = edges.size ? "Nothing to show with these switches." : "No statements between entities in this graph.";
  };

  const start = () => {
    readColors();
    nodeSet.add([...nodes.values()].map((n) => ({ id: n.id, x: n.x, y: n.y, size: n.size, shape: n.shape })));
    edgeSet.add([...edges.values()].map((e) => ({
      id: e.id, from: e.from, to: e.to, arrows: e.symmetric ? "" : { to: { enabled: true, scaleFactor: 0.55 } },
      smooth: e.bend ? { enabled: true, type: e.bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(e.bend) } : false,
    })));
    refresh();
    network = new vis.Network(stage, { nodes: nodeSet, edges: edgeSet }, options);
    network.on("afterDrawing", drawNames);
    network.once("afterDrawing", () => { document.documentElement.dataset.drawn = ""; });
    network.on("click", (event) => {
      if (event.nodes.length) select(event.nodes[0], null, false);
      else if (event.edges.length) select(null, event.edges[0], false);
      else select(null);
    });
    network.on("hoverNode", ({ node }) => { state.hover = node; stage.style.cursor = "pointer"; network.redraw(); });
    network.on("blurNode", () => { state.hover = null; stage.style.cursor = ""; network.redraw(); });
    network.on("hoverEdge", ({ edge, event }) => { stage.style.cursor = "pointer"; tip(edges.get(edge), event); });
    network.on("blurEdge", () => { stage.style.cursor = ""; $("tip").hidden = true; });
    network.on("dragStart", () => { $("tip").hidden = true; });
    fit(false);
  };

  // the entities of the largest part that is connected by what is seen
  const main = () => {
    const part = new Map();
    let largest = [];
    for (const { id } of ranked) {
      if (part.has(id) || !view.nodes.has(id)) continue;
      const group = [id];
      part.set(id, id);
      for (const one of group) {
        for (const e of nodes.get(one).edges) {
          if (!view.edges.has(e.id)) continue;
          for (const other of [e.from, e.to]) if (!part.has(other)) { part.set(other, id); group.push(other); }
        }
      }
      if (group.length > largest.length) largest = group;
    }
    return largest.map((id) => nodes.get(id));
  };
  const frame = (shown) => {
    const places = network.getPositions(shown.map((n) => n.id));
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const n of shown) {
      const { x, y } = places[n.id];
      left = Math.min(left, x - n.size); right = Math.max(right, x + n.size);
      top = Math.min(top, y - n.size); bottom = Math.max(bottom, y + n.size);
    }
    const scale = Math.min(1.4, (stage.clientWidth - 130) / Math.max(1, right - left), (stage.clientHeight - 70) / Math.max(1, bottom - top));
    return { scale, position: { x: (left + right) / 2, y: (top + bottom) / 2 + 8 / scale } };
  };
  // all that is seen, or its largest part where the names of all would be too small to tell apart
  const fit = (animate, every = false) => {
    if (!view.nodes.size) return;
    const all = frame([...view.nodes].map((id) => nodes.get(id)));
    const first = frame(main());
    network.moveTo({ ...(every || all.scale > 0.85 * first.scale ? all : first), animation: motion(animate) });
  };
  const motion = (animate) => (
    animate && !matchMedia("(prefers-reduced-motion: reduce)").matches ? { duration: 350, easingFunction: "easeInOutQuad" } : false
  );
  const zoom = (factor) => network.moveTo({ scale: Math.min(6, Math.max(0.03, network.getScale() * factor)) });
  // the picture moves to what was chosen elsewhere, or what was chosen in it and lies at its edge
  const bring = (ids, travel) => {
    const places = Object.values(network.getPositions(ids.filter((id) => view.nodes.has(id))));
    const inside = places.map((place) => network.canvasToDOM(place)).every(({ x, y }) => x > 60 && y > 40 && x < stage.clientWidth - 60 && y < stage.clientHeight - 60);
    if (inside && !travel) return;
    const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
    const span = Math.max((Math.max(...xs) - Math.min(...xs)) / (stage.clientWidth - 160), (Math.max(...ys) - Math.min(...ys)) / (stage.clientHeight - 120));
    network.moveTo({
      position: { x: (Math.max(...xs) + Math.min(...xs)) / 2, y: (Math.max(...ys) + Math.min(...ys)) / 2 },
      scale: Math.min(1.25, Math.max(0.25, 1 / Math.max(span, 0.001))), animation: motion(true),
    });
  };

  // ---- names on the picture: as many as fit, none over another ---------------------------------------------------

  const HUBS = 16; // so many names may lie on the shapes of others
  const widths = new Map();
  const measure = (context, font, text) => {
    const key = font + text;
    if (!widths.has(key)) { context.font = font; widths.set(key, context.measureText(text).width); }
    return widths.get(key);
  };
  const mixed = (e) => (e.kind === "fact" ? e.label : e.kind === "denied" ? `${e.label} – denied` : e.kind === "possible" ? `${e.label} – possible` : `${e.label} – reported`);

  function drawNames(context) {
    const scale = network.getScale();
    const grid = new Map();
    const cell = 48;
    const cells = ([x1, y1, x2, y2]) => {
      const keys = [];
      for (let x = Math.floor(x1 / cell); x <= Math.floor(x2 / cell); x++) for (let y = Math.floor(y1 / cell); y <= Math.floor(y2 / cell); y++) keys.push(`${x},${y}`);
      return keys;
    };
    const taken = (box, owner, hub = false) => cells(box).some((key) => grid.get(key)?.some(([b, o, isShape]) => o !== owner && !(hub && isShape) && box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3]));
    const take = (box, owner, isShape = false) => { for (const key of cells(box)) { if (!grid.has(key)) grid.set(key, []); grid.get(key).push([box, owner, isShape]); } };

    const [width, height] = [stage.clientWidth, stage.clientHeight];
    const places = network.getPositions();
    const shown = [];
    for (const n of ranked) {
      if (!view.nodes.has(n.id)) continue;
      const at = network.canvasToDOM(places[n.id]);
      if (at.x < -80 || at.y < -40 || at.x > width + 80 || at.y > height + 40) continue;
      const r = n.size * scale;
      shown.push([n, at, r]);
      if (r > 2.5 && (!view.near || state.edge || view.near.has(n.id))) take([at.x - r, at.y - r, at.x + r, at.y + r], n.id, true);
    }
    take([width - 54, 0, width, 116], "zoom");
    const weight = ([n]) => (n.id === state.node || n.id === state.hover ? 2 : view.near?.has(n.id) ? 1 : 0);
    shown.sort((a, b) => weight(b) - weight(a));

    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    const ratio = context.canvas.width / context.canvas.clientWidth;
    context.scale(ratio, ratio);
    context.textBaseline = "middle";
    context.textAlign = "center";
    context.lineJoin = "round";
    const put = (text, font, color, x, y, plate) => {
      context.font = font;
      if (plate) {
        context.fillStyle = colors.paper;
        context.fillRect(x - plate / 2, y - 7, plate, 14);
      } else {
        context.lineWidth = 4;
        context.strokeStyle = colors.paper;
        context.strokeText(text, x, y);
      }
      context.fillStyle = color;
      context.fillText(text, x, y);
    };

    const texts = [];
    let placed = 0;
    for (const [n, at, r] of shown) {
      if (placed > 120) break;
      const near = !view.near || view.near.has(n.id);
      if (!near && !state.edge && n.id !== state.hover) continue;
      const bold = n.id === state.node || n.degree >= 8;
      const font = `${bold ? 600 : 400} ${n.degree >= 8 ? 13.5 : 12.5}px ${colors.sans}`;
      const text = clip(n.label, n.id === state.node || n.id === state.hover ? 60 : 28);
      const w = measure(context, font, text) + 6;
      const spots = [[0, r + 10], [0, -r - 10], [r + 5 + w / 2, 0], [-r - 5 - w / 2, 0]];
      const hub = placed < HUBS;
      const free = spots.map(([dx, dy]) => [at.x + dx, at.y + dy]).find(([x, y]) => (
        x - w / 2 > 2 && x + w / 2 < width - 2 && y > 8 && y < height - 8 && !taken([x - w / 2, y - 8, x + w / 2, y + 8], n.id, hub)
      ));
      const must = n.id === state.node || n.id === state.hover;
      if (!free && !must) continue;
      const [x, y] = free ?? [at.x, at.y + r + 10];
      take([x - w / 2, y - 8, x + w / 2, y + 8], n.id);
      texts.push([text, font, near || n.id === state.hover ? colors.ink : colors.faint, x, y, 0]);
      placed++;
    }

    const lines = [...view.edges].map((id) => edges.get(id)).filter((e) => e.from !== e.to);
    if (lines.length <= 1500 || view.near) {
      const strong = (e) => (e.id === state.edge ? 3 : state.node && (e.from === state.node || e.to === state.node) ? 2 : e.kind === "fact" ? 1 : 0);
      lines.sort((a, b) => strong(b) - strong(a) || b.quotes.length - a.quotes.length);
      const font = `400 11.5px ${colors.sans}`;
      let labelled = 0;
      for (const e of lines) {
        const own = strong(e) >= 2;
        if (view.near && !own && !state.edge) continue;
        const drawn = network.body.edges[e.id];
        if (!drawn?.connected) continue;
        const [a, b] = [network.canvasToDOM(places[e.from]), network.canvasToDOM(places[e.to])];
        const length = Math.hypot(a.x - b.x, a.y - b.y) - (nodes.get(e.from).size + nodes.get(e.to).size) * scale;
        if (e.kind === "denied" && length > 14) {
          const at = network.canvasToDOM(drawn.edgeType.getPoint(0.5));
          context.lineWidth = 2;
          context.strokeStyle = colors[e.family];
          context.beginPath();
          context.moveTo(at.x - 4, at.y - 4); context.lineTo(at.x + 4, at.y + 4);
          context.moveTo(at.x + 4, at.y - 4); context.lineTo(at.x - 4, at.y + 4);
          context.stroke();
        }
        if (labelled > 70 || (!own && scale < 0.45)) continue;
        const text = clip(mixed(e), 34);
        const w = measure(context, font, text) + 4;
        if (!own && length < w * 0.7) continue;
        const spots = [0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73].map((part) => {
          const at = network.canvasToDOM(drawn.edgeType.getPoint(part));
          return [at.x, e.kind === "denied" ? at.y - 11 : at.y];
        });
        if (e.id === state.edge) spots.push(...[1, -1].map((side) => [spots[0][0] + side * (w / 2 + 10), spots[0][1]]));
        const around = ([x, y]) => [x - w / 2, y - 7, x + w / 2, y + 7];
        const free = spots.find(([x, y]) => x > 0 && y > 0 && x < width && y < height && !taken(around([x, y]), e.id));
        if (!free && e.id !== state.edge) continue;
        const spot = free ?? spots.at(-2);
        take(around(spot), e.id);
        texts.push([text, font, own || !view.near ? colors[e.family] : colors.faint, ...spot, w]);
        labelled++;
      }
    }
    for (const text of texts.reverse()) put(...text);
    context.restore();
  }

  const tip = (e, event) => {
    if (!e) return;
    const box = $("tip");
    box.textContent = `${nodes.get(e.from).label} ${e.label} ${nodes.get(e.to).label}${e.kind === "fact" ? "" : ` – ${KINDS[e.kind].one.toLowerCase()}`}`;
    box.hidden = false;
    const place = event?.pointer?.DOM ?? { x: event?.offsetX ?? 0, y: event?.offsetY ?? 0 };
    box.style.left = `${Math.min(place.x + 14, stage.clientWidth - 310)}px`;
    box.style.top = `${place.y + 16}px`;
  };

  // ---- the panel -------------------------------------------------------------------------------------------------

  const panel = $("panel");
  const show = (...content) => { panel.replaceChildren(...content.flat(3).filter(Boolean)); panel.scrollTop = 0; };
  const trail = []; // what was chosen before, to go back to
  const back = () => {
    const last = trail.at(-1);
    const name = !last ? "Overview" : last.edge ? `${nodes.get(edges.get(last.edge).from).label} – ${nodes.get(edges.get(last.edge).to).label}` : nodes.get(last.node).label;
    return h("button", { class: "back", type: "button", onclick: () => { trail.pop(); choose(last?.node ?? null, last?.edge ?? null); } }, `← ${clip(name, 44)}`);
  };
  const factRow = (e, centre) => h("li", {}, h("button", { type: "button", onclick: () => select(null, e.id) },
    line(e.kind, e.family, 22),
    h("span", {},
      e.from === centre ? h("b", {}, nodes.get(e.from).label) : nodes.get(e.from).label, " ",
      h("span", { class: "verb" }, e.label), " ",
      e.to === centre ? h("b", {}, nodes.get(e.to).label) : nodes.get(e.to).label),
    h("small", {}, e.articles.size > 1 ? `${e.articles.size} articles` : e.latest ? e.latest.slice(0, 10) : "")));
  const nodeRow = (n) => h("li", {}, h("button", { type: "button", onclick: () => select(n.id) },
    shape(n), h("span", {}, n.label), h("small", {}, plural(n.degree, "fact"))));
  const byDate = (a, b) => (a.latest > b.latest ? -1 : a.latest < b.latest ? 1 : a.label < b.label ? -1 : 1);

  const overview = () => {
    const count = (kind) => data.edges.filter((e) => e.kind === kind).length;
    const others = [[count("reported"), "reported or unsure"], [count("possible"), "planned or possible"], [count("denied"), "denied"]]
      .filter(([n]) => n).map(([n, words]) => `${n.toLocaleString("en")} ${words}`);
    const disputed = [...edges.values()].filter((e) => e.disputed).sort(byDate);
    const centre = data.centre ? nodes.get(data.centre) : null;
    show(
      h("p", { class: "standfirst" },
        `${plural(count("fact"), "fact")} about ${plural(nodes.size, "person, organisation and place", "people, organisations and places")}`,
        data.articles.length ? `, each with the words of the article that says so.` : "."),
      others.length ? h("p", { class: "quiet" }, `Besides them ${others.join(", ")}: switch them on below the picture.`) : null,
      data.left_out ? h("p", { class: "quiet" }, `${plural(data.left_out, "less connected entity", "less connected entities")} left out (--limit).`) : null,
      centre ? [h("h3", {}, "In the middle"), h("ul", { class: "list" }, nodeRow(centre))] : null,
      nodes.size ? [h("h3", {}, "Most connected"), h("ul", { class: "list" }, ranked.slice(0, 7).map(nodeRow))] : null,
      disputed.length ? [h("h3", {}, "Disputed"), h("ul", { class: "list" }, disputed.slice(0, 6).map((e) => factRow(e)))] : null,
      data.articles.length ? [h("h3", {}, "Articles"), h("ul", { class: "list articles" }, [...data.articles].reverse().map((a) => h("li", {},
        h("button", { type: "button", "aria-pressed": String(state.article === a.id), onclick: () => pickArticle(state.article === a.id ? "" : a.id) },
          h("small", {}, [day(a.date), a.publisher].filter(Boolean).join(" · ")), h("span", {}, a.headline)))))] : null,
    );
  };

  const nodePanel = (n) => {
    const groups = Object.entries(KINDS).map(([kind, { name }]) => [name, n.edges.filter((e) => e.kind === kind).sort(byDate)]);
    show(
      back(),
      h("p", { class: "kicker" }, shape(n), TYPES[n.type] ?? n.type),
      h("h2", {}, n.label),
      n.names.length ? h("p", { class: "quiet" }, `Also ${n.names.join(", ")}`) : null,
      n.same_as.length ? h("p", { class: "links" }, n.same_as.map((url) => outside(url, /wikidata\.org/.test(url) ? `Wikidata ${url.split("/").pop()}` : url))) : null,
      groups.filter(([, list]) => list.length).map(([name, list]) => [h("h3", {}, name), h("ul", { class: "list" }, list.map((e) => factRow(e, n.id)))]),
    );
  };
  const outside = (url, text) => h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text);

  const quote = (e, q) => {
    const article = articles.get(q.article);
    const facets = [
      q.positive ? null : h("span", { class: "facet no" }, q.speaker || q.attributed ? "denies it" : "says it is not so"),
      SPEECH[q.factuality] ? h("span", { class: "facet" }, SPEECH[q.factuality]) : null,
      q.time ? h("span", { class: "facet" }, `when: ${day(q.time)}`) : null,
      q.role ? h("span", { class: "facet" }, `${q.former ? "formerly " : ""}${q.role}`) : q.former ? h("span", { class: "facet" }, "formerly") : null,
      q.confidence === null ? null : h("span", { class: "sure", title: "How sure the reading is: of 100 such pieces of evidence, so many are right" },
        h("i", { style: { "--p": `${Math.round(q.confidence * 100)}%` } }), `${Math.round(q.confidence * 100)} % sure`),
    ].filter(Boolean);
    return h("figure", { class: "quote" },
      h("blockquote", { style: { "--c": `var(--${e.family})` } }, `“${q.text.trim()}”`),
      h("figcaption", {},
        q.speaker ? ["Said by ", h("span", { class: "who" }, q.speaker)] : q.attributed ? "Said by somebody unnamed" : "In the article’s own words",
        article ? h("span", { class: "where" },
          article.url ? outside(article.url, article.headline) : article.headline,
          [article.publisher, day(article.date)].filter(Boolean).map((text) => ` · ${text}`)) : null,
        facets.length ? h("div", { class: "facets" }, facets) : null));
  };

  const edgePanel = (e) => {
    const end = (id) => h("button", { type: "button", onclick: () => select(id) }, nodes.get(id).label);
    show(
      back(),
      h("p", { class: "kicker" }, line(e.kind, e.family), FAMILIES[e.family]),
      h("h2", { class: "triple", style: { "--c": `var(--${e.family})` } }, end(e.from), " ", h("span", { class: "verb" }, e.label), " ", end(e.to)),
      h("p", {}, h("span", { class: `badge ${e.kind}` }, KINDS[e.kind].one), e.disputed ? h("span", { class: "badge disputed" }, "Disputed") : null),
      e.quotes.length
        ? [h("h3", {}, plural(e.quotes.length, "piece of evidence", "pieces of evidence")), e.quotes.map((q) => quote(e, q))]
        : h("p", { class: "quiet" }, "The graph holds no evidence for this statement."),
    );
  };

  const describe = () => {
    if (state.edge) edgePanel(edges.get(state.edge));
    else if (state.node) nodePanel(nodes.get(state.node));
    else overview();
  };
  const choose = (node, edge = null, travel = true) => {
    const reading = panel.contains(document.activeElement);
    state.node = node;
    state.edge = edge;
    $("tip").hidden = true;
    refresh();
    describe();
    if (reading) panel.focus(); // the button that had the focus is gone
    if (edge) bring([edges.get(edge).from, edges.get(edge).to], travel);
    else if (node) bring(travel ? [...view.near] : [node], travel);
  };

  const select = (node, edge = null, travel = true) => {
    if (!node && !edge) trail.length = 0;
    else if ((state.node || state.edge) && (node !== state.node || edge !== state.edge)) trail.push({ node: state.node, edge: state.edge });
    choose(node, edge, travel);
  };

  // ---- switches --------------------------------------------------------------------------------------------------

  const tally = (key) => data.edges.reduce((counts, e) => counts.set(e[key], (counts.get(e[key]) ?? 0) + 1), new Map());
  const toggles = (place, entries, chosen, sign) => {
    for (const [key, name, count] of entries) {
      const button = h("button", {
        type: "button", class: "toggle", "data-key": key, "aria-pressed": String(chosen.has(key)), disabled: !count,
        onclick: () => {
          if (!chosen.delete(key)) chosen.add(key);
          button.setAttribute("aria-pressed", String(chosen.has(key)));
          refresh();
        },
      }, sign(key), h("span", {}, name), h("span", { class: "count" }, count.toLocaleString("en")));
      place.append(button);
    }
  };
  const pickArticle = (id) => {
    state.article = id;
    $("only").hidden = !id;
    $("only").querySelector("span").textContent = id ? articles.get(id).headline : "";
    select(null);
    fit(true);
  };
  const switches = () => {
    const kinds = tally("kind");
    const families = tally("family");
    toggles($("kinds"), Object.entries(KINDS).map(([key, { name }]) => [key, name, kinds.get(key) ?? 0]), state.kinds,
      (key) => [h("span", { class: "switch", "aria-hidden": "true" }), line(key)]);
    toggles($("families"), Object.entries(FAMILIES).filter(([key]) => families.has(key)).map(([key, name]) => [key, name, families.get(key)]), state.families,
      (key) => line("fact", key, 20));
    const present = new Map(data.nodes.map((n) => [n.type, n]));
    const looks = new Map();
    for (const type of new Set([...Object.keys(TYPES), ...present.keys()])) {
      if (!present.has(type)) continue;
      const key = `${present.get(type).shape} ${typeColor(type)}`;
      looks.set(key, [...(looks.get(key) ?? []), type]);
    }
    $("types").append(...[...looks.values()].map((types) => h("span", { role: "listitem" }, shape(present.get(types[0])),
      types.map((type, i) => (i ? (TYPES[type] ?? type).toLowerCase() : TYPES[type] ?? type)).join(", "))));
    const relations = new Map(data.edges.map((e) => [e.relation, e]));
    const names = [...tally("relation")].map(([iri, count]) => [iri, relations.get(iri), count]);
    const name = (e) => e.relation.split(/[#/]/).pop().replace(/([a-z])([A-Z])/g, (_, a, b) => `${a} ${b.toLowerCase()}`);
    $("relation").append(h("option", { value: "" }, "all"), ...names.sort((a, b) => (name(a[1]) < name(b[1]) ? -1 : 1)).map(([iri, e, count]) => h("option", { value: iri }, `${name(e)} (${count})`)));
    $("relation").addEventListener("change", (event) => { state.relation = event.target.value; refresh(); });
    $("only").querySelector("button").addEventListener("click", () => pickArticle(""));
    const dates = data.articles.map((a) => a.date).filter(Boolean);
    $("dateline").textContent = [
      data.articles.length ? plural(data.articles.length, "article") : "",
      dates.length ? (dates[0].slice(0, 10) === dates.at(-1).slice(0, 10) ? day(dates[0]) : `${day(dates[0])} to ${day(dates.at(-1))}`) : "",
    ].filter(Boolean).join(" · ");
  };

  // ---- search ----------------------------------------------------------------------------------------------------

  const search = $("search");
  const list = $("matches");
  const keys = [...nodes.values()].map((n) => [n, [n.label, ...n.names].map(plain)]);
  let found = [];
  let at = -1;
  const offer = () => {
    const wanted = plain(search.value.trim());
    const rank = (names) => Math.min(...names.map((name, i) => (name === wanted ? 0 : name.startsWith(wanted) ? 1 : name.includes(` ${wanted}`) ? 2 : name.includes(wanted) ? 3 : 9) + (i ? 0.5 : 0)));
    found = wanted ? keys.map(([n, names]) => [rank(names), n]).filter(([r]) => r < 9).sort((a, b) => a[0] - b[0] || b[1].degree - a[1].degree).slice(0, 8).map(([, n]) => n) : [];
    at = found.length ? 0 : -1;
    list.replaceChildren(...(found.length ? found.map((n, i) => h("li", {
      role: "option", id: `match-${i}`, "aria-selected": String(i === at), onpointerdown: (event) => { event.preventDefault(); take(i); },
    }, shape(n), h("span", {}, n.label), h("small", {}, plural(n.degree, "fact")))) : [h("li", { class: "none" }, "Nobody and nothing of that name here")]));
    list.hidden = !wanted;
    search.setAttribute("aria-expanded", String(!list.hidden));
    mark();
  };
  const mark = () => {
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    if (at >= 0) search.setAttribute("aria-activedescendant", `match-${at}`);
    else search.removeAttribute("aria-activedescendant");
  };
  const shut = () => { list.hidden = true; search.setAttribute("aria-expanded", "false"); };
  const take = (i) => {
    if (!found[i]) return;
    search.value = found[i].label;
    shut();
    select(found[i].id);
  };
  search.addEventListener("input", offer);
  search.addEventListener("focus", () => { if (search.value) { search.select(); } });
  search.addEventListener("blur", shut);
  search.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) offer();
      else if (found.length) { at = (at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length; mark(); }
    } else if (event.key === "Enter") take(Math.max(at, 0));
    else if (event.key === "Escape") { event.stopPropagation(); search.value = ""; shut(); stage.focus(); }
  });

  // ---- keys, theme, size -----------------------------------------------------------------------------------------

  document.addEventListener("keydown", (event) => {
    if (event.target.matches("input, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") { event.preventDefault(); search.focus(); }
    else if (event.key === "Escape" && (state.node || state.edge)) select(null);
  });
  stage.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (steps[event.key]) {
      event.preventDefault();
      const { x, y } = network.getViewPosition();
      const step = 70 / network.getScale();
      network.moveTo({ position: { x: x + steps[event.key][0] * step, y: y + steps[event.key][1] * step } });
    } else if (event.key === "+" || event.key === "=") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else if (event.key === "0") fit(true, true);
  });
  $("closer").addEventListener("click", () => zoom(1.3));
  $("farther").addEventListener("click", () => zoom(1 / 1.3));
  $("all").addEventListener("click", () => fit(true, true));
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const paint = (theme) => {
    document.documentElement.dataset.theme = theme;
    if (network) { readColors(); refresh(); network.redraw(); }
  };
  $("theme").addEventListener("click", () => paint(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
  dark.addEventListener("change", () => paint(dark.matches ? "dark" : "light"));
  paint(dark.matches ? "dark" : "light");

  switches();
  start();
  if (data.centre) select(data.centre); else overview();
  new ResizeObserver(() => fit(false)).observe(stage);
  window.newsgraph = {
    select,
    place: (id) => { const { x, y } = network.canvasToDOM(network.getPositions([id])[id]); return { x, y }; },
    middle: (id) => { const { x, y } = network.canvasToDOM(network.body.edges[id].edgeType.getPoint(0.5)); return { x, y }; },
    data, state, view,
  };
})();
