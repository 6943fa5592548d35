"""Where the tablet is: asks the browser for its position, and says clearly when there is none."""

from dataclasses import dataclass

import streamlit as st

from planner.domain.geo import Point, is_on_earth
from planner.i18n import Translator

ROUGH_M = 60
"""A position less exact than this, in metres, may lie in the next yard: it is worth a look at the map."""

_REFUSALS = {1: "denied", 2: "unavailable", 3: "timeout"}
"""Codes of GeolocationPositionError (W3C Geolocation, 3.5)."""

PROBLEMS = ("insecure", *_REFUSALS.values())
"""`insecure`: the page came without HTTPS, where browsers tell no position."""

_HTML = '<button type="button"></button><span role="status"></span>'

_CSS = """
:host { display: flex; }
button { font: 600 1rem var(--st-font); min-height: 44px; padding: 0 1rem; border-radius: var(--st-button-radius);
  border: 1px solid var(--st-border-color); background: var(--st-background-color); color: var(--st-text-color); cursor: pointer; }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
button:disabled { opacity: .6; }
span { font: 1rem var(--st-font); color: var(--st-text-color); margin-left: .75rem; }
"""

_JS = """
export default function ({ parentElement, data, setStateValue }) {
  const button = parentElement.querySelector("button");
  const status = parentElement.querySelector("span");
  const tell = (problem) => { setStateValue("fix", null); setStateValue("problem", problem); };
  const ask = () => {
    if (!window.isSecureContext || !navigator.geolocation) { tell("insecure"); return; }
    button.disabled = true;
    status.textContent = data.waiting;
    const done = () => { button.disabled = false; status.textContent = ""; };
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        done();
        setStateValue("problem", null);
        setStateValue("fix", { lat: coords.latitude, lon: coords.longitude, accuracy: coords.accuracy });
      },
      ({ code }) => { done(); tell(data.refusals[code] || "unavailable"); },
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 10000 }
    );
  };
  button.textContent = data.label;
  button.onclick = ask;
  if (!data.known && !parentElement.askedOnce) { parentElement.askedOnce = true; ask(); }
}
"""

_ask_browser = st.components.v2.component("planner_position", html=_HTML, css=_CSS, js=_JS)


@dataclass(frozen=True)
class Position:
    """Where the tablet says it is; the true place lies within `accuracy_m` metres with a probability of 95 %."""

    point: Point
    accuracy_m: int


def ask_position(t: Translator, *, key: str) -> Position | None:
    """Asks at once, shows how exact the answer is or why there is none, and lets one ask again."""
    state = st.session_state.get(key) or {}
    known = read_position(state.get("fix"))
    found = _ask_browser(
        key=key,
        data={
            "label": t("position.again") if known or state.get("problem") else t("position.ask"),
            "waiting": t("position.waiting"),
            "refusals": {str(code): name for code, name in _REFUSALS.items()},
            "known": bool(known or state.get("problem")),
        },
        on_fix_change=lambda: None,
        on_problem_change=lambda: None,
    )
    position = read_position(found.get("fix"))
    if position is None:
        problem = found.get("problem")
        if problem:
            known_problem = problem if problem in PROBLEMS else "unavailable"
            st.warning(t(f"position.problem.{known_problem}"), icon=":material/location_disabled:")
    elif position.accuracy_m > ROUGH_M:
        st.warning(t("position.rough", n=position.accuracy_m), icon=":material/my_location:")
    else:
        st.markdown(f":green[:material/my_location:] {t('position.found', n=position.accuracy_m)}")
    return position


def read_position(fix: object) -> Position | None:
    """The browser's answer, which anybody can forge, or None where it makes no sense."""
    if not isinstance(fix, dict):
        return None
    numbers = [fix.get(name) for name in ("lat", "lon", "accuracy")]
    if not all(isinstance(number, (int, float)) for number in numbers):
        return None
    lat, lon, accuracy = (float(number) for number in numbers if number is not None)
    if not is_on_earth(lat, lon) or not 0 <= accuracy < 1e6:
        return None
    return Position(Point(lat, lon), round(accuracy))
