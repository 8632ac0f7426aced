import type { Point, Size } from "./camera";

/** A movie as the map draws it, in CSS pixels. */
export interface Star {
  readonly at: Point;
  readonly title: string;
  readonly radius: number;
  readonly colour: string;
  /** The user's liking of it, 0 to 1. */
  readonly glow: number;
  readonly isLit: boolean;
  readonly isCentre: boolean;
  readonly isPointedAt: boolean;
}

interface Ink {
  readonly paper: string;
  readonly ink: string;
  readonly accent: string;
  /** A colour of six hexadecimal digits. */
  readonly star: string;
  readonly font: string;
}

/** The colours of the page as they are now. */
export function inkOf(element: Element): Ink {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return { paper: read("--raised"), ink: read("--ink"), accent: read("--accent"), star: read("--star"), font: read("--text") };
}

/** Draws the map: light below, then all movies, then those that are named. */
export function draw(context: CanvasRenderingContext2D, size: Size, stars: readonly Star[], ink: Ink): void {
  context.fillStyle = ink.paper;
  context.fillRect(0, 0, size.width, size.height);
  for (const star of stars) if (star.glow > 0) drawGlow(context, star, ink.star);
  for (const star of stars) drawDot(context, star);
  const named = stars.filter((star) => star.isCentre || star.isLit || star.isPointedAt);
  for (const star of named) drawRing(context, star, ink);
  drawNames(context, named, ink, size);
}

function drawGlow(context: CanvasRenderingContext2D, { at, glow }: Star, star: string): void {
  const reach = 26 + 34 * glow;
  const light = context.createRadialGradient(at.x, at.y, 0, at.x, at.y, reach);
  light.addColorStop(0, star);
  // The same colour without any opacity: "transparent" is black.
  light.addColorStop(1, `${star}00`);
  context.globalAlpha = 0.1 + 0.2 * glow;
  context.fillStyle = light;
  context.fillRect(at.x - reach, at.y - reach, 2 * reach, 2 * reach);
  context.globalAlpha = 1;
}

function drawDot(context: CanvasRenderingContext2D, { at, radius, colour, isLit, isCentre }: Star): void {
  context.globalAlpha = isLit || isCentre ? 1 : 0.72;
  context.fillStyle = colour;
  context.beginPath();
  context.arc(at.x, at.y, radius, 0, 2 * Math.PI);
  context.fill();
  context.globalAlpha = 1;
}

function drawRing(context: CanvasRenderingContext2D, { at, radius, isCentre }: Star, { ink, accent }: Ink): void {
  context.strokeStyle = isCentre ? accent : ink;
  context.lineWidth = isCentre ? 3 : 1.5;
  context.beginPath();
  context.arc(at.x, at.y, radius + (isCentre ? 5 : 3), 0, 2 * Math.PI);
  context.stroke();
}

const lineHeight = 17;

// A name that would cover another is left out; the movie itself and the one under the pointer come first.
function drawNames(context: CanvasRenderingContext2D, named: readonly Star[], { paper, ink, font }: Ink, size: Size): void {
  context.font = `600 12px ${font}`;
  context.textBaseline = "middle";
  const taken: { left: number; right: number; y: number }[] = [];
  const rank = (star: Star): number => (star.isPointedAt ? 0 : star.isCentre ? 1 : 2);
  for (const star of [...named].sort((a, b) => rank(a) - rank(b))) {
    const width = context.measureText(star.title).width;
    const isLeft = star.at.x + star.radius + 10 + width > size.width;
    const left = isLeft ? star.at.x - star.radius - 10 - width : star.at.x + star.radius + 10;
    const box = { left, right: left + width, y: star.at.y };
    if (taken.some((other) => other.left < box.right && box.left < other.right && Math.abs(other.y - box.y) < lineHeight))
      continue;
    taken.push(box);
    context.strokeStyle = paper;
    context.lineWidth = 4;
    context.lineJoin = "round";
    context.strokeText(star.title, left, star.at.y);
    context.fillStyle = ink;
    context.fillText(star.title, left, star.at.y);
  }
}
