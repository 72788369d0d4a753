// The first picture of a network, before the library that lets one work with it has come: the same nodes and lines at the same places.

import { FAINT } from "./graphlooks.js";

const DASHES = { claimed: [8, 5], observed: [1, 3], runs: [1, 3] };
const OPAQUE = 0.75;

function drawLines(pen, lines, colour) {
  const alike = Map.groupBy ? Map.groupBy(lines, style) : grouped(lines);
  pen.strokeStyle = colour("line");
  pen.globalAlpha = OPAQUE;
  for (const some of alike.values()) {
    pen.lineWidth = some[0].width;
    pen.setLineDash(DASHES[some[0].state] ?? []);
    pen.beginPath();
    for (const { source, target } of some) {
      pen.moveTo(source.x, source.y);
      pen.lineTo(target.x, target.y);
    }
    pen.stroke();
  }
  pen.setLineDash([]);
  pen.globalAlpha = 1;
}

const style = ({ state, width }) => `${state} ${width}`;

function grouped(lines) {
  const found = new Map();
  for (const line of lines) found.set(style(line), [...(found.get(style(line)) ?? []), line]);
  return found;
}

function shape(pen, { x, y, size, asset }) {
  const half = size / 2;
  if (!asset) {
    pen.moveTo(x + half, y);
    pen.arc(x, y, half, 0, 2 * Math.PI);
    return;
  }
  pen.moveTo(x, y - half);
  pen.lineTo(x + half, y);
  pen.lineTo(x, y + half);
  pen.lineTo(x - half, y);
  pen.closePath();
}

function drawNodes(pen, nodes, fill, stroke, width) {
  pen.beginPath();
  for (const node of nodes) shape(pen, node);
  Object.assign(pen, { fillStyle: fill, strokeStyle: stroke, lineWidth: width });
  pen.fill();
  pen.stroke();
}

/** A canvas with the whole network on it, laid over the stage; take it away when the library has drawn the same. */
export function drawPicture(stage, { nodes, lines, view, times }, colour) {
  const [width, height, fine] = [stage.clientWidth, stage.clientHeight, window.devicePixelRatio || 1];
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: width * fine, height: height * fine, className: "graph-picture" });
  const pen = canvas.getContext("2d");
  pen.setTransform(fine * view.zoom, 0, 0, fine * view.zoom, fine * view.pan.x, fine * view.pan.y);
  drawLines(pen, lines, colour);
  for (const beyond of [true, false]) {
    const some = nodes.filter((node) => node.beyond === beyond);
    pen.globalAlpha = beyond ? FAINT : 1;
    drawNodes(pen, some.filter(({ asset, alone }) => !asset && !alone), colour("group"), colour("ground"), 1.5 * times);
    drawNodes(pen, some.filter(({ alone }) => alone), colour("ground"), colour("group"), 2 * times);
    drawNodes(pen, some.filter(({ asset }) => asset), colour("asset"), colour("name"), times);
  }
  stage.after(canvas);
  return canvas;
}
