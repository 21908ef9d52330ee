// What stands out of the picture: what is picked, pinned, hovered over or on a path, with its neighbours.

import { otherEnd } from "./data.js";
import { shortestPath } from "./paths.js";

/** Return the nodes that have a ring: pinned, selected, ends of the path. */
export function picked({ data, state }) {
  const { selected, pins, path } = state;
  return [...(selected ?? []), ...pins, ...(path ?? [])].map((id) => data.nodes[data.place.get(id)]);
}

/** Return what stands out, {nodes (places), nodeList, ties, first (places in order of weight for labels)}, or null. */
export function highlight(app) {
  const { data, state, shown } = app;
  const nodes = new Set();
  const ties = new Set();
  const addNode = (place) => {
    nodes.add(place);
    for (const tie of data.nodes[place].ties) {
      if (!shown.tie[tie]) continue;
      ties.add(tie);
      nodes.add(otherEnd(data.ties[tie], place));
    }
  };
  const addTie = (tie) => {
    ties.add(tie);
    nodes.add(data.ties[tie].a).add(data.ties[tie].b);
  };
  const places = (state.selected ?? []).map((id) => data.place.get(id));
  if (state.path) (shortestPath(data, shown, ...state.path.map((id) => data.place.get(id))) ?? []).forEach(addTie);
  if (places.length === 1 && !state.path) addNode(places[0]);
  if (places.length === 2) app.tieBetween(...places) === undefined ? places.forEach((place) => nodes.add(place)) : addTie(app.tieBetween(...places));
  state.pins.forEach((id) => addNode(data.place.get(id)));
  if (app.hovered?.node !== undefined) addNode(app.hovered.node);
  if (app.hovered?.tie !== undefined) addTie(app.hovered.tie);
  if (app.looked !== null) addNode(app.looked);
  if (!nodes.size) return null;
  return { nodes, nodeList: [...nodes].map((place) => data.nodes[place]), ties: [...ties].map((tie) => data.ties[tie]) };
}
