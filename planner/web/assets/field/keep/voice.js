// Voice notes as the tablet keeps them: recorded small, and kept among the photos of a report as bytes of another type.

import { keepPieces } from "./pieces.js";
import { newUid } from "./items.js";

/** Speech is understood at this rate: two minutes take less than a photo. */
const BITS_PER_S = 24_000;
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
export const LONGEST_S = 120;

/** @param {OwnPhoto} photo */
export function isVoice({ type }) {
  return type.startsWith("audio/");
}

/**
 * The pictures among what belongs to an item.
 * @param {Item} item
 */
export function picturesOf({ photos }) {
  return photos.filter((photo) => !isVoice(photo));
}

/** Whether this browser can record at all. */
export function canRecord() {
  return Boolean(globalThis.MediaRecorder && navigator.mediaDevices?.getUserMedia);
}

/**
 * Begins to record; raises what the browser says where there is no microphone or it is not allowed. `stop` ends it and
 * gives what was said, `ended` is called once it stops by itself after LONGEST_S.
 * @param {() => void} ended
 * @returns {Promise<{stop: () => Promise<Blob>, seconds: () => number}>}
 */
export async function record(ended) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS_PER_S });
  /** @type {Blob[]} */
  const parts = [];
  const begun = Date.now();
  const seconds = () => Math.min(LONGEST_S, Math.round((Date.now() - begun) / 1000));
  const whole = new Promise((resolve) => {
    recorder.ondataavailable = ({ data }) => parts.push(data);
    recorder.onstop = () => {
      stream.getTracks().forEach((track) => track.stop());
      resolve(new Blob(parts, { type: recorder.mimeType }));
    };
  });
  recorder.start(1000);
  const timer = setTimeout(ended, LONGEST_S * 1000);
  const stop = () => {
    clearTimeout(timer);
    if (recorder.state !== "inactive") recorder.stop();
    return whole;
  };
  return { stop, seconds };
}

/**
 * Keeps the bytes of a recording. Raises NotKept where the tablet is full.
 * @param {Blob} said
 * @param {number} seconds
 * @returns {Promise<OwnPhoto>}
 */
export async function keepVoice(said, seconds) {
  const hash = await keepPieces(await said.arrayBuffer());
  const type = said.type.split(";")[0];
  return { uid: newUid(), hash, size: said.size, type, thumb: "", seconds, state: "ready", problem: "" };
}
