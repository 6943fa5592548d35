// The photos of a report: taken, chosen, marked, taken out; each a picture that says how it stands.

import { dropUnused } from "../../keep/items.js";
import { keepDrawn, keepPhoto, newPhoto, NoPhoto } from "../../keep/photos.js";
import { NotKept } from "../../keep/store.js";
import { picturesOf } from "../../keep/voice.js";
import { button, el } from "../../parts/dom.js";
import { watchPosition } from "../../parts/place.js";
import { t } from "../../parts/words.js";
import { drawOver } from "./marks.js";
import { flush } from "./report.js";
import { followPosition } from "./report_subject.js";

/** @param {Form} now */
export function takePhoto(now) {
  watchPosition();
  ask(now, { capture: "environment" });
}

/**
 * @param {Form} now
 * @param {Record<string, string | boolean>} how
 */
function ask(now, how) {
  const input = el("input", {
    type: "file",
    accept: "image/*",
    hidden: true,
    ...how,
    oncancel: () => input.remove(),
    onchange: () => {
      addPhotos(now, [...input.files ?? []]);
      input.remove();
    },
  });
  document.body.append(input);
  input.click();
}

/**
 * @param {Form} now
 * @param {File[]} files
 */
function addPhotos(now, files) {
  for (const file of files) {
    const photo = newPhoto();
    now.draft.photos.push(photo);
    const work = keepPhoto(photo, file, now.bus.ride.city.original).catch((problem) => refuse(photo, problem)).then(
      async () => {
        now.preparing.delete(work);
        await flush(now);
        drawPhotos(now);
      },
    );
    now.preparing.add(work);
  }
  followPosition(now);
  drawPhotos(now);
}

/**
 * @param {OwnPhoto} photo
 * @param {unknown} problem
 */
function refuse(photo, problem) {
  photo.state = "refused";
  if (problem instanceof NoPhoto) {
    photo.problem = problem.message === "tablet.error.too_large"
      ? t("tablet.error.too_large")
      : t("tablet.error.no_picture");
  } else {photo.problem = problem instanceof NotKept && problem.isFull
      ? t("tablet.error.full")
      : t("tablet.error.photo_not_kept");}
}

/** @param {Form} now */
export function drawPhotos(now) {
  const { photos, marks } = now.parts;
  if (!photos) return;
  photos.replaceChildren(
    ...picturesOf(now.draft).map((photo, index) => picture(now, photo, index)),
    button(picturesOf(now.draft).length ? t("tablet.report.another") : t("tablet.report.photo"), () => takePhoto(now), {
      kind: "add",
      sign: "camera",
    }),
    button(t("tablet.report.choose"), () => ask(now, { multiple: true }), { kind: "add", sign: "add" }),
  );
  const last = picturesOf(now.draft).findLast(({ state }) => state === "ready");
  marks.replaceChildren(
    ...(last
      ? [
        button(t("tablet.report.arrow"), () => mark(now, last, "arrow"), { sign: "arrow" }),
        button(t("tablet.report.cover"), () => mark(now, last, "cover"), { sign: "cover" }),
      ]
      : []),
  );
}

/**
 * @param {Form} now
 * @param {OwnPhoto} photo
 * @param {number} index
 */
function picture(now, photo, index) {
  const words = photo.problem ||
    (photo.state === "preparing" ? t("tablet.report.preparing") : t("tablet.report.ready"));
  const drop = async () => {
    now.draft.photos = now.draft.photos.filter((each) => each !== photo);
    await flush(now);
    await dropUnused(photo.hash).catch(now.bus.tell);
    drawPhotos(now);
  };
  return el(
    "figure",
    { class: photo.state === "refused" ? "picture refused" : "picture" },
    photo.thumb ? el("img", { src: photo.thumb, alt: t("tablet.report.photo_number", { number: index + 1 }) }) : null,
    el("figcaption", {}, words),
    photo.state === "attached" || photo.state === "whole" ? null : button("", drop, {
      kind: "small round",
      sign: "close",
      label: t("tablet.report.drop_photo", { number: index + 1 }),
    }),
  );
}

/**
 * @param {Form} now
 * @param {OwnPhoto} photo
 * @param {"arrow" | "cover"} tool
 */
async function mark(now, photo, tool) {
  const drawn = await drawOver(photo, tool).catch(now.bus.tell);
  if (!drawn) return;
  const before = photo.hash;
  try {
    await keepDrawn(photo, drawn);
    await flush(now);
    await dropUnused(before); // what was blacked out does not stay on the tablet
  } catch (problem) {
    now.bus.tell(problem);
  }
  drawPhotos(now);
}

/**
 * A photo that was not whole yet when the tab was killed has to be taken again, and says so.
 * @param {OwnPhoto} photo
 */
export function noteLost(photo) {
  if (photo.state !== "preparing") return;
  photo.state = "refused";
  photo.problem = t("tablet.error.photo_not_kept");
}
