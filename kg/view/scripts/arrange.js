// Where each entity of a scene lies: as far apart on the page as in the graph, no name over another, all inside the stage.

// Distances on the page as near as can be to those in the graph.
// Source: stress majorisation, one node at a time (Gansner, Koren and North 2004).
const stress = (count, links, rounds) => {
  const next = Array.from({ length: count }, () => []);
  const longer = new Map(); // of lines that carry long words
  for (const [a, b, extra = 0] of links) {
    if (a === b) continue;
    for (const [from, to] of [[a, b], [b, a]]) {
      if (!next[from].includes(to)) next[from].push(to);
      longer.set(from * count + to, Math.max(longer.get(from * count + to) ?? 0, extra));
    }
  }
  const wanted = new Float32Array(count * count).fill(0);
  const part = new Int32Array(count).fill(-1);
  const spans = [];
  for (let start = 0; start < count; start++) {
    const own = part[start] < 0 ? spans.push(0) - 1 : part[start];
    const queue = [start];
    const seen = new Uint8Array(count);
    seen[start] = 1;
    part[start] = own;
    for (const one of queue) {
      for (const to of next[one]) {
        if (seen[to]) continue;
        seen[to] = 1;
        part[to] = own;
        // neighbours of a well connected entity need more room around it
        wanted[start * count + to] = wanted[start * count + one] + 1 + 0.14 * Math.log2(1 + Math.min(next[one].length, next[to].length)) + longer.get(one * count + to);
        queue.push(to);
      }
    }
    for (const to of queue) spans[own] = Math.max(spans[own], wanted[start * count + to]);
  }
  const [x, y] = [new Float64Array(count), new Float64Array(count)];
  for (let i = 0; i < count; i++) { // the seeds of a sunflower: the same start every time
    const [radius, angle] = [Math.sqrt(i + 0.5), i * 2.39996323];
    [x[i], y[i]] = [radius * Math.cos(angle) * 1.5, radius * Math.sin(angle)];
  }
  const weights = new Float32Array(count * count);
  const sums = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      const linked = part[i] === part[j];
      const d = linked ? Math.max(wanted[i * count + j], wanted[j * count + i]) : 0.8 + (spans[part[i]] + spans[part[j]]) * 0.33;
      wanted[i * count + j] = wanted[j * count + i] = d;
      const w = weights[i * count + j] = weights[j * count + i] = (linked ? 1 : 0.25) / (d * d);
      sums[i] += w;
      sums[j] += w;
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < count; i++) {
      const [hereX, hereY] = [x[i], y[i]];
      let sumX = 0;
      let sumY = 0;
      for (let j = 0, at = i * count; j < count; j++, at++) {
        const w = weights[at];
        const dx = hereX - x[j];
        const dy = hereY - y[j];
        const pull = wanted[at] / (Math.sqrt(dx * dx + dy * dy) || 1e-6);
        sumX += w * (x[j] + pull * dx);
        sumY += w * (y[j] + pull * dy);
      }
      if (sums[i]) { x[i] = sumX / sums[i]; y[i] = sumY / sums[i]; }
    }
  }
  return { x, y };
};

// Turn the longest side along the longest side of the stage.
const upright = ({ x, y }, wide) => {
  const n = x.length;
  const mean = (v) => v.reduce((a, b) => a + b, 0) / n;
  const [mx, my] = [mean(x), mean(y)];
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < n; i++) { const [dx, dy] = [x[i] - mx, y[i] - my]; xx += dx * dx; yy += dy * dy; xy += dx * dy; }
  const turn = -0.5 * Math.atan2(2 * xy, xx - yy) + (wide ? 0 : Math.PI / 2);
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  for (let i = 0; i < n; i++) { const [dx, dy] = [x[i] - mx, y[i] - my]; [x[i], y[i]] = [dx * c - dy * s, dx * s + dy * c]; }
};

const TOUCH = 0.5; // pixels by which boxes may overlap
// Push overlapping boxes apart, along the axis on which less is needed, and back inside the stage.
const spread = ({ x, y }, boxes, width, height, rounds) => {
  const n = x.length;
  for (let round = 0; round < rounds; round++) {
    let moved = false;
    for (let i = 0; i < n; i++) {
      for (let j = i + 1; j < n; j++) {
        const dx = x[i] - x[j];
        const dy = y[i] - y[j];
        const overX = (boxes[i].w + boxes[j].w) / 2 - Math.abs(dx);
        const overY = (boxes[i].h + boxes[j].h) / 2 - Math.abs(dy);
        if (overX <= TOUCH || overY <= TOUCH) continue;
        moved = true;
        if (overX * 0.8 < overY) { const push = (dx < 0 ? -overX : overX) * 0.27; x[i] += push; x[j] -= push; }
        else { const push = (dy < 0 ? -overY : overY) * 0.27; y[i] += push; y[j] -= push; }
      }
    }
    for (let i = 0; i < n; i++) {
      const [right, bottom] = [Math.max(0, (width - boxes[i].w) / 2), Math.max(0, (height - boxes[i].h) / 2)];
      x[i] = Math.max(-right, Math.min(right, x[i]));
      y[i] = Math.max(-bottom, Math.min(bottom, y[i]));
    }
    if (!moved) break;
  }
};

// Places of all, in pixels around the middle of the stage.
// boxes: the room that each takes with its name; links: pairs of their numbers, and how much longer than others a line should be; width, height: the room there is.
const arrange = (boxes, links, width, height) => {
  const n = boxes.length;
  if (!n) return [];
  const large = n > 400;
  const points = stress(n, links, large ? 12 : n > 100 ? 40 : 80);
  const area = boxes.reduce((sum, box) => sum + box.w * box.h, 0);
  const room = Math.max(1, Math.sqrt((area * 2.6) / (width * height))); // more than fits is drawn larger, and zoomed out
  const [w, h0] = [width * room, height * room];
  upright(points, w >= h0);
  const span = (v) => Math.max(...v) - Math.min(...v) || 1;
  const middle = (v) => (Math.max(...v) + Math.min(...v)) / 2;
  const [mx, my] = [middle(points.x), middle(points.y)];
  const inner = [w - 150, h0 - 90].map((side) => Math.max(side, 60));
  const [sx, sy] = [inner[0] / span(points.x), inner[1] / span(points.y)];
  const near = Math.min(sx, sy, n < 8 ? 190 : Infinity);
  const stretch = [Math.min(sx, near * 1.9), Math.min(sy, near * 1.9)];
  for (let i = 0; i < n; i++) { points.x[i] = (points.x[i] - mx) * stretch[0]; points.y[i] = (points.y[i] - my) * stretch[1]; }
  if (!large) spread(points, boxes, w, h0, n > 100 ? 60 : 200);
  return Array.from(points.x, (x, i) => ({ x: Math.round(x), y: Math.round(points.y[i]) }));
};
