// What ends the reading: what agencies said, and the chair's PIN. It is never kept for later: the server has to say that the
// text is still the one that was read.

import { sending } from "../../net/send.js";
import { ask, NoNetwork, Refused } from "../../net/server.js";
import { button, el } from "../../parts/dom.js";
import { t } from "../../parts/words.js";

/** @typedef {import("../../app.js").Bus} Bus */

/** A PIN has six digits. */
const PIN_DIGITS = 6;

/**
 * @param {Bus} bus
 * @param {RideProtocol} protocol
 */
export function confirmation(bus, protocol) {
  const said = protocol.points.flatMap((point) => point.said);
  const count = (/** @type {string} */ state) => said.filter((each) => each.state === state).length;
  const facts = [
    t("protocol.summary", { n: protocol.points.length }),
    t("tablet.protocol.accepted", { n: count("accepts") }),
    t("tablet.protocol.objected", { n: count("objects") }),
    t("tablet.protocol.silent", { n: count("") }),
  ];
  return el(
    "section",
    { class: "read" },
    el("h2", {}, t("protocol.confirm.title")),
    el("ul", { class: "facts-list" }, ...facts.map((fact) => el("li", {}, fact))),
    protocol.undecided && el("p", { class: "notice" }, protocol.undecided),
    protocol.confirmed ? el("p", { class: "large" }, protocol.confirmed) : null,
    protocol.open ? asking(bus, protocol) : null,
  );
}

/**
 * @param {Bus} bus
 * @param {RideProtocol} protocol
 */
function asking(bus, protocol) {
  if (!protocol.chair) return el("p", {}, protocol.who);
  if (sending.isOnline === false) return el("p", { class: "notice" }, t("tablet.protocol.offline"));
  const own = bus.items.filter(({ code, by }) => code === bus.code && by === bus.ride.me.key);
  const unsent = own.filter(({ state }) => state === "waiting").length;
  if (unsent > 0) return el("p", { class: "notice" }, t("tablet.protocol.unsent", { n: unsent }));
  const label = t("protocol.confirm.pin");
  const pin = el("input", {
    ...{ type: "password", inputmode: "numeric", autocomplete: "off", maxlength: PIN_DIGITS },
    ...{ "aria-label": label, placeholder: label },
  });
  const problem = el("p", { class: "problem", role: "alert", hidden: true });
  let isAsking = false;

  async function confirm() {
    if (isAsking) return;
    isAsking = true;
    problem.hidden = true;
    try {
      const json = { pin: pin.value, seal: protocol.seal };
      await ask(`tours/${encodeURIComponent(bus.code)}/protocol`, { method: "POST", json });
      pin.blur();
      await bus.refresh();
    } catch (trouble) {
      if (!(trouble instanceof Refused || trouble instanceof NoNetwork)) throw trouble;
      problem.textContent = trouble instanceof Refused ? trouble.message : t("tablet.protocol.offline");
      problem.hidden = false;
      pin.value = "";
      pin.focus();
    } finally {
      isAsking = false;
    }
  }

  pin.addEventListener("keydown", (event) => event.key === "Enter" && confirm());
  return el(
    "div",
    {},
    el("p", {}, t("protocol.confirm.explain")),
    pin,
    problem,
    button(t("protocol.confirm"), confirm, { kind: "main wide", sign: "done" }),
  );
}
