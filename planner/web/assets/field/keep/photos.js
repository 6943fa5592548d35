// Photos as the tablet keeps them: shrunk and upright, with a small picture for lists; what it cannot draw goes as it is.

import { keepPieces } from "./pieces.js";
import { newUid } from "./items.js";

const LONGEST_SIDE = 2048;
const THUMB_SIDE = 168;
const QUALITY = 0.85;
/** What the server takes. */
const MOST_BYTES = 20 * 1024 * 1024;

/** Why a file is no photo, by the key of a sentence. */
export class NoPhoto extends Error {}

/** @returns {OwnPhoto} a photo that is being prepared */
export function newPhoto() {
  return { uid: newUid(), hash: "", size: 0, type: "image/jpeg", thumb: "", state: "preparing", problem: "" };
}

/**
 * Reads a file at once, because the system may take it back, shrinks what is larger unless `isOriginal`, keeps its bytes and fills
 * `photo`. Raises NoPhoto, or NotKept where the tablet is full.
 * @param {OwnPhoto} photo
 * @param {Blob} file
 * @param {boolean} isOriginal
 */
export async function keepPhoto(photo, file, isOriginal) {
  const bytes = await file.arrayBuffer();
  const picture = await pictureOf(new Blob([bytes], { type: file.type }));
  if (picture) photo.thumb = thumbOf(picture.shrunk);
  else if (!isHeic(bytes)) throw new NoPhoto("tablet.error.no_picture");
  const isKept = !picture || isOriginal || picture.isSmall && isJpeg(bytes);
  await keepBytes(photo, isKept ? bytes : await jpegOf(picture.shrunk));
  picture?.shrunk.close();
}

/**
 * Keeps what was drawn over a photo instead of it.
 * @param {OwnPhoto} photo
 * @param {HTMLCanvasElement} drawn
 */
export async function keepDrawn(photo, drawn) {
  const picture = await createImageBitmap(drawn);
  await keepBytes(photo, await jpegOf(picture));
  photo.thumb = thumbOf(picture); // last: what is not kept is not shown as if it was
  picture.close();
}

/**
 * @param {OwnPhoto} photo
 * @param {ArrayBuffer} bytes
 */
async function keepBytes(photo, bytes) {
  if (bytes.byteLength > MOST_BYTES) throw new NoPhoto("tablet.error.too_large");
  photo.hash = await keepPieces(bytes);
  photo.size = bytes.byteLength;
  photo.type = isJpeg(bytes) ? "image/jpeg" : "application/octet-stream";
  photo.state = "ready";
}

/**
 * The file as a picture of at most LONGEST_SIDE, and whether it was no larger; null where the browser cannot draw it.
 * @param {Blob} file
 */
async function pictureOf(file) {
  const address = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
    const shrunk = await createImageBitmap(image, {
      resizeWidth: Math.max(1, Math.round(width * scale)),
      resizeHeight: Math.max(1, Math.round(height * scale)),
      resizeQuality: "high",
    });
    return { shrunk, isSmall: scale === 1 };
  } catch (_) {
    return null;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/**
 * @param {ImageBitmap} picture
 * @param {number} scale
 */
function drawn(picture, scale) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.fillStyle = "white";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** @param {ImageBitmap} picture */
function thumbOf(picture) {
  return drawn(picture, Math.min(1, THUMB_SIDE / Math.min(picture.width, picture.height))).toDataURL("image/jpeg", 0.7);
}

/**
 * @param {ImageBitmap} picture
 * @returns {Promise<ArrayBuffer>}
 */
async function jpegOf(picture) {
  const canvas = drawn(picture, 1);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  if (!blob) throw new NoPhoto("tablet.error.no_picture");
  return await /** @type {Blob} */ (blob).arrayBuffer();
}

/** @param {ArrayBuffer} bytes */
function isJpeg(bytes) {
  const [a, b] = new Uint8Array(bytes.slice(0, 2));
  return a === 0xff && b === 0xd8;
}

/** @param {ArrayBuffer} bytes */
function isHeic(bytes) {
  const head = new TextDecoder("latin1").decode(bytes.slice(4, 12));
  return /^ftyp(hei|hev|mif1|msf1)/.test(head);
}
