"""Every public address, walked as a stranger through a city full of what nobody outside may read: found in the routes, so that
the next one is walked, too.

That it could leak is proved first: each secret lies in the database that the pages are made of, and what is public is found.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, col, select
from starlette.routing import Route
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.actor import KEEPER
from planner.domain.facilities import NoteKind
from planner.domain.models import (
    Agency,
    AgendaItem,
    City,
    Comment,
    FacilityNote,
    Issue,
    Layer,
    Person,
    Photo,
    Place,
    Release,
    ReleaseQuote,
    Stop,
    Tour,
    Vote,
    VoteOption,
)
from planner.domain.models.types import id_of, new_id
from planner.domain.press_report import ReportFigure, ReportSpan
from planner.domain.words import PhotoPhase, TourState, VoteKind
from planner.i18n import LANGUAGES, translator
from planner.links import Site
from planner.phrases.public.subscriptions import digest_letter
from planner.render.files.mail import plain_text
from planner.services.control.instructions import report_done, return_report
from planner.services.issues.issues import edit_issue
from planner.services.issues.photos import hide_photo
from planner.services.issues.withdraw import withdraw_issue
from planner.services.layers.facilities import archive_facility
from planner.services.press.open_report import let_out_report
from planner.services.press.publishing import mark_ready, publish_release, take_back_release
from planner.services.press.quotes import approve_quote, save_quote
from planner.services.press.releases import begin_release, edit_release
from planner.services.public.deciding import keep_issue
from planner.services.public.photos import withhold_photo
from planner.services.residents.reporting import check_report, keep_report
from planner.services.subscriptions.digests import gather_digest, subscribers_due
from planner.services.votes.holding import cancel_vote
from planner.services.votes.making import OptionDraft
from planner.storage import FileStore, open_store
from planner.web.public.routes import ROUTES
from tests.services.control_story import DUE, TODAY, a_photo, an_instruction
from tests.services.layers.layer_story import a_facility, a_layer
from tests.services.public_story import NOW, OpenScene, a_photo_of, log, publish
from tests.services.residents.resident_story import NO_MAP, filled, listening_scene
from tests.services.vote_story import a_draft, an_open_vote, ask, cast, follow, set_mail_up
from tests.web.issue_visitors import look_as, sign_everybody_in

pytestmark = pytest.mark.usefixtures("one_by_one")

_FORM_NUMBER = re.compile(rb'name="uid" value="[^"]*"')
"""Each form has one of its own."""
GUARDED = {
    *("/open/preview/{number:int}", "/open/preview/{number:int}/map.png", "/open/preview/vote/{vote_id:int}"),
    *("/open/preview/{number:int}/photos/{photo_id}/{size}.jpg", "/open/preview/vote/pictures/{option_id:int}.jpg"),
    "/open/preview/vote/{vote_id:int}/map.png",
}
"""Below the public addresses, and for those who decide what is on them."""
LONG_AGO = datetime(2026, 11, 1, tzinfo=UTC)
PUBLIC = (
    "Открытая новость",
    "Открытый слой",
    "Открытый стадион",
    "Сказано вслух",
    "Открытое голосование",
    "Набережная",
    "Открытый провал",
    "Городок",
    "Ямы",
    "Centre",
    "Двор",
    "Roads",
)
SECRETS: Mapping[str, str] = {
    name: f"secret{number:02}" if name.startswith("address of") else f"тайна{number:02}"
    for number, name in enumerate(
        (
            *("original text", "author", "resident", "external number", "comment", "instruction", "return reason"),
            *("internal text", "kept text", "later text", "undecided text", "withdrawn text", "taken back text"),
            *("was public and is internal", "closed text", "closed address", "internal address"),
            *("draft tour", "tour kept back", "tour note", "agenda", "bus", "leader", "stop of the draft"),
            *("agency mail", "agency phone", "who decided", "report"),
            *(
                "draft release",
                "later release",
                "release taken back",
                "release of a kept tour",
                "line of an internal issue",
            ),
            *("quote not approved", "quote of an internal issue", "who wrote"),
            *("held text", "held address", "held e-mail", "held name"),
            *("draft vote", "draft option", "cancelled draft", "who made the vote", "address of a voter"),
            "address of a follower",
            *(
                "layer inside",
                "archived layer",
                "facility inside",
                "archived facility",
                "untold cost",
                "who noted",
                "note inside",
            ),
        )
    )
}
"""Each is typed into one place of the city, as the only thing that is typed there; an address in letters that mail servers carry."""


@dataclass(frozen=True)
class Walked:
    """What a stranger was answered at one address."""

    address: str
    status: int
    body: bytes
    headers: str


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return open_store(tmp_path / "files")


@pytest.fixture
def city(own_database: Database, store: FileStore, monkeypatch: pytest.MonkeyPatch) -> OpenScene:
    """One public issue with two photos, on a public tour, and a vote that is open."""
    set_mail_up(monkeypatch)
    with own_database.transaction() as session:
        city = listening_scene(session)
        town, scene = city.scene.town, city.scene
        issue = log(session, scene, text=SECRETS["original text"], stop_id=scene.stop, behalf=SECRETS["resident"])
        issue.raised_by, issue.external_number = SECRETS["author"], SECRETS["external number"]
        publish(session, city, issue, text="Открытый провал", address="ул. Открытая, 5")
        a_photo_of(session, city, store, issue, boxes=[[0.1, 0.1, 0.5, 0.5]])
        instruction = an_instruction(session, town, issue, text=SECRETS["instruction"])
        done: dict[str, Any] = {"now": NOW, "photo_ids": [a_photo(session, issue)]}
        report_done(session, town.oksana, id_of(instruction), text=SECRETS["report"], **done)
        reason = SECRETS["return reason"]
        return_report(session, town.kira, id_of(instruction), reason=reason, until=DUE, now=NOW, today=TODAY)
        a_photo_of(session, city, store, issue, phase=PhotoPhase.AFTER, colour="green")
        session.add(Comment(id=new_id(), issue_id=issue.id, author="Olga", text=SECRETS["comment"], written_at=NOW))
        _write_news(session, city)
        _show_layer(session, city)
        now = datetime.now(UTC)
        open_now: dict[str, Any] = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=1)}
        vote = an_open_vote(session, city.inna, title="Открытое голосование", **open_now)
        cast(session, vote, 1, "anna@city.example", now=now)
    return city


def _write_news(session: Session, city: OpenScene) -> None:
    """A release that is out, with a quote."""
    release = a_text(session, city, "Открытая новость", lead="Вводка", body="Смотрите /open/issues/1")
    quote = save_quote(session, city.inna, id_of(release), speaker="Мэр города", text="Сказано вслух", now=NOW)
    approve_quote(session, city.inna, id_of(quote), edition=1, now=NOW)
    mark_ready(session, city.inna, id_of(release), now=NOW)
    publish_release(session, city.inna, id_of(release), now=NOW)
    let_out_report(session, city.inna, ReportSpan.of_year(2026), now=NOW)


def a_text(session: Session, city: OpenScene, title: str, **texts: str) -> Release:
    """A draft about no tour."""
    release = begin_release(session, city.inna, title=title, now=NOW)
    given: dict[str, Any] = {"lead": "Вводка", "body": "Текст"} | texts
    return edit_release(session, city.inna, id_of(release), title=title, now=NOW, **given)


def _hide_news(session: Session, city: OpenScene) -> None:
    """What is not out, and what was let out and is closed since; the public release quotes nothing of it."""
    a_text(session, city, SECRETS["draft release"])
    later = a_text(session, city, SECRETS["later release"])
    back = a_text(session, city, SECRETS["release taken back"])
    kept = a_text(session, city, SECRETS["release of a kept tour"])
    for release in (later, back, kept):
        mark_ready(session, city.inna, id_of(release), now=NOW)
        moment = datetime.now(UTC) + timedelta(days=1) if release is later else None
        publish_release(session, city.inna, id_of(release), now=NOW, shown_from=moment)
    take_back_release(session, city.inna, id_of(back), now=NOW)
    kept.tour_id = session.exec(select(Tour.id).where(Tour.title == SECRETS["tour kept back"])).one()
    inside = session.exec(select(Issue).where(Issue.text == SECRETS["internal text"])).one()
    out = session.get_one(Release, 1)
    out.body += f"\n— {SECRETS['line of an internal issue']} /open/issues/{inside.id}"
    out.made_by = out.published_by = SECRETS["who wrote"]
    approved: dict[str, Any] = {"approved_at": NOW, "approved_by": SECRETS["who wrote"], "issue_id": inside.id}
    session.add(ReleaseQuote(release_id=1, speaker="Мэр", text=SECRETS["quote not approved"]))
    session.add(ReleaseQuote(release_id=1, speaker="Мэр", text=SECRETS["quote of an internal issue"], **approved))


def hide_things(session: Session, city: OpenScene, store: FileStore) -> list[str]:
    """Everything of a city that is not public, beside what is; the ids of photos that nobody may see."""
    scene, town = city.scene, city.scene.town
    issue = session.exec(select(Issue)).first()
    assert issue is not None
    hidden = a_photo_of(session, city, store, issue, colour="red")
    hide_photo(session, town.olga, hidden, reason="лицо", now=NOW)
    undecided = a_photo_of(session, city, store, issue, passed=False, colour="blue")
    withheld = a_photo_of(session, city, store, issue, colour="yellow")
    withhold_photo(session, city.inna, withheld, now=NOW)
    on_tour: dict[str, Any] = {"stop_id": scene.stop}
    log(session, scene, text=SECRETS["internal text"], address=SECRETS["internal address"], internal=True, **on_tour)
    keep_issue(session, city.inna, id_of(log(session, scene, text=SECRETS["kept text"], **on_tour)), now=NOW)
    later = log(session, scene, text=SECRETS["later text"], **on_tour)
    publish(session, city, later, shown_from=datetime.now(UTC) + timedelta(days=1))
    an_instruction(session, town, log(session, scene, text=SECRETS["undecided text"], **on_tour))
    withdrawn = log(session, scene, text=SECRETS["withdrawn text"], **on_tour)
    publish(session, city, withdrawn)
    withdraw_issue(session, town.olga, id_of(withdrawn), now=NOW)
    back = log(session, scene, text=SECRETS["taken back text"], **on_tour)
    publish(session, city, back)
    keep_issue(session, city.inna, id_of(back), now=NOW)
    inside = log(session, scene, text=SECRETS["was public and is internal"], **on_tour)
    publish(session, city, inside)
    of_inside = a_photo_of(session, city, store, inside, colour="purple")
    edit_issue(session, town.olga, id_of(inside), internal=True, now=NOW)
    edit_issue(session, town.olga, id_of(inside), internal=False, now=NOW)
    _hide_tours(session, scene.tour)
    _hide_news(session, city)
    agency = session.get_one(Agency, town.roads)
    agency.email, agency.phone = SECRETS["agency mail"], SECRETS["agency phone"]
    session.get_one(Person, city.inna.person_id).name = SECRETS["who decided"]
    hold_a_report(session, city)
    _hide_layers(session, city)
    _hide_votes(session, city)
    return [hidden, undecided, withheld, of_inside]


def _show_layer(session: Session, city: OpenScene) -> None:
    """A public layer that does not tell what its facility costs, and a note of which nobody hears who wrote it."""
    town = city.scene.town
    layer = a_layer(session, town, "Открытый слой")
    layer.fields = [each for each in layer.fields if each != "cost"]
    place = a_facility(session, town, layer, name="Открытый стадион", cost=SECRETS["untold cost"])
    _note(session, place, "Открытый день")


def _note(session: Session, place: Place, text: str) -> None:
    about: dict[str, Any] = {"kind": NoteKind.EVENT, "on_day": date(2099, 1, 1), "made_at": NOW}
    session.add(FacilityNote(place_id=id_of(place), text=text, made_by=SECRETS["who noted"], **about))
    session.flush()


def _hide_layers(session: Session, city: OpenScene) -> None:
    """A layer for staff alone, one out of use, and a facility out of use in the public one."""
    town, shown = city.scene.town, session.exec(select(Layer)).one()
    for name, is_public in (("layer inside", False), ("archived layer", True)):
        inside = a_layer(session, town, SECRETS[name], public=is_public)
        _note(session, a_facility(session, town, inside, name=SECRETS["facility inside"]), SECRETS["note inside"])
        inside.archived = is_public
    away = a_facility(session, town, shown, name=SECRETS["archived facility"])
    _note(session, away, SECRETS["note inside"])
    archive_facility(session, town.olga, id_of(away))


def hold_a_report(session: Session, city: OpenScene) -> None:
    """What a resident has typed, before anybody decides on it."""
    given = filled(city, text=SECRETS["held text"], address=SECRETS["held address"], name=SECRETS["held name"])
    checked = check_report(session, replace(given, email=f"{SECRETS['held e-mail']}@example.org"), data=NO_MAP)
    keep_report(session, checked, mails=True, now=NOW)


def _hide_votes(session: Session, city: OpenScene) -> None:
    """A draft, one that was cancelled before anybody had heard of it, and an address that a letter waits for."""
    options = [OptionDraft(SECRETS["draft option"]), OptionDraft("Нет")]
    a_draft(session, city.inna, options, kind=VoteKind.QUESTION, title=SECRETS["draft vote"])
    cancelled = a_draft(session, city.inna, options, kind=VoteKind.QUESTION, title=SECRETS["cancelled draft"])
    cancel_vote(session, city.inna, id_of(cancelled), now=NOW)
    vote = session.exec(select(Vote).where(col(Vote.announced_at).is_not(None))).one()
    vote.made_by = SECRETS["who made the vote"]
    ask(session, vote, 1, f"{SECRETS['address of a voter']}@city.example", now=datetime.now(UTC))
    follow(session, f"{SECRETS['address of a follower']}@city.example", now=LONG_AGO)


def _hide_tours(session: Session, shown: int) -> None:
    tour = session.get_one(Tour, shown)
    leader = Person(name=SECRETS["leader"])
    session.add(leader)
    session.flush()
    tour.note, tour.bus_name, tour.leader_id = SECRETS["tour note"], SECRETS["bus"], leader.id
    stop = session.exec(select(Stop).where(Stop.tour_id == shown)).first()
    session.add(AgendaItem(stop_id=id_of(stop) if stop else 0, text=SECRETS["agenda"], speaker=SECRETS["leader"]))
    times: dict[str, Any] = {"starts_at": NOW, "ends_at": NOW, "created_at": NOW}
    draft = Tour(title=SECRETS["draft tour"], state=TourState.DRAFT, **times)
    session.add(draft)
    session.add(Tour(title=SECRETS["tour kept back"], state=TourState.CLOSED, shown=False, **times))
    session.flush()
    session.add(Stop(tour_id=id_of(draft), position=1, name=SECRETS["stop of the draft"], lat=50.2, lon=127.5))


def close_words(session: Session, city: OpenScene) -> None:
    """An issue that is public, without its text and its place."""
    closed = log(session, city.scene, text=SECRETS["closed text"], address=SECRETS["closed address"])
    publish(session, city, closed, text_closed=True, place_closed=True)


def walk(site: TestClient, database: Database) -> list[Walked]:
    """Every public address about everything that there is in the database."""
    answers = []
    for address in sorted(_addresses(database)):
        answer = site.get(address)
        body = _FORM_NUMBER.sub(b"", answer.content)
        answers.append(Walked(address, answer.status_code, body, str(answer.headers)))
    return answers


def _addresses(database: Database) -> Iterator[str]:
    with database.reading() as session:
        issues = [str(each) for each in session.exec(select(Issue.id).order_by(col(Issue.id)))]
        values = {
            "number": issues,
            "tour_id": [str(each) for each in session.exec(select(Tour.id).order_by(col(Tour.id)))],
            "photo_id": list(session.exec(select(Photo.id))),
            "vote_id": [str(each) for each in session.exec(select(Vote.id).order_by(col(Vote.id)))],
            "option_id": [str(each) for each in session.exec(select(VoteOption.id).order_by(col(VoteOption.id)))],
            "token": ["none"],
            "district_id": ["1", "2", "9"],
            "size": ["small", "large"],
            "form": ["json", "xml", "csv", "geojson", "txt"],
            "dataset": ["issues", "tours", "agencies", "facilities", "people"],
            "layer_id": ["1", "2", "3", "9"],
            "place_id": [str(each) for each in session.exec(select(Place.id).order_by(col(Place.id)))],
            "code": ["1", "2"],
            "report_id": ["1", "2"],
            "figure": [figure.value for figure in ReportFigure],
            "news_id": [str(each) for each in session.exec(select(Release.id).order_by(col(Release.id)))],
            "secret": ["2345678923456789"],
        }
    for route in ROUTES:
        assert isinstance(route, Route)
        names = re.findall(r"\{(\w+)", route.path)
        plain = re.sub(r":\w+\}", "}", route.path)
        filled = [dict(zip(names, each, strict=True)) for each in product(*(values[name] for name in names))]
        yield from (plain.format_map(each) for each in filled)
        if "photo_id" not in names:
            yield f"{plain.format_map(filled[0])}?lang=en"
            yield f"{plain.format_map(filled[0])}?look=late&topic=1&district=1&agency=1&tour=1&page=2"
    for zoom in (4, 12, 19):
        yield f"/open/issues/in-view.json?bbox=127.4,50.1,127.7,50.4&zoom={zoom}"


def mailed(database: Database) -> list[Walked]:
    """What a resident is mailed in the morning who follows everything, in both languages, as if it were an address."""
    now, letters = NOW + timedelta(hours=1), []
    with database.reading() as session:
        city = session.get_one(City, 1)
        for number in subscribers_due(session, KEEPER, now=now):
            digest = gather_digest(session, KEEPER, number, now=now)
            assert digest is not None
            for language in LANGUAGES:
                letter = digest_letter(translator(language, city.timezone), city, Site("https://x"), digest)
                letters.append(Walked(f"mail in {language}", 200, plain_text(letter).encode(), letter.subject))
    return letters


def told(answers: list[Walked], words: Mapping[str, str]) -> list[str]:
    """Which of the words stand where, each as `what at address`."""
    return [
        f"{name} at {each.address}"
        for each in answers
        for name, word in words.items()
        if word.encode() in each.body or word in each.headers
    ]


def told_of(answers: list[Walked], word: str) -> list[Walked]:
    """The mails that tell of it."""
    return [each for each in answers if each.address.startswith("mail") and word.encode() in each.body]


def in_tables(database: Database) -> str:
    """Everything that any table holds, as one text."""
    with database.reading() as session:
        rows = [session.execute(table.select()).all() for table in SQLModel.metadata.sorted_tables]
    return repr(rows)


def test_no_public_address_tells_a_secret_of_a_city_that_is_full_of_them(
    site: TestClient, own_database: Database, city: OpenScene, store: FileStore
) -> None:
    with own_database.transaction() as session:
        close_words(session, city)
        unseen = hide_things(session, city, store)

    answers = [*walk(site, own_database), *mailed(own_database)]

    held = in_tables(own_database)
    assert [name for name, word in SECRETS.items() if word not in held] == []
    assert [word for word in PUBLIC if not told(answers, {word: word})] == []
    assert told(answers, SECRETS) == []
    assert [each.address for each in told_of(answers, "Открытый провал")] == ["mail in ru", "mail in en"]
    assert [each.address for each in answers if each.status >= 500] == []
    assert [
        each.address for each in answers if each.status == 200 and any(name in each.address for name in unseen)
    ] == []
    assert sorted({each.status for each in answers if each.address.startswith("/open/preview")}) == [303]


def test_what_is_not_public_changes_no_answer_by_a_single_byte(
    site: TestClient, own_database: Database, city: OpenScene, store: FileStore
) -> None:
    before = {each.address: (each.status, each.body) for each in walk(site, own_database)}

    with own_database.transaction() as session:
        hide_things(session, city, store)
    after = {each.address: (each.status, each.body) for each in walk(site, own_database)}

    assert [address for address, answer in before.items() if after[address] != answer] == []
    more = [
        (address, status)
        for address, (status, _) in after.items()
        if address not in before and status not in (303, 404)
    ]
    assert more == []


def test_who_is_signed_in_is_answered_as_a_stranger_is(
    site: TestClient, own_database: Database, city: OpenScene, store: FileStore
) -> None:
    with own_database.transaction() as session:
        hide_things(session, city, store)
        tokens = sign_everybody_in(session, city.scene)

    strange = {each.address: each.body for each in walk(site, own_database) if each.status == 200}
    look_as(site, tokens["olga"])
    signed_in = {each.address: each.body for each in walk(site, own_database) if each.address in strange}

    assert len(strange) > 20
    assert strange == signed_in


def test_a_city_that_switches_its_pages_off_has_none_of_them(
    site: TestClient, own_database: Database, city: OpenScene
) -> None:
    was = [site.get(address).status_code for address in ("/open", "/open/feed.atom", "/open311/discovery.json")]

    with own_database.transaction() as session:
        session.get_one(City, 1).open_pages = False
    answers = walk(site, own_database)

    assert was == [200, 200, 200]
    assert {each.status for each in answers if not each.address.startswith("/open/preview")} == {404}


def test_an_answer_that_somebody_keeps_is_asked_for_each_time_and_has_a_mark(
    site: TestClient, own_database: Database, city: OpenScene
) -> None:
    first = site.get("/open/issues")
    with own_database.transaction() as session:
        keep_issue(session, city.inna, id_of(session.exec(select(Issue)).one()), now=NOW)

    again = site.get("/open/issues", headers={"If-None-Match": first.headers["etag"]})
    third = site.get("/open/issues", headers={"If-None-Match": again.headers["etag"]})

    assert first.headers["cache-control"] == "public, no-cache"
    assert (again.status_code, "Открытый провал" in first.text, "Открытый провал" in again.text) == (200, True, False)
    assert (third.status_code, third.content) == (304, b"")
