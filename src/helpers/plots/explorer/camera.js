// From the places of the layout to the places on the screen. On an upright screen the layout is turned by a quarter.

const MOST_SCALE = 400;

export class Camera {
  constructor() {
    Object.assign(this, { x: 0, y: 0, scale: 40, stretch: 1, turned: false, width: 1, height: 1 });
  }

  resize(width, height) {
    Object.assign(this, { width, height });
  }

  /** Show all of these places, as large as they go. */
  fit(places, pad = 44) {
    if (!places.length) return;
    this.turned = this.height > 1.15 * this.width;
    const turned = places.map((place) => this.axes(place));
    const [left, right] = ends(turned.map(([u]) => u));
    const [top, bottom] = ends(turned.map(([, v]) => v));
    const wide = Math.max(this.width - 2 * pad, 60) / Math.max(right - left, 0.5);
    const high = Math.max(this.height - 2 * pad, 60) / Math.max(bottom - top, 0.5);
    this.stretch = Math.min(Math.max(high / wide, 0.75), 1.33);
    this.scale = Math.min(wide, high / this.stretch, 130);
    this.least = this.scale / 6;
    [this.x, this.y] = [(left + right) / 2, (top + bottom) / 2];
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
