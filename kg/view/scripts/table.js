// All statements that pass the filters, as a table.

const ROWS = 100;
const COLUMNS = {
  who: { name: "Subject", text: (e) => e.source.label },
  what: { name: "Relation", text: relationName },
  whom: { name: "Object", text: (e) => e.target.label },
  status: { name: "Status", text: (e) => `${e.disputed ? "Disputed, " : ""}${KINDS[e.kind].one}` },
  said: { name: "Said by", text: (e) => [...new Set(e.quotes.map((q) => (q.speaker ? q.speaker.label : q.attributed ? "somebody unnamed" : "the article")))].join(", ") },
  date: { name: "Latest", text: (e) => e.latest.slice(0, 10) },
  sure: { name: "Sure", text: (e) => (e.quotes.length ? `${Math.round(e.sure * 100)} %` : "") },
  articles: { name: "Article", text: (e) => [...e.articles].map((a) => a.headline).join("; ") },
};
let order = { by: "date", down: true };
let page = 0;
const fillTable = () => {
  const { text } = COLUMNS[order.by];
  const keyed = [...visible].map((e) => [order.by === "sure" ? e.sure : text(e), e]).sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1].i - b[1].i));
  if (order.down) keyed.reverse();
  const pages = Math.max(1, Math.ceil(keyed.length / ROWS));
  page = Math.min(page, pages - 1);
  $("table-head").replaceChildren(...Object.entries(COLUMNS).map(([key, { name }]) => h("th", { scope: "col", "aria-sort": order.by === key ? (order.down ? "descending" : "ascending") : "none" },
    h("button", { type: "button", onclick: () => { order = { by: key, down: order.by === key ? !order.down : false }; page = 0; fillTable(); } }, name, h("span", { "aria-hidden": "true" }, order.by === key ? (order.down ? " ↓" : " ↑") : "")))));
  $("rows").replaceChildren(...keyed.slice(page * ROWS, (page + 1) * ROWS).map(([, e]) => h("tr", { class: e.kind },
    Object.entries(COLUMNS).map(([key, column]) => {
      if (key === "who") return h("th", { scope: "row" }, entityLink(e.source));
      if (key === "whom") return h("td", {}, entityLink(e.target));
      if (key === "what") return h("td", {}, h("a", { class: "thing", href: `#${encode({ ...NEW, fact: e })}`, onclick: (event) => { event.preventDefault(); open("fact", e); } }, e.label));
      return h("td", { class: `col-${key}` }, key === "date" ? day(e.latest, true) : clip(column.text(e), 90));
    }))));
  $("table-count").textContent = `${plural(keyed.length, "statement")}${pages > 1 ? `, page ${page + 1} of ${number(pages)}` : ""}.`;
  $("table-note").textContent = visible.size < edges.length ? `${number(edges.length - visible.size)} more are filtered out.` : "";
  $("previous").disabled = page === 0;
  $("next").disabled = page >= pages - 1;
};
$("previous").addEventListener("click", () => { page--; fillTable(); });
$("next").addEventListener("click", () => { page++; fillTable(); });
