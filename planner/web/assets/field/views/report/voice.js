// A voice note on a report: one tap begins, one ends; it can be heard and taken out before it is sent.

import { dropUnused } from "../../keep/items.js";
import { readPieces } from "../../keep/pieces.js";
import { canRecord, isVoice, keepVoice, record } from "../../keep/voice.js";
import { button, el } from "../../parts/dom.js";
import { t, timeOf } from "../../parts/words.js";
import { flush } from "./report.js";

/** @param {Form} now */
export function drawVoice(now) {
  const notes = now.draft.photos.filter(isVoice);
  const begin = button(t("tablet.voice.record"), () => beginVoice(now, begin), { sign: "mic" });
  now.parts.voice.replaceChildren(...notes.map((note) => row(now, note)), ...(notes.length === 0 ? [begin] : []));
}

/**
 * @param {Form} now
 * @param {HTMLButtonElement} begin
 */
async function beginVoice(now, begin) {
  if (!canRecord()) return refuse(now, t("tablet.voice.none"));
  begin.disabled = true;
  try {
    const recording = await record(() => now.stopVoice?.());
    showRecording(now, recording);
  } catch (problem) {
    const isDenied = problem instanceof DOMException && problem.name === "NotAllowedError";
    refuse(now, isDenied ? t("tablet.voice.denied") : t("tablet.voice.none"));
  }
}

/**
 * @param {Form} now
 * @param {Awaited<ReturnType<typeof record>>} recording
 */
function showRecording(now, { stop, seconds }) {
  const words = () => t("tablet.voice.stop", { time: timeOf(seconds()) });
  const end = button(words(), () => now.stopVoice?.(), { kind: "strong recording", sign: "stop" });
  const timer = setInterval(() => end.replaceChildren(...button(words(), () => {}, { sign: "stop" }).childNodes), 1000);
  now.stopVoice = async () => {
    clearInterval(timer);
    now.stopVoice = undefined;
    const length = seconds();
    try {
      const said = await stop();
      // Ended at once, a recording may have nothing in it, and the server would refuse an empty file.
      if (said.size > 0) now.draft.photos.push(await keepVoice(said, length));
      await flush(now);
      drawVoice(now);
    } catch (problem) {
      now.bus.tell(problem);
      refuse(now, t("tablet.error.voice_not_kept"));
    }
  };
  now.parts.voice.replaceChildren(end);
}

/**
 * The form with the reason instead of a recording.
 * @param {Form} now
 * @param {string} sentence
 */
function refuse(now, sentence) {
  drawVoice(now);
  now.parts.voice.append(el("p", { class: "problem", role: "alert" }, sentence));
}

/**
 * @param {Form} now
 * @param {OwnPhoto} note
 */
function row(now, note) {
  const drop = async () => {
    now.draft.photos = now.draft.photos.filter((each) => each !== note);
    await flush(now);
    await dropUnused(note.hash).catch(now.bus.tell);
    drawVoice(now);
  };
  const isSent = note.state === "attached" || note.state === "whole";
  /** @type {HTMLElement} */
  const box = el(
    "div",
    { class: "row wrap" },
    el("span", {}, t("tablet.voice.kept", { time: timeOf(note.seconds ?? 0) })),
    isSent
      ? null
      : button("", () => play(now, note, box), { kind: "small", sign: "play", label: t("tablet.voice.play") }),
    isSent ? null : button("", drop, { kind: "small", sign: "close", label: t("tablet.voice.drop") }),
  );
  return box;
}

/**
 * @param {Form} now
 * @param {OwnPhoto} note
 * @param {HTMLElement} box
 */
async function play(now, note, box) {
  try {
    const src = URL.createObjectURL(new Blob(await readPieces(note.hash), { type: note.type }));
    const player = el("audio", { src, controls: true, onended: () => URL.revokeObjectURL(src) });
    box.querySelector("audio")?.remove();
    box.append(player);
    await player.play();
  } catch (problem) {
    now.bus.tell(problem);
  }
}
