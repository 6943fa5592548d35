// Drawing on a photo before it leaves the tablet: an arrow to what matters, a black field over a plate or a face.

import { readPieces } from "../../keep/pieces.js";
import { button, el } from "../../parts/dom.js";
import { t } from "../../parts/words.js";

/** @typedef {{ tool: "arrow" | "cover", from: [number, number], to: [number, number] }} Mark */

/**
 * Shows the photo as large as it goes and returns a picture of it with what was drawn, or null where nothing was.
 * @param {OwnPhoto} photo
 * @param {"arrow" | "cover"} tool
 * @returns {Promise<HTMLCanvasElement | null>}
 */
export async function drawOver(photo, tool) {
  const picture = await createImageBitmap(new Blob(await readPieces(photo.hash)));
  const canvas = el("canvas", {
    width: picture.width,
    height: picture.height,
    role: "img",
    "aria-label": t("tablet.marks.canvas"),
  });
  /** @type {Mark[]} */
  const marks = [];
  const draw = () => drawAll(canvas, picture, marks);
  draw();
  return await new Promise((resolve) => {
    const dialog = el("dialog", { class: "whole dark", "aria-label": t("tablet.marks.title") });
    /** @param {HTMLCanvasElement | null} result */
    const end = (result) => {
      dialog.close();
      dialog.remove();
      picture.close();
      resolve(result);
    };
    const tools = el("div", { class: "chips" });
    const drawTools = () =>
      tools.replaceChildren(
        button(t("tablet.report.arrow"), () => choose("arrow"), {
          kind: "chip",
          sign: "arrow",
          pressed: tool === "arrow",
        }),
        button(t("tablet.report.cover"), () => choose("cover"), {
          kind: "chip",
          sign: "cover",
          pressed: tool === "cover",
        }),
        button(t("tablet.undo"), () => {
          marks.pop();
          draw();
        }, { kind: "chip", sign: "undo" }),
      );
    /** @param {"arrow" | "cover"} wanted */
    const choose = (wanted) => {
      tool = wanted;
      drawTools();
    };
    drawTools();
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      const at = spotOf(canvas, event);
      marks.push({ tool, from: at, to: at });
    });
    canvas.addEventListener("pointermove", (event) => {
      const last = marks.at(-1);
      if (!last || !canvas.hasPointerCapture(event.pointerId)) return;
      last.to = spotOf(canvas, event);
      draw();
    });
    dialog.append(
      el(
        "header",
        { class: "top" },
        button("", () => end(null), { kind: "small", sign: "close", label: t("tablet.marks.leave") }),
        el("h1", {}, t("tablet.marks.title")),
      ),
      el("div", { class: "canvas-box" }, canvas),
      tools,
      el(
        "footer",
        { class: "bottom" },
        button(t("tablet.marks.done"), () => end(marks.length > 0 ? canvas : null), { kind: "main" }),
      ),
    );
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      end(null);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {PointerEvent} event
 * @returns {[number, number]}
 */
function spotOf(canvas, event) {
  const box = canvas.getBoundingClientRect();
  const scale = canvas.width / box.width;
  return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {ImageBitmap} picture
 * @param {Mark[]} marks
 */
function drawAll(canvas, picture, marks) {
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.drawImage(picture, 0, 0);
  for (const { tool, from, to } of marks) {
    if (tool === "cover") {
      pen.fillStyle = "black";
      pen.fillRect(
        Math.min(from[0], to[0]),
        Math.min(from[1], to[1]),
        Math.abs(to[0] - from[0]),
        Math.abs(to[1] - from[1]),
      );
    } else {
      drawArrow(pen, from, to, Math.max(canvas.width, canvas.height) / 110);
    }
  }
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {[number, number]} from
 * @param {[number, number]} to
 * @param {number} width
 */
function drawArrow(pen, from, to, width) {
  const turn = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const wing = 5 * width;
  const ends = [turn - 0.5, turn + 0.5].map((
    angle,
  ) => [to[0] - wing * Math.cos(angle), to[1] - wing * Math.sin(angle)]);
  for (const [colour, thick] of /** @type {[string, number][]} */ ([["white", 2 * width], ["red", width]])) {
    pen.strokeStyle = colour;
    pen.lineWidth = thick;
    pen.lineCap = pen.lineJoin = "round";
    pen.beginPath();
    pen.moveTo(...from);
    pen.lineTo(...to);
    ends.forEach(([x, y]) => {
      pen.moveTo(...to);
      pen.lineTo(x, y);
    });
    pen.stroke();
  }
}
