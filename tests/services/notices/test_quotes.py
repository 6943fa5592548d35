"""Whoever is quoted is told that the quote waits, once for each wording, and not of what they have written themselves."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from planner.domain.models import Notice, ReleaseQuote
from planner.domain.models.types import id_of
from planner.domain.notices import NoticeKind
from planner.services.press.quotes import (
    TIME_TO_MEND,
    approve_quote,
    choose_quote,
    my_quotes,
    quotes_offered,
    remove_quote,
    save_quote,
)
from tests.services.notices.notice_story import tell_all
from tests.services.press.press_story import a_decision, a_release, an_open_issue
from tests.services.public_story import NOW, OpenScene

SOON, LATER = NOW + TIME_TO_MEND - timedelta(seconds=1), NOW + TIME_TO_MEND


def sonyas_quote(session: Session, city: OpenScene) -> ReleaseQuote:
    """What Sonya has decided, chosen by Inna; nobody has approved it."""
    number = id_of(a_release(session, city))
    a_decision(session, city, an_open_issue(session, city), text="Засыпать")
    (offered,) = quotes_offered(session, city.inna, number, now=NOW)
    return choose_quote(session, city.inna, number, offered.key, now=NOW)


def mend(session: Session, city: OpenScene, quote: ReleaseQuote, text: str, now: datetime) -> None:
    given: dict[str, Any] = {"speaker": quote.speaker, "post": quote.post, "text": text, "now": now}
    save_quote(session, city.inna, quote.release_id, id_of(quote), **given)


def told(session: Session, now: datetime) -> list[tuple[int | None, str]]:
    """Tells what waits; to whom quotes were told so far, and with which words."""
    tell_all(session, now)
    rows = session.exec(select(Notice).where(Notice.kind == NoticeKind.QUOTE_WAITS).order_by(Notice.id))  # type: ignore[arg-type]
    return [(each.person_id, each.facts["text"]) for each in rows]


def test_quoted_is_told_some_minutes_after_the_quote_was_chosen(session: Session, city: OpenScene) -> None:
    sonyas_quote(session, city)

    before, after, again = (told(session, moment) for moment in (SOON, LATER, LATER))

    sonya = city.scene.town.sonya
    assert (before, after, again) == ([], [(sonya.person_id, "Засыпать")], [(sonya.person_id, "Засыпать")])
    assert [quote.text for quote, _ in my_quotes(session, sonya)] == ["Засыпать"]


def test_words_that_were_mended_are_told_as_they_are_by_then(session: Session, city: OpenScene) -> None:
    quote = sonyas_quote(session, city)
    mend(session, city, quote, "Засыпать к пятнице", SOON)
    first = told(session, SOON + TIME_TO_MEND)
    mend(session, city, quote, "Засыпать к субботе", LATER)

    both = told(session, LATER + TIME_TO_MEND)

    assert [[text for _, text in each] for each in (first, both)] == [
        ["Засыпать к пятнице"],
        ["Засыпать к пятнице", "Засыпать к субботе"],
    ]


@pytest.mark.parametrize("what", ["approved", "removed"])
def test_nobody_is_told_of_what_waits_no_more(session: Session, city: OpenScene, what: str) -> None:
    quote = sonyas_quote(session, city)
    if what == "approved":
        approve_quote(session, city.inna, id_of(quote), edition=quote.edition, now=NOW)
    else:
        remove_quote(session, city.inna, quote.release_id, id_of(quote))

    assert told(session, LATER) == []
