"""Quotes: offered of what is public and of people with a role, approved by the quoted or the press office, each change anew."""

from typing import Any

import pytest
from sqlmodel import Session

from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from planner.domain.models import Comment, PersonRole
from planner.domain.models.types import id_of, new_id
from planner.domain.words import Role
from planner.services.issues.issues import edit_issue
from planner.services.press.publishing import mark_ready, publish_release, what_hinders
from planner.services.press.quotes import (
    approve_quote,
    choose_quote,
    my_quotes,
    quotes_of,
    quotes_offered,
    refuse_quote,
    remove_quote,
    save_quote,
)
from tests.services.control_story import an_instruction
from tests.services.press.press_story import a_decision, a_release, an_open_issue
from tests.services.public_story import NOW, OpenScene, log, publish


def test_decisions_and_words_of_people_with_a_role_are_offered(session: Session, city: OpenScene) -> None:
    number = id_of(a_release(session, city))
    issue = an_open_issue(session, city)
    a_decision(session, city, issue, text="Засыпать")
    olga = city.scene.town.olga
    session.merge(PersonRole(person_id=olga.person_id or 0, role=Role.ORGANIZER))
    said: dict[str, Any] = {"author": "Olga", "author_person_id": olga.person_id, "written_at": NOW}
    session.add(Comment(id=new_id(), stop_id=city.scene.stop, text="Двор сделаем", **said))
    session.add(Comment(id=new_id(), stop_id=city.scene.stop, author="Житель", text="Темно", written_at=NOW))
    session.flush()

    offered = quotes_offered(session, city.inna, number, now=NOW)

    assert [(each.speaker, each.post, each.text) for each in offered] == [
        ("Sonya", "секретарь", "Засыпать"),
        ("Olga", "", "Двор сделаем"),
    ]


def test_nothing_is_offered_of_what_is_not_public_or_was_said_inside(session: Session, city: OpenScene) -> None:
    number = id_of(a_release(session, city))
    town = city.scene.town
    an_instruction(session, town, log(session, city.scene, internal=True), text="Внутри")
    an_instruction(session, town, log(session, city.scene), text="Не решено")
    inside = log(session, city.scene, internal=True)
    an_instruction(session, town, inside, text="Тогда внутри")
    edit_issue(session, town.olga, id_of(inside), internal=False, now=NOW)
    publish(session, city, inside)

    assert quotes_offered(session, city.inna, number, now=NOW) == []
    with pytest.raises(NotFound):
        choose_quote(session, city.inna, number, "decision:1", now=NOW)


def test_quote_that_nobody_approved_keeps_the_release_back(session: Session, city: OpenScene) -> None:
    number = id_of(a_release(session, city))
    quote = save_quote(session, city.inna, number, speaker="Мэр города", text="Сделаем", now=NOW)
    hinders = [(each.key, each.values) for each in what_hinders(session, city.inna, number, now=NOW)]

    approve_quote(session, city.inna, id_of(quote), edition=1, now=NOW)

    assert hinders == [("press.error.quote", {"name": "Мэр города"})]
    assert mark_ready(session, city.inna, number, now=NOW).state.value == "ready"


def test_quoted_approves_own_words_and_nobody_elses(session: Session, city: OpenScene) -> None:
    number = id_of(a_release(session, city))
    a_decision(session, city, an_open_issue(session, city))
    [offered] = quotes_offered(session, city.inna, number, now=NOW)
    quote = choose_quote(session, city.inna, number, offered.key, now=NOW)
    other = save_quote(session, city.inna, number, speaker="Другой человек", text="Слова", now=NOW)
    sonya = city.scene.town.sonya

    approve_quote(session, sonya, id_of(quote), edition=1, now=NOW)

    assert ([each.id for each, _ in my_quotes(session, sonya)], quote.approved_by) == ([quote.id], sonya.name)
    for who in (city.scene.town.olga, sonya):
        with pytest.raises(NotAllowed):
            approve_quote(session, who, id_of(other), edition=1, now=NOW)


def test_quote_that_is_changed_wants_a_new_approval(session: Session, city: OpenScene) -> None:
    number = id_of(a_release(session, city))
    quote = save_quote(session, city.inna, number, speaker="Мэр города", text="Сделаем", now=NOW)
    approve_quote(session, city.inna, id_of(quote), edition=1, now=NOW)

    save_quote(session, city.inna, number, id_of(quote), speaker="Мэр города", text="Сделаем завтра", now=NOW)

    assert (quote.approved_at, quote.edition) == (None, 2)
    with pytest.raises(Conflict, match=r"press\.error\.quote_changed"):
        approve_quote(session, city.inna, id_of(quote), edition=1, now=NOW)


def test_quotes_of_what_is_out_stay_as_they_were_approved(session: Session, city: OpenScene) -> None:
    number = id_of(a_release(session, city))
    quote = save_quote(session, city.inna, number, speaker="Мэр города", text="Сделаем", now=NOW)
    approve_quote(session, city.inna, id_of(quote), edition=1, now=NOW)
    mark_ready(session, city.inna, number, now=NOW)
    publish_release(session, city.inna, number, now=NOW)

    with pytest.raises(Conflict, match=r"press\.error\.quote_is_out"):
        save_quote(session, city.inna, number, id_of(quote), speaker="Мэр города", text="Иначе", now=NOW)
    with pytest.raises(Conflict, match=r"press\.error\.quote_is_out"):
        refuse_quote(session, city.inna, id_of(quote))
    with pytest.raises(Conflict, match=r"press\.error\.quote_is_out"):
        save_quote(session, city.inna, number, speaker="Второй человек", text="И я", now=NOW)


def test_approval_is_taken_back_and_a_quote_is_put_away(session: Session, city: OpenScene) -> None:
    number = id_of(a_release(session, city))
    quote = save_quote(session, city.inna, number, speaker="Мэр города", text="Сделаем", now=NOW)
    approve_quote(session, city.inna, id_of(quote), edition=1, now=NOW)

    refuse_quote(session, city.inna, id_of(quote))
    remove_quote(session, city.inna, number, id_of(quote))

    assert quotes_of(session, city.inna, number) == []
    with pytest.raises(NotFound):
        remove_quote(session, city.inna, number, id_of(quote))
    with pytest.raises(Invalid, match=r"press\.error\.quote_text"):
        save_quote(session, city.inna, number, speaker="Мэр города", text=" ", now=NOW)
