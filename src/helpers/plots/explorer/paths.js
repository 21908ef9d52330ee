// The way from one name to another over the ties that are shown.

import { otherEnd } from "./data.js";

/**
 * Return the ties of a shortest path, in order, or null where there is none. Of equally short ones the path whose ties are
 * stronger (sum of the shares) is taken.
 */
export function shortestPath(data, shown, from, to) {
  const steps = new Map([[from, 0]]);
  const best = new Map([[from, { strength: 0, tie: null }]]);
  let layer = [from];
  while (layer.length && !steps.has(to)) layer = nextLayer(data, shown, layer, steps, best);
  return best.has(to) ? traceBack(data, best, from, to) : null;
}

/** Go one step from every node of a layer; return the nodes reached for the first time. */
function nextLayer(data, shown, layer, steps, best) {
  const depth = steps.get(layer[0]) + 1;
  const reached = new Set();
  for (const node of layer) {
    for (const index of data.nodes[node].ties) {
      if (!shown.tie[index]) continue;
      const next = otherEnd(data.ties[index], node);
      if (!steps.has(next)) steps.set(next, depth);
      if (steps.get(next) !== depth) continue;
      reached.add(next);
      const strength = best.get(node).strength + shown.share[index];
      if (!best.has(next) || strength > best.get(next).strength) best.set(next, { strength, tie: index });
    }
  }
  return [...reached];
}

function traceBack(data, best, from, to) {
  const ties = [];
  for (let node = to; node !== from; node = otherEnd(data.ties[ties[0]], node)) ties.unshift(best.get(node).tie);
  return ties;
}
