"""Making a vote: what is refused beside which field, and what may not change any more."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from planner.domain.errors import Conflict, Invalid
from planner.domain.models import VoteOption
from planner.domain.models.types import id_of
from planner.domain.words import VoteKind
from planner.services.votes.holding import announce_vote
from planner.services.votes.making import MOST_OPTIONS, OptionDraft, edit_vote, options_as_typed, options_of
from tests.services.issue_story import NOW
from tests.services.public_story import OpenScene
from tests.services.vote_story import CLOSES, OPENS, a_draft, set_mail_up

YES, NO = OptionDraft("Да"), OptionDraft("Нет", "Оставить как есть")


@pytest.mark.parametrize(
    ("about", "field"),
    [
        ({"title": "  "}, "title"),
        ({"closes_at": OPENS}, "closes_at"),
        ({"closes_at": OPENS - timedelta(days=1)}, "closes_at"),
        ({"options": [YES]}, "options"),
        ({"options": [YES, OptionDraft("да")]}, "options"),
        ({"options": [YES, OptionDraft(" ")]}, "options"),
        ({"options": [OptionDraft(str(number)) for number in range(MOST_OPTIONS + 1)]}, "options"),
        ({"kind": VoteKind.STOP, "options": [YES, NO]}, "options"),
        ({"kind": VoteKind.DISTRICT, "options": [OptionDraft(district_id=77), OptionDraft(district_id=78)]}, "options"),
        ({"options": [YES, OptionDraft("Парк", place_id=77)]}, "options"),
        ({"about": "я" * 4001}, "about"),
    ],
)
def test_what_nobody_could_vote_on_is_refused_beside_its_field(
    session: Session, city: OpenScene, about: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        a_draft(session, city.inna, **{"kind": VoteKind.QUESTION, "options": [YES, NO], **about})

    assert refused.value.field == field


def test_option_that_stays_keeps_its_picture_when_the_others_change(session: Session, city: OpenScene) -> None:
    vote = a_draft(session, city.inna, [YES, NO], kind=VoteKind.QUESTION)
    options_of(session, id_of(vote))[1].picture = "0" * 64
    fields: dict[str, Any] = {"title": vote.title, "about": "", "opens_at": OPENS, "closes_at": CLOSES, "hidden": True}

    edit_vote(session, city.inna, id_of(vote), options=[OptionDraft("Не знаю"), NO], **fields)

    kept = [(each.position, each.text, each.picture) for each in options_of(session, id_of(vote))]
    assert kept == [(1, "Не знаю", None), (2, "Нет", "0" * 64)]


def test_announced_vote_is_what_residents_have_read(
    session: Session, city: OpenScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_mail_up(monkeypatch)
    vote = a_draft(session, city.inna)
    typed = options_as_typed(session, vote)
    announce_vote(session, city.inna, id_of(vote), now=NOW)
    fields: dict[str, Any] = {"title": "Другое", "about": "", "opens_at": OPENS, "closes_at": CLOSES, "hidden": True}

    with pytest.raises(Conflict) as refused:
        edit_vote(session, city.inna, id_of(vote), options=typed, **fields)

    assert refused.value.key == "votes.error.announced"


def test_stop_to_choose_brings_its_name_its_address_and_its_point(session: Session, city: OpenScene) -> None:
    vote = a_draft(session, city.inna)

    first: VoteOption = options_of(session, id_of(vote))[0]

    assert (first.text, first.address, first.lat, first.lon) == ("Парк", "ул. Парк, 1", 50.27, 127.53)
