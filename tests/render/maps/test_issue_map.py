"""Tests of `planner.render.maps.issue_map`: looks that can be told apart and read, and words that are whole."""

from planner.domain.issue_look import IssueLook
from planner.i18n import translator
from planner.render.maps.issue_map import PINS, issues_data


def test_script_is_told_every_look_and_word() -> None:
    data = issues_data(translator("ru", "UTC"))

    assert list(data["looks"]) == [look.value for look in PINS] == [look.value for look in IssueLook]
    assert data["words"]["shown"] == "На экране {n} из {total}"
    assert len({(look["colour"], look["sign"]) for look in data["looks"].values()}) == len(IssueLook)
    assert len({look["sign"] for look in data["looks"].values()}) == len(IssueLook)


def contrast(colour: str) -> float:
    """Of white on the colour (WCAG 2.2, relative luminance)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def test_signs_can_be_read_on_their_colours() -> None:
    assert {look.value: contrast(colour) >= 4.5 for look, (colour, _) in PINS.items()} == dict.fromkeys(IssueLook, True)
