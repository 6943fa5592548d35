// How it is said that the tablet could not keep something.

import { NotKept } from "../keep/store.js";
import { t } from "./words.js";

/** @param {unknown} problem */
export function notKept(problem) {
  if (!(problem instanceof NotKept)) return t("tablet.error.not_kept");
  if (problem.isReading) return t("tablet.error.unread");
  return problem.isFull ? t("tablet.error.full") : t("tablet.error.not_kept");
}
