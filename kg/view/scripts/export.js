// The picture as a file, with a line that says what it shows and from where; and a print sheet.

const sourceLine = () => {
  const dates = articles.map((a) => a.date).filter(Boolean).sort();
  const span_ = dates.length ? (day(dates[0]) === day(dates.at(-1)) ? `, ${day(dates[0])}` : `, ${day(dates[0])} to ${day(dates.at(-1))}`) : "";
  const papers = [...new Set(articles.map((a) => a.publisher).filter(Boolean))];
  return `${document.title}. ${plural(articles.length, "article")}${papers.length ? ` (${clip(papers.slice(0, 4).join(", "), 70)}${papers.length > 4 ? " …" : ""})` : ""}${span_}. ${told()}. Made with newskg.`;
};
const save = (blob, name) => {
  const link = h("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  say(`${name} is saved`);
};
const fileName = (ending) => `${plain((state.fact ? sentence(state.fact) : state.entity?.label) ?? document.title).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) || "graph"}.${ending}`;

const asPng = () => {
  const picture = stage.querySelector("canvas");
  const ratio = picture.width / picture.clientWidth;
  const copy_ = h("canvas", { width: picture.width, height: picture.height + Math.round(30 * ratio) });
  const context = copy_.getContext("2d");
  context.fillStyle = colors.paper;
  context.fillRect(0, 0, copy_.width, copy_.height);
  context.drawImage(picture, 0, 0);
  context.fillStyle = colors.ink;
  context.font = `${11 * ratio}px ${colors.sans}`;
  context.textBaseline = "middle";
  context.fillText(sourceLine(), 10 * ratio, picture.height + 15 * ratio, copy_.width - 20 * ratio);
  return new Promise((done) => { copy_.toBlob(done, "image/png"); });
};
const asSvg = () => {
  const [width, height] = [stage.clientWidth, stage.clientHeight];
  const scale = network.getScale();
  const at_ = (point) => network.canvasToDOM(point);
  const strokes = [...lines.values()].map((line_) => {
    const drawn = network.body.edges[line_.id];
    if (!drawn?.connected) return null;
    const points = Array.from({ length: 13 }, (_, k) => at_(drawn.edgeType.getPoint(k / 12)));
    const look = edgeSet.get(line_.id);
    const stroke = line_.edge ? colors[line_.edge.family] : colors.standing;
    const dash = line_.edge ? KINDS[line_.edge.kind].svg : "";
    const d = points.map(({ x, y }, k) => `${k ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
    const { x, y } = points[6];
    return svgElement("g", { stroke, fill: "none", "stroke-opacity": 0.85 },
      svgElement("path", { d, "stroke-width": look.width * Math.min(1, scale), ...(dash ? { "stroke-dasharray": dash } : {}), ...(line_.edge && !line_.edge.symmetric ? { "marker-mid": "" } : {}) }),
      ...(line_.edge?.kind === "denied" ? [svgElement("path", { d: `M${x - 4} ${y - 4}l8 8m0-8l-8 8`, "stroke-width": 2 })] : []),
      ...(line_.edge && !line_.edge.symmetric ? [arrow(points, things.get(line_.to).size * scale, stroke)] : []));
  });
  const shapes = [...things.values()].map((thing) => {
    const { x, y } = at_(thing);
    const [tag, attributes] = shapeParts(thing);
    const size = (thing.size * scale) / 5.6;
    return svgElement("g", { transform: `translate(${(x - 7 * size).toFixed(1)} ${(y - 7 * size).toFixed(1)}) scale(${size.toFixed(3)})`, fill: thing.group ? colors.accent : colors[typeColor(thing.node.type)] }, svgElement(tag, attributes));
  });
  const texts = labels.toReversed().flatMap(([text, font, color, x, y, plate]) => {
    const style = font.match(/^(italic )?(\d+) ([\d.]+)px/);
    const words_ = svgElement("text", {
      x: x.toFixed(1), y: y.toFixed(1), fill: color, "text-anchor": "middle", "dominant-baseline": "central", "font-size": style[3], "font-weight": style[2],
      ...(style[1] ? { "font-style": "italic" } : {}), ...(plate ? {} : { stroke: colors.paper, "stroke-width": 4, "stroke-linejoin": "round", "paint-order": "stroke" }),
    }, document.createTextNode(text));
    return plate ? [svgElement("rect", { x: (x - plate / 2).toFixed(1), y: (y - 7).toFixed(1), width: plate.toFixed(1), height: 14, fill: colors.paper }), words_] : [words_];
  });
  const root = svgElement("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height + 30}`, width, height: height + 30, "font-family": colors.sans },
    svgElement("title", {}, document.createTextNode(document.title)),
    svgElement("rect", { width, height: height + 30, fill: colors.paper }), ...strokes.filter(Boolean), ...shapes, ...texts,
    svgElement("text", { x: 10, y: height + 19, "font-size": 11, fill: colors.ink }, document.createTextNode(sourceLine())));
  return new Blob([new XMLSerializer().serializeToString(root)], { type: "image/svg+xml" });
};
const arrow = (points, size, fill) => {
  const tipAt = points.at(-1);
  const from = points.findLast(({ x, y }) => Math.hypot(x - tipAt.x, y - tipAt.y) > size + 2) ?? points[0];
  const far = Math.hypot(tipAt.x - from.x, tipAt.y - from.y) || 1;
  const [ux, uy] = [(tipAt.x - from.x) / far, (tipAt.y - from.y) / far];
  const [x, y] = [tipAt.x - ux * (size + 1), tipAt.y - uy * (size + 1)];
  return svgElement("path", { d: `M${x.toFixed(1)} ${y.toFixed(1)}L${(x - 8 * ux - 4 * uy).toFixed(1)} ${(y - 8 * uy + 4 * ux).toFixed(1)}L${(x - 8 * ux + 4 * uy).toFixed(1)} ${(y - 8 * uy - 4 * ux).toFixed(1)}Z`, fill, stroke: "none" });
};
const menu = $("share");
const onCanvas = (make, ending) => async () => {
  menu.open = false;
  if (document.body.dataset.tab !== "graph") go({ tab: narrow.matches ? "graph" : "" });
  await new Promise(requestAnimationFrame); // what was asked for is drawn
  save(await make(), fileName(ending));
};
$("png").addEventListener("click", onCanvas(asPng, "png"));
$("svg").addEventListener("click", onCanvas(asSvg, "svg"));
$("print").addEventListener("click", () => { menu.open = false; print(); });
$("link").addEventListener("click", (event) => copy(location.href, event.currentTarget, "Link copied"));
let screenTheme = "light";
addEventListener("beforeprint", () => {
  $("printed").textContent = sourceLine();
  screenTheme = document.documentElement.dataset.theme;
  paint("light"); // paper is white
  network?.redraw();
});
addEventListener("afterprint", () => paint(screenTheme));
