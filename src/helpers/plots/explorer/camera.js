// From the places of the layout to the places on the screen. On an upright screen the layout is turned by a quarter.

const MOST_SCALE = 400;
const MOST_PAD = 44;
const BUTTON_GAP = 18; // between a place and the buttons: about half of a large mark

export class Camera {
  constructor() {
    Object.assign(this, { x: 0, y: 0, scale: 40, stretch: 1, turned: false, width: 1, height: 1 });
  }

  resize(width, height) {
    Object.assign(this, { width, height });
  }

  /** Show all of these places, as large as they go, none in the lower right corner that begins at `corner` [left, top]. */
  fit(places, { corner = null } = {}) {
    if (!places.length) return;
    const pad = Math.min(MOST_PAD, 0.08 * this.width);
    this.turned = this.height > 1.15 * this.width;
    const turned = places.map((place) => this.axes(place));
    const [left, right] = ends(turned.map(([u]) => u));
    const [top, bottom] = ends(turned.map(([, v]) => v));
    const wide = Math.max(this.width - 2 * pad, 60) / Math.max(right - left, 0.5);
    const high = Math.max(this.height - 2 * pad, 60) / Math.max(bottom - top, 0.5);
    this.stretch = Math.min(Math.max(high / wide, 0.75), 1.33);
    this.scale = Math.min(wide, high / this.stretch, 130);
    [this.x, this.y] = [(left + right) / 2, (top + bottom) / 2];
    if (corner) this.leave(corner, places, [left, top], pad);
    this.least = this.scale / 6;
  }

  /** Move the places out of the lower right corner, and make them smaller where moving is not enough. */
  leave(corner, places, [left, top], pad) {
    const [x, y, full] = [this.x, this.y, this.scale];
    for (let share = 1; share > 0.4; share -= 0.04) {
      this.scale = full * share;
      const aside = Math.max(x, left + (this.width / 2 - pad) / this.scale);
      const above = Math.max(y, top + (this.height / 2 - pad) / (this.scale * this.stretch));
      for (const middle of [[x, y], [aside, y], [x, above], [aside, above]]) {
        [this.x, this.y] = middle;
        if (!places.some((place) => this.isBehind(corner, place))) return;
      }
    }
  }

  isBehind([left, top], place) {
    const [x, y] = this.toScreen(place);
    return x > left - BUTTON_GAP && y > top - BUTTON_GAP;
  }

  axes([x, y]) {
    return this.turned ? [y, x] : [x, -y];
  }

  toScreen(place) {
    const [u, v] = this.axes(place);
    return [(u - this.x) * this.scale + this.width / 2, (v - this.y) * this.scale * this.stretch + this.height / 2];
  }

  toPlace(sx, sy) {
    const u = (sx - this.width / 2) / this.scale + this.x;
    const v = (sy - this.height / 2) / (this.scale * this.stretch) + this.y;
    return this.turned ? [v, u] : [u, -v];
  }

  pan(dx, dy) {
    this.x -= dx / this.scale;
    this.y -= dy / (this.scale * this.stretch);
  }

  /** Zoom so that what is under (sx, sy) stays there. */
  zoom(factor, sx = this.width / 2, sy = this.height / 2) {
    const before = this.axes(this.toPlace(sx, sy));
    this.scale = Math.min(Math.max(this.scale * factor, this.least ?? 1), MOST_SCALE);
    const after = this.axes(this.toPlace(sx, sy));
    this.x += before[0] - after[0];
    this.y += before[1] - after[1];
  }

  centre(place) {
    [this.x, this.y] = this.axes(place);
  }
}

function ends(values) {
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}
