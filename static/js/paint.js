// What areas on a canvas are filled with: the colours and patterns that hatch.js gives to areas drawn one by one.

const INK = "#2a1a2e";
const SIDE = 9; // pixels of a pattern

const colourOf = (name, usual) => getComputedStyle(document.documentElement).getPropertyValue(name).trim() || usual;

/** The colours of the page for areas: of borders, with and without a shade, of what is marked, and of the stripes of no data. */
export const pageColours = () => ({
  halo: colourOf("--halo", "#fffdf8"),
  area: colourOf("--area", "#6d3a5f"),
  strong: colourOf("--area-strong", "#5c1440"),
  stripe: colourOf("--hatch", "#8a7f86"),
  ground: colourOf("--hatch-ground", "#f6f2ec"),
  strength: Number(colourOf("--strength", "0.8")),
});

function sample(scale, draw) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.round(SIDE * scale);
  const context = canvas.getContext("2d");
  context.scale(canvas.width / SIDE, canvas.width / SIDE);
  draw(context);
  return canvas;
}

function lines(context, width, colour, steps) {
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.beginPath();
  for (const [x1, y1, x2, y2] of steps) {
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
  }
  context.stroke();
}

const UP = [-1, 0, 1].map((step) => [-SIDE + step * SIDE, SIDE * 2, SIDE * 2 + step * SIDE, -SIDE]);
const DOWN = [-1, 0, 1].map((step) => [-SIDE + step * SIDE, -SIDE, SIDE * 2 + step * SIDE, SIDE * 2]);

/** The stripes of no data. */
export const stripes = ({ ground, stripe }, scale) =>
  sample(scale, (context) => {
    context.fillStyle = ground;
    context.fillRect(0, 0, SIDE, SIDE);
    lines(context, 2.5, stripe, UP);
  });

/** A colour with dots, for a class below the middle, or with fine lines, where it is not clear on which side of it an area is. */
export const patterned = (colour, { dotted, hatched }, scale) =>
  sample(scale, (context) => {
    context.fillStyle = colour;
    context.fillRect(0, 0, SIDE, SIDE);
    for (const [radius, fill] of dotted ? [[1.9, "#fff"], [1.2, INK]] : []) {
      context.fillStyle = fill;
      context.beginPath();
      context.arc(6.75, 2.25, radius, 0, 2 * Math.PI);
      context.fill();
    }
    for (const [width, stroke] of hatched ? [[2.4, "#fff"], [1, INK]] : []) lines(context, width, stroke, DOWN);
  });
