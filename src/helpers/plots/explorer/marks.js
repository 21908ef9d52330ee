// How a kind is drawn, the same as in every figure: a colour and a shape, area by articles. The colours of communities differ in
// lightness as well, so that eyes without red or green tell them apart.

const LIGHT = {
  paper: "#ffffff", ink: "#1f242b", quiet: "#565e6b", tie: "#66707f", strong: "#2f3640", outline: "#ffffff",
  person: "#0072B2", country: "#00805d", weapon: "#C25200", weapon_class: "#8a6100", other: "#6b7380",
  groups: ["#0072B2", "#C25200", "#00805d", "#5b024a", "#888e57", "#6973fb", "#4e1f0b", "#1c269a"], noGroup: "#8a919c",
};
const DARK = {
  paper: "#14171a", ink: "#e8eaed", quiet: "#b3bac4", tie: "#8d97a5", strong: "#d5dae1", outline: "#14171a",
  person: "#5db4ee", country: "#3cc79b", weapon: "#f58f4f", weapon_class: "#e8bd4a", other: "#a4adb9",
  groups: ["#5db4ee", "#f58f4f", "#3cc79b", "#d957b0", "#e6d029", "#6c55d8", "#9c5f49", "#dfe7f5"], noGroup: "#626a75",
};

export function paletteFor(isDark) {
  return isDark ? DARK : LIGHT;
}

/** Return a node's colour, by kind or by community; `groups` gives the place in the palette of every community that has a colour. */
export function colourOf(node, palette, by, groups) {
  if (by === "community") return palette.groups[groups.get(node.community)] ?? palette.noGroup;
  return palette[node.kind] ?? palette.other;
}

/** Trace the shape of a kind round (x, y); all shapes have the area of a disc of radius r. */
export function traceShape(pen, kind, x, y, r) {
  if (kind === "person") {
    pen.moveTo(x + r, y);
    pen.arc(x, y, r, 0, 2 * Math.PI);
  } else if (kind === "country") traceCorners(pen, [[-0.886, -0.886], [0.886, -0.886], [0.886, 0.886], [-0.886, 0.886]], x, y, r);
  else if (kind === "weapon") traceCorners(pen, [[0, -1.555], [1.347, 0.778], [-1.347, 0.778]], x, y, r);
  else if (kind === "weapon_class") traceCorners(pen, [[0, 1.555], [1.347, -0.778], [-1.347, -0.778]], x, y, r);
  else traceCorners(pen, [[0, -1.253], [1.253, 0], [0, 1.253], [-1.253, 0]], x, y, r);
}

function traceCorners(pen, corners, x, y, r) {
  corners.forEach(([dx, dy], i) => (i ? pen.lineTo(x + dx * r, y + dy * r) : pen.moveTo(x + dx * r, y + dy * r)));
  pen.closePath();
}
