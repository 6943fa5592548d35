"""Tests of `planner.domain.topic_icons`."""

from planner.domain.topic_icons import LAYER_ICONS, TOPIC_ICONS, drawn_icon


def test_offered_signs_are_drawn_and_others_are_not() -> None:
    assert [drawn_icon(icon) for icon in (*TOPIC_ICONS, *LAYER_ICONS)] == [*TOPIC_ICONS, *LAYER_ICONS]
    assert [drawn_icon(icon, "label") for icon in ("", "no_such_sign", "rocket_launch")] == ["label"] * 3
