"""Addresses that are told what became public: added, paused, tried and deleted by administrators, and what they are told."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.actor import KEEPER
from planner.domain.errors import Invalid, NotAllowed
from planner.domain.models import City, HookDelivery, Release, Tour, Webhook
from planner.domain.models.types import id_of
from planner.domain.webhooks import OFFERED, HookEvent, HookState
from planner.domain.words import Outcome, ReleaseKind, ReleaseState, TourState
from planner.services.control.instructions import accept_report, report_done
from planner.services.public.deciding import keep_issue, publish_issue
from planner.services.webhooks import hooks
from planner.services.webhooks.delivering import take_message
from planner.services.webhooks.gathering import gather_events
from tests.services.control_story import a_photo, an_instruction
from tests.services.public_story import NOW, OpenScene, log, open_scene, publish
from tests.whole.at_once import at_once

ADDRESS = "https://news.example.org/hook"
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def city(session: Session) -> OpenScene:
    """A city with an address that is told everything."""
    scene = open_scene(session)
    add(session)
    return scene


def add(session: Session, *events: HookEvent, address: str = ADDRESS, secret: str = "", now: datetime = NOW) -> str:
    return hooks.add_webhook(session, KEEPER, address=address, secret=secret, events=events or OFFERED, now=now)


def told(session: Session, now: datetime = LATER) -> list[tuple[str, object]]:
    """What was gathered by one look, the oldest first."""
    before = set(session.exec(select(HookDelivery.id)))
    gather_events(session, KEEPER, now=now)
    rows = session.exec(select(HookDelivery).order_by("id")).all()
    return [(row.event.value, next(iter(row.about.values()))) for row in rows if row.id not in before]


def test_life_of_an_issue_is_told_from_the_moment_at_which_it_is_public(session: Session, city: OpenScene) -> None:
    town = city.scene.town
    issue = log(session, city.scene)
    number = id_of(issue)
    unseen = told(session)
    publish(session, city, issue, now=NOW + timedelta(seconds=70))
    published = told(session, NOW + timedelta(seconds=80))
    given = an_instruction(session, town, issue, now=NOW + timedelta(seconds=90))
    done = NOW + timedelta(seconds=100)
    photo = a_photo(session, issue, added_at=done)
    report_done(session, town.oksana, id_of(given), text="Засыпали", photo_ids=[photo], now=done)
    accept_report(session, town.kira, id_of(given), outcome=Outcome.FIXED, now=NOW + timedelta(seconds=110))
    rest = told(session, NOW + timedelta(seconds=120))
    again = told(session, NOW + timedelta(seconds=130))

    assert (unseen, published, again) == ([], [("issue.published", number)], [])
    assert rest == [("issue.decided", number), ("issue.reported", number), ("issue.closed", number)]


def test_what_is_not_public_is_told_to_nobody(session: Session, city: OpenScene) -> None:
    town = city.scene.town
    hidden, kept, later, internal = (log(session, city.scene) for _ in range(4))
    for issue in (hidden, kept, later, internal):
        an_instruction(session, town, issue, now=NOW + timedelta(seconds=1))
    keep_issue(session, city.inna, id_of(kept), now=NOW + timedelta(seconds=2))
    publish(session, city, later, now=NOW + timedelta(seconds=2), shown_from=NOW + timedelta(hours=1))
    publish(session, city, internal, now=NOW + timedelta(seconds=2))
    internal.internal = True
    draft = Release(kind=ReleaseKind.RELEASE, state=ReleaseState.DRAFT, made_at=NOW, changed_at=NOW)
    session.add(draft)
    session.flush()

    now = told(session)
    after = told(session, NOW + timedelta(hours=1, seconds=1))

    assert (now, after) == ([], [("issue.published", id_of(later))])


def test_what_is_taken_back_before_it_was_sent_is_not_sent(session: Session, city: OpenScene) -> None:
    issue = log(session, city.scene)
    publish(session, city, issue, now=NOW + timedelta(seconds=1))
    made = told(session)
    keep_issue(session, city.inna, id_of(issue), now=LATER)

    taken = take_message(session, KEEPER, now=LATER)

    assert (len(made), taken, session.exec(select(HookDelivery)).all()) == (1, None, [])


def test_nothing_is_told_while_public_pages_are_off(session: Session, city: OpenScene) -> None:
    publish(session, city, log(session, city.scene), now=NOW + timedelta(seconds=1))
    session.get_one(City, 1).open_pages = False
    off = told(session)
    session.get_one(City, 1).open_pages = True

    assert (off, len(told(session))) == ([], 1)


def test_tour_and_release_are_told_once(session: Session, city: OpenScene) -> None:
    known = {tour.id for tour in session.exec(select(Tour))}
    tour = Tour(title="Новый", starts_at=NOW, ends_at=NOW, created_at=NOW, state=TourState.PUBLISHED)
    release = Release(
        kind=ReleaseKind.RELEASE,
        state=ReleaseState.PUBLISHED,
        public_from=NOW + timedelta(seconds=5),
        made_at=NOW,
        changed_at=NOW,
    )
    session.add_all([tour, release])
    session.flush()

    first, second = told(session), told(session, LATER + timedelta(hours=3))

    assert sorted(first) == [("release.published", release.id), ("tour.published", tour.id)]
    assert (second, tour.id in known) == ([], False)


def test_each_address_is_told_what_it_asked_for(session: Session, city: OpenScene) -> None:
    add(session, HookEvent.ISSUE_CLOSED, address="https://other.example.org")
    publish(session, city, log(session, city.scene), now=NOW + timedelta(seconds=1))
    gather_events(session, KEEPER, now=LATER)

    rows = hooks.list_webhooks(session, KEEPER)

    assert [(row.hook.address, row.waiting) for row in rows] == [(ADDRESS, 1), ("https://other.example.org", 0)]


def test_paused_address_is_told_nothing_of_meanwhile_and_goes_on_with_what_waited(
    session: Session, city: OpenScene
) -> None:
    first, second, third = (log(session, city.scene) for _ in range(3))
    hook = id_of(session.exec(select(Webhook)).one())
    publish(session, city, first, now=NOW + timedelta(seconds=1))
    gather_events(session, KEEPER, now=NOW + timedelta(seconds=2))
    hooks.pause_webhook(session, KEEPER, hook, True, now=NOW + timedelta(seconds=3))
    publish(session, city, second, now=NOW + timedelta(seconds=4))
    paused = (told(session, NOW + timedelta(seconds=5)), take_message(session, KEEPER, now=LATER))
    hooks.pause_webhook(session, KEEPER, hook, False, now=LATER)
    publish(session, city, third, now=LATER + timedelta(seconds=1))

    after = told(session, LATER + timedelta(seconds=2))
    taken = take_message(session, KEEPER, now=LATER + timedelta(seconds=3))

    assert (paused, after) == (([], None), [("issue.published", id_of(third))])
    assert (taken.about if taken else None) == {"number": id_of(first)}


def test_secret_is_made_where_none_is_given_and_an_address_is_forgotten_whole(
    session: Session, city: OpenScene
) -> None:
    own = add(session, secret="MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", address="https://own.example.org")
    rows = hooks.list_webhooks(session, KEEPER)
    hooks.test_webhook(session, KEEPER, id_of(rows[0].hook), now=NOW)
    tested = hooks.list_webhooks(session, KEEPER)[0].test

    for row in rows:
        hooks.delete_webhook(session, KEEPER, id_of(row.hook))

    assert own == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    assert (rows[0].hook.secret[:6], len(rows[0].hook.secret)) == ("whsec_", 38)
    assert (tested.state if tested else None) is HookState.WAITING
    assert (session.exec(select(HookDelivery)).all(), hooks.list_webhooks(session, KEEPER)) == ([], [])


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"address": " "}, "webhook_address"),
        ({"address": "http://news.example.org"}, "webhook_address"),
        ({"secret": "пароль"}, "webhook_secret"),
        ({"events": ()}, "webhook_events"),
        ({"events": (HookEvent.TEST,)}, "webhook_events"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(session: Session, given: dict[str, object], field: str) -> None:
    wanted = {"address": ADDRESS, "secret": "", "events": OFFERED, **given}

    with pytest.raises(Invalid) as refused:
        hooks.add_webhook(session, KEEPER, now=NOW, **wanted)  # type: ignore[arg-type]

    assert refused.value.field == field


def test_nobody_but_administrators_may(session: Session, city: OpenScene) -> None:
    for who in (city.inna, city.scene.town.olga):
        with pytest.raises(NotAllowed):
            hooks.list_webhooks(session, who)
        with pytest.raises(NotAllowed):
            hooks.add_webhook(session, who, address=ADDRESS, secret="", events=OFFERED, now=NOW)


def test_two_looks_at_once_make_each_message_once(database: Database) -> None:
    with database.transaction() as session:
        scene = open_scene(session)
        add(session)
        publish_issue(session, scene.inna, id_of(log(session, scene.scene)), now=NOW + timedelta(seconds=1))
    look = partial(gather_events, actor=KEEPER, now=LATER)

    made = at_once(database, look, look, look)

    with database.reading() as session:
        assert (sum(made), len(session.exec(select(HookDelivery)).all())) == (1, 1)
