"""The card of a stop: two lines, and whatever is typed stays text."""

from planner.render.plan_card import StopCard, end_html, stop_card_html

NASTY = "<img src=x onerror='y'>"


def test_card_escapes_whatever_is_typed_and_has_a_handle_only_where_it_is_moved() -> None:
    card = StopCard(7, 2, "10:00–10:15", NASTY, NASTY, NASTY, [NASTY], NASTY, warns=True)

    looked_at, moved = stop_card_html(card), stop_card_html(card, NASTY)

    assert "<img" not in looked_at + moved
    assert ("role=button" in looked_at, "role=button" in moved) == (False, True)
    assert "plan-card warns" in moved


def test_start_and_return_say_when_what_and_how_much() -> None:
    assert end_html("09:00", "отправление, <b>", "6 остановок", warns=True) == (
        "<div class='plan-end warns'><span><b>09:00</b> отправление, &lt;b&gt;</span>"
        "<span class=plan-figures>6 остановок</span></div>"
    )
