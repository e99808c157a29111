// Filters: each choice with how many statements it would show; they apply to picture, lists and table alike.

const toggles = new Map(); // element id -> {key, names, sign}
const toggle = (id, key, names, sign) => {
  const holder = $(id);
  toggles.set(key, new Map(Object.entries(names).map(([word, name]) => {
    const amount = h("span", { class: "count" });
    const button = h("button", {
      type: "button", class: "toggle", "data-key": word, onclick: () => {
        const now = new Set(key === "kinds" ? chosenKinds() : state.families ?? SETS.families);
        if (!now.delete(word)) now.add(word);
        go({ [key]: now });
      },
    }, sign(word), h("span", {}, name), amount);
    holder.append(button);
    return [word, { button, amount }];
  })));
};
const PICKS = {
  relation: { name: "Relation", values: (e) => [e.name], all: "all relations" },
  type: { name: "Class", values: (e) => [e.source.type, e.target.type], label: (type) => TYPES[type] ?? type, all: "all classes" },
  publisher: { name: "Published by", values: (q) => [place(q.article)].filter(Boolean), all: "all publishers and files" },
  speaker: { name: "Said by", values: (q) => (q.speaker ? [q.speaker] : []), label: (n) => n.label, id: (n) => n.id, all: "everybody" },
  voice: { name: "Asserted or reported", values: (q) => [q.speaker || q.attributed ? "reported" : "own"], label: (voice) => ({ own: "by the article itself", reported: "reported of somebody" })[voice], all: "both" },
};
const makeFilters = () => {
  toggle("kinds", "kinds", Object.fromEntries(Object.entries(KINDS).map(([key, { name }]) => [key, name])), (kind) => [h("span", { class: "switch", "aria-hidden": "true" }), line(kind)]);
  const present = new Set(edges.map((e) => e.family));
  toggle("families", "families", Object.fromEntries(Object.entries(FAMILIES).filter(([key]) => present.has(key))), (family) => line("fact", family, 20));
  for (const [key, { name }] of Object.entries(PICKS)) {
    const select = h("select", { id: `pick-${key}`, onchange: () => {
      const chosen = select.value;
      go({ [key]: key === "speaker" ? byId.entity.get(chosen) ?? "" : chosen });
    } });
    $("picks").append(h("label", {}, h("span", {}, name), select));
  }
  const sure = h("input", { type: "range", id: "sure", min: 0, max: 95, step: 5, value: 0, oninput: () => go({ sure: Number(sure.value) / 100 }, { replace: true }) });
  $("picks").append(h("label", {}, h("span", {}, "At least sure ", h("output", { id: "sure-value", for: "sure" })), sure));
  $("reset").addEventListener("click", () => go({ ...Object.fromEntries(FILTERS.map((key) => [key, NEW[key]])), hidden: [] }));
  $("more").addEventListener("toggle", () => { if ($("more").open) fillPicks(); });
  makeTime();
};
const fillPicks = () => {
  for (const [key, { values, label = (value) => value, id = (value) => value, all }] of Object.entries(PICKS)) {
    const counts = tally(key, values);
    if (state[key] && !counts.has(state[key])) counts.set(state[key], 0);
    const rows = [...counts].sort((a, b) => b[1] - a[1] || (label(a[0]) < label(b[0]) ? -1 : 1)).slice(0, 400);
    $(`pick-${key}`).replaceChildren(h("option", { value: "" }, all), ...rows.map(([value, amount]) => h("option", { value: id(value) }, `${clip(String(label(value)), 48)} (${number(amount)})`)));
    $(`pick-${key}`).value = state[key] ? id(state[key]) : "";
  }
};
const showFilters = () => {
  for (const [key, buttons] of toggles) {
    const counts = tally(key, (e) => [key === "kinds" ? e.kind : e.family]);
    const chosen = key === "kinds" ? chosenKinds() : state.families ?? new Set(SETS.families);
    for (const [word, { button, amount }] of buttons) {
      button.setAttribute("aria-pressed", String(chosen.has(word)));
      amount.textContent = number(counts.get(word) ?? 0);
      button.disabled = !counts.get(word) && !edges.some((e) => e[key === "kinds" ? "kind" : "family"] === word);
    }
  }
  if ($("more").open) fillPicks();
  $("sure").value = Math.round(state.sure * 100);
  $("sure-value").textContent = `${Math.round(state.sure * 100)} %`;
  $("reset").hidden = !filtered() && !state.hidden.length;
  $("reset").textContent = state.hidden.length && !filtered() ? `Show ${plural(state.hidden.length, "hidden entity", "hidden entities")}` : "Clear filters";
  const active = ["relation", "type", "publisher", "speaker", "voice", "sure"].filter((key) => state[key]).length;
  $("more-count").textContent = active ? ` (${active})` : "";
  showTime();
};

// ---- time: a histogram with a brush ------------------------------------------------------------------------------

const dated = edges.flatMap((e) => e.quotes.map((q) => q.date.slice(0, 10))).filter((date) => /^\d{4}-\d\d-\d\d$/.test(date));
const span = dated.reduce(([a, b], date) => [date < a ? date : a, date > b ? date : b], ["9999", ""]);
const BINS = 40;
const DAY = 86_400_000;
const days = span[1] ? Math.round((Date.parse(span[1]) - Date.parse(span[0])) / DAY) + 1 : 0;
const step = Math.max(1, Math.ceil(days / BINS));
const bins = Math.ceil(days / step);
const dayOf = (bin, last = false) => new Date(Math.min(Date.parse(span[1]), Date.parse(span[0]) + (bin * step + (last ? step - 1 : 0)) * DAY)).toISOString().slice(0, 10);
const binOf = (date) => Math.max(0, Math.min(bins - 1, Math.floor((Date.parse(date) - Date.parse(span[0])) / DAY / step)));
let bars = [];
const brush = (from, until) => go({ from: from <= 0 ? "" : dayOf(from), until: until >= bins - 1 ? "" : dayOf(until, true) }, { replace: true });
const makeTime = () => {
  if (bins < 2) { $("time").hidden = true; return; }
  bars = Array.from({ length: bins }, () => h("i", {}));
  $("bars").append(...bars);
  for (const id of ["from", "until"]) {
    $(id).append(...bars.map((_, i) => h("option", { value: i }, day(dayOf(i, id === "until"), true))));
    $(id).addEventListener("change", () => {
      const [a, b] = [Number($("from").value), Number($("until").value)];
      brush(id === "from" ? a : Math.min(a, b), id === "from" ? Math.max(a, b) : b);
    });
  }
  const at = (event) => { const box = $("bars").getBoundingClientRect(); return Math.max(0, Math.min(bins - 1, Math.floor(((event.clientX - box.left) / box.width) * bins))); };
  let start = null;
  $("bars").addEventListener("pointerdown", (event) => { start = at(event); $("bars").setPointerCapture(event.pointerId); brush(start, start); });
  $("bars").addEventListener("pointermove", (event) => { if (start !== null) brush(Math.min(start, at(event)), Math.max(start, at(event))); });
  $("bars").addEventListener("pointerup", () => { start = null; });
};
const showTime = () => {
  if (!bars.length) return;
  const counts = new Array(bins).fill(0);
  for (const [bin, amount] of tally("time", (q) => (q.date ? [binOf(q.date.slice(0, 10))] : []))) counts[bin] += amount;
  const most_ = Math.max(1, ...counts);
  const [a, b] = [state.from ? binOf(state.from) : 0, state.until ? binOf(state.until) : bins - 1];
  bars.forEach((bar, i) => {
    bar.style.setProperty("--h", counts[i] ? `${Math.max(8, (100 * counts[i]) / most_)}%` : "0%");
    bar.className = i >= a && i <= b ? "in" : "";
  });
  $("from").value = a;
  $("until").value = b;
};
