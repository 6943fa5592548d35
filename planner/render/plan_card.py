"""A stop of a plan as a card of two lines, and the line of a start or return; `plan/plan.css` dresses them."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class StopCard:
    """What a card says. `warns`: something breaks at this stop; `remark` is a third line, which most cards have not."""

    stop_id: int
    number: int
    times: str
    name: str
    where: str
    facts: str
    chips: Sequence[str] = ()
    remark: str = ""
    why: str = ""
    warns: bool = False


def stop_card_html(card: StopCard, handle: str = "") -> str:
    """The inside of a card; every text is escaped. The number is what the card is dragged by, where `handle` names it."""
    grip = f" role=button tabindex=0 aria-label='{escape(handle, quote=True)}'" if handle else " aria-hidden=true"
    whole = escape(" · ".join(filter(None, [card.where, card.facts, *card.chips])), quote=True)
    where = f"<span class=plan-where>{escape(card.where)}</span><span>·</span>" if card.where else ""
    chips = "".join(f"<span class=plan-chip>{escape(each)}</span>" for each in card.chips)
    remark = f"<div class=plan-remark>{escape(card.remark)}</div>" if card.remark else ""
    why = f"<div class=plan-why>{escape(card.why)}</div>" if card.why else ""
    return (
        f"<div class='plan-card{' warns' if card.warns else ''}' data-stop={card.stop_id} data-number={card.number}>"
        f"<span class=plan-number{grip}>{card.number}</span>"
        f"<div class=plan-words><strong><span class=plan-unseen>{card.number}. </span>"
        f"<span class=plan-times>{escape(card.times)}</span> {escape(card.name)}</strong>"
        f"<div class=plan-facts title='{whole}'>{where}<span>{escape(card.facts)}</span>"
        f"<span class=plan-chips>{chips}</span></div>{why}{remark}</div></div>"
    )


def end_html(time: str, words: str, figures: str = "", *, warns: bool = False) -> str:
    """The line above the stops, or below them: a time, what happens then and where, and figures at its end."""
    note = f"<span class=plan-figures>{escape(figures)}</span>" if figures else ""
    return f"<div class='plan-end{' warns' if warns else ''}'><span><b>{escape(time)}</b> {escape(words)}</span>{note}</div>"
