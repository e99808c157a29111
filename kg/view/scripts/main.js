// What follows from a choice, keys, tabs, light and dark; and the first picture.

const live = $("live");
const say = (text) => { live.textContent = text; };

const tabNow = () => (state.tab === "table" ? "table" : state.tab === "graph" || !narrow.matches ? "graph" : "list");
let sifted = null;
const apply_ = (before) => {
  const reading = panel.contains(document.activeElement);
  const key = [...FILTERS.map((name) => (state[name] instanceof Set ? [...state[name]].join() : state[name]?.id ?? state[name])), state.hidden.map((n) => n.i).join(), [...chosenKinds()].join()].join("|");
  const changed = key !== sifted;
  if (changed) { sifted = key; sift(); rank(); showFilters(); }
  const tab = tabNow();
  document.body.dataset.tab = tab;
  for (const button of document.querySelectorAll("[data-tab-button]")) button.setAttribute("aria-selected", String(button.dataset.tabButton === tab));
  const chosen = before.entity !== state.entity || before.fact !== state.fact || before.article !== state.article || before.group !== state.group;
  if (changed || chosen || before.tab !== state.tab || !panel.firstChild || before.hops !== state.hops || before.to !== state.to) describe();
  compose();
  if (tab === "table") fillTable();
  $("tip").hidden = true;
  $("told").textContent = told();
  document.body.toggleAttribute("data-scope", Boolean(state.article || state.to || state.hops || state.all || state.group !== null || state.hidden.length));
  $("only").hidden = !state.article && !state.to && !state.hops && !state.all && state.group === null && !state.hidden.length;
  $("only-what").textContent = scene.note || [
    state.article ? `Only “${clip(state.article.headline, 60)}”` : state.group !== null ? `Only around ${nodes[data.communities[state.group][0]].label}` : state.all ? "All that can be drawn" : "",
    state.hops && state.entity ? `${plural(state.hops, "step")} around ${state.entity.label}` : "", state.hidden.length ? `${plural(state.hidden.length, "entity is", "entities are")} hidden` : "",
  ].filter(Boolean).join("; ");
  const room = ranked.length > scene.nodes.length && !scene.groups && !state.all && !state.article;
  $("everything").hidden = !room || Boolean(data.communities.length) || narrow.matches;
  $("everything").textContent = ranked.length <= data.limit ? `Draw all ${number(ranked.length)}` : `Draw the ${number(data.limit)} best connected`;
  draw({ refit: changed }); // after all that is written, since it asks how much room there is
  if (reading && chosen) panel.focus(); // what had the focus is gone
  if (before !== state) say([state.fact ? sentence(state.fact) : state.entity ? `${state.entity.label}, ${(TYPES[state.entity.type] ?? state.entity.type).toLowerCase()}, ${plural(state.entity.degree, "statement")}` : state.article ? state.article.headline : "", told()].filter(Boolean).join(". "));
};
apply = apply_;

$("only-close").addEventListener("click", () => go({ article: null, group: null, to: null, hops: 0, all: false, hidden: [], entity: state.article ? null : state.entity }));
$("everything").addEventListener("click", () => go({ all: true, entity: null, fact: null, article: null, group: null, hops: 0, to: null }));
for (const button of document.querySelectorAll("[data-tab-button]")) button.addEventListener("click", () => go({ tab: button.dataset.tabButton === (narrow.matches ? "list" : "graph") ? "" : button.dataset.tabButton }));
$("tabs").addEventListener("keydown", (event) => {
  const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!way) return;
  const shown = [...document.querySelectorAll("[data-tab-button]")].filter((button) => button.offsetParent);
  shown[(shown.indexOf(document.activeElement) + way + shown.length) % shown.length].focus();
});

// ---- keys --------------------------------------------------------------------------------------------------------

// The neighbour of an entity that lies best in a direction.
const beside = (n, [dx, dy]) => {
  const here = things.get(n.id);
  let [best, least] = [null, Infinity];
  for (const { e } of scene.edges) {
    if (e.source !== n && e.target !== n) continue;
    const to = things.get(other(e, n).id);
    const [x, y] = [to.x - here.x, to.y - here.y];
    const along = x * dx + y * dy;
    if (along <= 0) continue;
    const cost = Math.hypot(x, y) + 2 * Math.abs(x * dy - y * dx);
    if (cost < least) [best, least] = [other(e, n), cost];
  }
  return best;
};
stage.addEventListener("keydown", (event) => {
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (steps && event.shiftKey) {
    event.preventDefault();
    const { x, y } = network.getViewPosition();
    const far = 70 / network.getScale();
    network.moveTo({ position: { x: x + steps[0] * far, y: y + steps[1] * far } });
  } else if (steps) {
    event.preventDefault();
    const start = state.entity && things.has(state.entity.id) ? state.entity : null;
    const next = start ? beside(start, steps) : scene.nodes.find((n) => n === ranked[0]) ?? scene.nodes[0];
    if (next) go({ entity: next, fact: null, to: null, hops: 0 }, { replace: Boolean(start) });
    else if (start) say(`No neighbour of ${start.label} that way`);
  } else if (event.key === "Enter" && state.entity) panel.focus();
  else if (event.key === "+" || event.key === "=") zoom(1.25);
  else if (event.key === "-") zoom(0.8);
  else if (event.key === "0") fit();
});
document.addEventListener("keydown", (event) => {
  if (event.target.matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") { event.preventDefault(); search.focus(); }
  else if (event.key === "Escape" && menu.open) menu.open = false;
  else if (event.key === "Escape" && (state.entity || state.fact || state.article || state.to)) home();
});
document.addEventListener("pointerdown", (event) => { if (menu.open && !menu.contains(event.target)) menu.open = false; });
$("closer").addEventListener("click", () => zoom(1.3));
$("farther").addEventListener("click", () => zoom(1 / 1.3));
$("whole").addEventListener("click", fit);

// ---- light and dark ----------------------------------------------------------------------------------------------

const dark = matchMedia("(prefers-color-scheme: dark)");
const forced = matchMedia("(forced-colors: active)");
const paint = (theme) => {
  document.documentElement.dataset.theme = theme;
  readColors();
  looks.clear();
  if (network) draw();
};
$("theme").addEventListener("click", () => paint(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
dark.addEventListener("change", () => paint(dark.matches ? "dark" : "light"));
forced.addEventListener("change", () => paint(document.documentElement.dataset.theme));
document.documentElement.dataset.theme = dark.matches ? "dark" : "light";

// ---- start -------------------------------------------------------------------------------------------------------

const masthead = () => {
  const dates = articles.map((a) => a.date).filter(Boolean).sort();
  $("dateline").textContent = [
    articles.length ? plural(articles.length, "article") : "", plural(nodes.length, "entity", "entities"), plural(edges.length, "statement"),
    dates.length ? (day(dates[0]) === day(dates.at(-1)) ? day(dates[0]) : `${day(dates[0])} to ${day(dates.at(-1))}`) : "",
  ].filter(Boolean).join(" · ");
  const looks_ = new Map();
  for (const type of new Set([...Object.keys(TYPES), ...nodes.map((n) => n.type)])) {
    const one = nodes.find((n) => n.type === type);
    if (!one) continue;
    const key = `${one.shape} ${typeColor(type)}`;
    looks_.set(key, [...(looks_.get(key) ?? []), type]);
  }
  $("types").append(...[...looks_.values()].map((types) => h("span", { role: "listitem" }, shape(nodes.find((n) => n.type === types[0])),
    types.map((type, i) => (i ? (TYPES[type] ?? type).toLowerCase() : TYPES[type] ?? type)).join(", "))));
};
masthead();
makeFilters();
state = decode(fragment());
if (!fragment() && centre && !narrow.matches) state.entity = centre;
written = encode(state);
if (!written) written = fragment();
apply_(state);
document.documentElement.dataset.ready = "";
let size_ = `${stage.clientWidth}x${stage.clientHeight}`;
new ResizeObserver(() => {
  const now = `${stage.clientWidth}x${stage.clientHeight}`;
  if (now !== size_ && stage.clientWidth) draw({ refit: true });
  size_ = now;
}).observe(stage);
narrow.addEventListener("change", () => { const was = state; apply_({ ...was, tab: null }); });
window.newsgraph = {
  open: (kind, id) => open(kind, byId[kind].get(id)), data, scene: () => ({ nodes: scene.nodes.map((n) => n.id), edges: scene.edges.map(({ e }) => e.id), labels: labels.map(([text]) => text) }),
  place: (id) => { const { x, y } = network.canvasToDOM(things.get(id)); return { x, y }; },
  middle: (id) => { const { x, y } = network.canvasToDOM(network.body.edges[id].edgeType.getPoint(0.5)); return { x, y }; },
};
