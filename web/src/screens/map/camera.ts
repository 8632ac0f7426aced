/** A point of the map, or of the canvas. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The visible part of the map: its middle, and the number of pixels per unit of the map. */
export interface Camera {
  readonly centre: Point;
  readonly scale: number;
}

/** The size of the canvas in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

const [closest, farthest] = [2400, 60];

/** Places a point of the map on the canvas. */
export const project = ({ centre, scale }: Camera, { width, height }: Size, point: Point): Point => ({
  x: width / 2 + (point.x - centre.x) * scale,
  y: height / 2 - (point.y - centre.y) * scale,
});

/** The point of the map below a point of the canvas. */
export const unproject = ({ centre, scale }: Camera, { width, height }: Size, pixel: Point): Point => ({
  x: centre.x + (pixel.x - width / 2) / scale,
  y: centre.y - (pixel.y - height / 2) / scale,
});

/** The map dragged by some pixels. */
export const pan = ({ centre, scale }: Camera, dx: number, dy: number): Camera => ({
  centre: { x: centre.x - dx / scale, y: centre.y + dy / scale },
  scale,
});

/** The map enlarged by a factor; what is below the pixel stays there. */
export function zoom(
  camera: Camera,
  size: Size,
  factor: number,
  pixel: Point = { x: size.width / 2, y: size.height / 2 },
): Camera {
  const scale = Math.min(closest, Math.max(farthest, camera.scale * factor));
  const still = unproject(camera, size, pixel);
  const moved = unproject({ ...camera, scale }, size, pixel);
  return { centre: { x: camera.centre.x + still.x - moved.x, y: camera.centre.y + still.y - moved.y }, scale };
}

/** A point between two others: 0 is the first, 1 the second. */
export const between = (from: readonly number[], to: readonly number[], share: number): Point => ({
  x: (from[0] ?? 0) * (1 - share) + (to[0] ?? 0) * share,
  y: (from[1] ?? 0) * (1 - share) + (to[1] ?? 0) * share,
});
