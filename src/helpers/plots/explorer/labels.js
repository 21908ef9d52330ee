// Where names stand: each takes the first free place round its node, the most important first; what finds none is left out.

const LABEL_HEIGHT = 15;
const PLACES = [[1, 0], [-1, 0], [0, -1], [0, 1], [0.8, -0.75], [-0.8, -0.75], [0.8, 0.75], [-0.8, 0.75]];
const GAPS = [3, 9, 16, 25];
const LONGEST = 30;

export function shortName(name) {
  return name.length > LONGEST ? `${name.slice(0, LONGEST - 1).trimEnd()}…` : name;
}

/**
 * Choose places for labels so that none overlaps another and none covers another node.
 *
 * wanted: nodes to label, most important first, as {index, name}; discs: what stands in the way, as {index, x, y, r};
 * measure: text to width; taken: a box [left, top, right, bottom] that is no place for labels, or null. Returns rows {index, text, dx, dy, width}, dx and dy from the node to the middle of its label.
 */
export function placeLabels(wanted, discs, { width, height, measure, most, taken = null }) {
  const at = new Map(discs.map((disc) => [disc.index, disc]));
  const grid = new Grid(discs.filter((disc) => disc.r > 2));
  const boxes = taken ? [taken] : [];
  const placed = [];
  for (const { index, name } of wanted) {
    if (placed.length >= most) break;
    const disc = at.get(index);
    if (!disc || disc.x < 0 || disc.y < 0 || disc.x > width || disc.y > height) continue;
    const text = shortName(name);
    const half = measure(text) / 2 + 1;
    const free = candidates(disc, half).find((box) => isInside(box, width, height) && !boxes.some((b) => overlap(b, box)) && !grid.hits(box, index));
    if (!free) continue;
    boxes.push(free);
    placed.push({ index, text, dx: (free[0] + free[2]) / 2 - disc.x, dy: (free[1] + free[3]) / 2 - disc.y, width: 2 * half });
  }
  return placed;
}

function candidates({ x, y, r }, half) {
  return GAPS.flatMap((gap) =>
    PLACES.map(([dx, dy]) => {
      const mx = x + dx * (r + gap) + Math.sign(dx) * half;
      const my = y + dy * (r + gap) + Math.sign(dy) * (LABEL_HEIGHT / 2) * (dx ? 0.4 : 1);
      return [mx - half, my - LABEL_HEIGHT / 2, mx + half, my + LABEL_HEIGHT / 2];
    }),
  );
}

function isInside([left, top, right, bottom], width, height) {
  return left >= 2 && top >= 2 && right <= width - 2 && bottom <= height - 2;
}

function overlap(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

/** Discs by the square of the picture that they stand in, so that a label asks few of them. */
class Grid {
  constructor(discs, size = 64) {
    this.size = size;
    this.cells = new Map();
    for (const disc of discs) this.add(disc);
  }

  add(disc) {
    const { x, y, r } = disc;
    for (const cell of this.cellsOf([x - r, y - r, x + r, y + r])) {
      if (!this.cells.has(cell)) this.cells.set(cell, []);
      this.cells.get(cell).push(disc);
    }
  }

  hits(box, own) {
    return this.cellsOf(box).some((cell) => this.cells.get(cell)?.some((disc) => disc.index !== own && covers(box, disc)));
  }

  cellsOf([left, top, right, bottom]) {
    const cells = [];
    for (let i = Math.floor(left / this.size); i <= Math.floor(right / this.size); i += 1) {
      for (let j = Math.floor(top / this.size); j <= Math.floor(bottom / this.size); j += 1) cells.push(i * 4096 + j);
    }
    return cells;
  }
}

function covers(box, { x, y, r }) {
  const dx = Math.max(box[0] - x, 0, x - box[2]);
  const dy = Math.max(box[1] - y, 0, y - box[3]);
  return dx * dx + dy * dy < r * r * 0.8;
}
