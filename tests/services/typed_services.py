"""How each service is given a text full of signs that nobody sees, and what it made of it."""

from collections.abc import Callable, Mapping
from datetime import time, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import col, delete, select

from planner.domain.facilities import NoteKind
from planner.domain.geo import Point
from planner.domain.issue_filter import IssueFilter
from planner.domain.models import (
    ApiKey,
    City,
    DayKind,
    District,
    Instruction,
    Issue,
    Layer,
    Move,
    Participant,
    Person,
    PersonRole,
    Photo,
    Place,
    PublicIssue,
    ReleasePair,
    Repair,
    SavedFilter,
    SignIn,
    Tour,
    TourTemplate,
    Vote,
)
from planner.domain.models.types import id_of, new_id
from planner.domain.open_filter import OpenFilter
from planner.domain.press import TEXTS
from planner.domain.tour_rules import PauseRule, TourRules
from planner.domain.travel_factors import FactorRule
from planner.domain.votes import VoteState
from planner.domain.words import Answer, DaySort, Outcome, PhotoPhase, Step, TermUnit, TourState, VoteKind
from planner.render.papers.word.fill import own_template
from planner.render.tables.sheets import Sheet, SheetRow
from planner.services.access import browsers, join, new_password, password_sign_in, people, set_up, sign_in
from planner.services.city import (
    addresses,
    agencies,
    city,
    districts,
    districts_file,
    extract_import,
    places,
    places_file,
    repairs,
)
from planner.services.control import (
    closing,
    correcting,
    exported_instructions,
    hand_overs,
    instructions,
    merging,
    progress,
)
from planner.services.control.putting_off import put_off
from planner.services.control.steps import checked_text
from planner.services.deadlines import days
from planner.services.deadlines import rules as deadline_rules
from planner.services.events import copies, media, templates
from planner.services.exchange.instructions import preview_instructions
from planner.services.exchange.issues import preview_issues
from planner.services.exchange.people import preview_people
from planner.services.exchange.places import preview_place_table
from planner.services.field import door, tour
from planner.services.field.items import tour_of_code
from planner.services.guests import answer_links, answers, boarding, contacts, invitations
from planner.services.issues import issues, photos, voices
from planner.services.issues import list as issue_list
from planner.services.layers import facilities, layers, notes
from planner.services.papers.templates import look_at_template, upload_template
from planner.services.press import mailing, pairs, quotes, releases
from planner.services.press import media as press_media
from planner.services.proposals import proposals
from planner.services.protocol.editions import protocol_of
from planner.services.protocol.stances import take_stance
from planner.services.public import deciding, openness
from planner.services.public import photos as public_photos
from planner.services.residents import reporting
from planner.services.residents.amending import edit_report
from planner.services.residents.keys import make_key
from planner.services.residents.moderating import refuse_reports
from planner.services.residents.openness import set_listening
from planner.services.ride.public_arrival import public_arrival
from planner.services.search import query, saved
from planner.services.subscriptions.asking import (
    ask_to_follow,
    asked_behind,
    confirm_following,
    end_following,
    followed_behind,
)
from planner.services.tours import area, calendar_links, plan_legs, rules, stops, tours
from planner.services.travel import closures, leg_overrides, settings
from planner.services.votes import ballots, holding, making
from tests.domain.test_sounds import WEBM
from tests.services.control_story import DUE, NOW, TODAY, an_instruction
from tests.services.issue_story import jpeg
from tests.services.typed_story import ANSWERED, KEPT, TYPED, WEEK, Said, World

ICON, TYPED_ICON = "lightbulb", " light\u200bbu\x00lb\ud800"
EMAIL, TYPED_EMAIL = "oleg@example.org", " O\x00leg\u200b@exa\xadmple.org\ud800"
TILES, TYPED_TILES = "https://example.org/{z}/{x}/{y}", "\x00https://exam\u200bple.org\ud800/{z}/{x}/{y}"
PHONE, TYPED_PHONE = "22-33-44, доб. 12", " 22-33\u200b-44,\x00 доб.\xa0 12 "
ZONE, TYPED_ZONE = "Asia/Yakutsk", "Asia/\x00Yakutsk "
SERVER, TYPED_SERVER = "https://osrm.example.org", " https://osrm.\xadexample\ud800.org"
SQUARE = {"type": "Polygon", "coordinates": [[[127.5, 50.2], [127.6, 50.2], [127.6, 50.3], [127.5, 50.2]]]}
PHRASE = "long enough phrase"
TOUR_TEXTS = "title start_name end_name bus_name note materials"


_VOTE: dict[str, Any] = {"opens_at": NOW - WEEK, "closes_at": NOW + WEEK}
_OPTIONS = (making.OptionDraft(TYPED, TYPED), making.OptionDraft("Нет"))


def _draft_vote(w: World) -> int:
    options = (making.OptionDraft("Да"), making.OptionDraft("Нет"))
    asked: dict[str, Any] = {**_VOTE, "kind": VoteKind.QUESTION, "options": options}
    return id_of(making.make_vote(w.session, w.olga, title="Вопрос", now=NOW, **asked))


def _closed_vote(w: World) -> int:
    vote = w.session.get_one(Vote, _draft_vote(w))
    vote.state = VoteState.CLOSED
    return id_of(vote)


def _vote(w: World) -> Said:
    asked: dict[str, Any] = {**_VOTE, "kind": VoteKind.QUESTION, "options": _OPTIONS}
    return _vote_said(w, making.make_vote(w.session, w.olga, title=TYPED, about=TYPED, now=NOW, **asked))


def _edited_vote(w: World) -> Said:
    asked: dict[str, Any] = {**_VOTE, "hidden": True, "options": _OPTIONS}
    return _vote_said(w, making.edit_vote(w.session, w.olga, _draft_vote(w), title=TYPED, about=TYPED, **asked))


def _vote_said(w: World, vote: Vote) -> Said:
    option = making.options_of(w.session, id_of(vote))[0]
    return {**w.kept(vote, "title about"), **w.kept(option, "text about", "options.")}


def _first_administrator(w: World) -> Said:
    w.session.exec(delete(PersonRole))
    given = {"name": TYPED, "email": TYPED_EMAIL, "device": TYPED}
    set_up.create_first_administrator(w.session, **given, password_hash=PHRASE, now=NOW)
    person = w.session.exec(select(Person).where(Person.email == EMAIL)).one()
    return {"name": person.name, "email": person.email, "device": w.session.exec(select(SignIn.device)).one()}


def _guess() -> dict[str, str]:
    return {"email": TYPED_EMAIL, "network": TYPED, "browser": TYPED}


def _try_password(w: World) -> password_sign_in.Try:
    person = people.save_person(w.session, w.artyom, name="Олег", email=EMAIL)
    new_password.store_password(w.session, person, PHRASE)
    return password_sign_in.begin_sign_in(w.session, email=TYPED_EMAIL, network=TYPED, browser=TYPED, now=NOW)


def _begin_sign_in(w: World) -> Said:
    found = _try_password(w).password_hash
    return {"email": EMAIL if found else None, "browser": ANSWERED, "network": ANSWERED}


def _finish_sign_in(w: World) -> Said:
    assert password_sign_in.finish_sign_in(w.session, _try_password(w), browser=TYPED, device=TYPED, now=NOW)
    return {"browser": ANSWERED, "device": w.session.exec(select(SignIn.device)).one()}


def _person_called(w: World) -> Said:
    oleg = people.save_person(w.session, w.artyom, name="Олег", email=EMAIL)
    found = new_password.person_called(w.session, w.artyom, TYPED_EMAIL)
    return {"email": EMAIL if found == oleg.id else None}


def _open_sign_in(w: World) -> Said:
    sign_in.open_sign_in(w.session, now=NOW, expires_at=NOW + WEEK, device=TYPED)
    return {"device": w.session.exec(select(SignIn.device)).one()}


def _open_sign_in_for(w: World) -> Said:
    sign_in.open_sign_in_for(
        w.session, w.session.exec(select(Person)).first() or Person(name=""), now=NOW, device=TYPED
    )
    return {"device": w.session.exec(select(SignIn.device)).one()}


def _join(w: World) -> Said:
    texts: dict[str, Any] = {"name": TYPED, "agency_name": TYPED, "network": TYPED, "device": TYPED}
    join.join_tour(w.session, LINK, **texts, now=NOW)
    row = w.session.exec(select(Participant).where(Participant.name == KEPT)).one()
    device = w.session.exec(select(SignIn.device)).one()
    return {**w.kept(row, "name agency_name"), "code": ANSWERED, "network": ANSWERED, "device": device}


def _join_beside(w: World) -> Said:
    tablet = sign_in.find_actor(w.session, join.join_tour(w.session, LINK, name="Пётр Орлов", now=NOW), now=NOW)
    texts: dict[str, Any] = {"name": TYPED, "agency_name": TYPED, "network": TYPED}
    row = join.join_beside(w.session, tablet, LINK, **texts, now=NOW)
    return {**w.kept(row, "name agency_name"), "code": ANSWERED, "network": ANSWERED}


def _person(w: World) -> Said:
    texts: dict[str, Any] = {"name": TYPED, "post": TYPED, "email": TYPED_EMAIL, "phone": TYPED_PHONE}
    return w.kept(people.save_person(w.session, w.artyom, **texts), " ".join(texts))


def _city(w: World) -> Said:
    texts: dict[str, Any] = {
        "name": TYPED,
        "name_en": TYPED,
        "timezone": TYPED_ZONE,
        "tile_url": TYPED_TILES,
        "tile_attribution": TYPED,
        "sign_in_help": TYPED,
    }
    numbers: dict[str, Any] = {"view_lat": 50.0, "view_lon": 127.0, "view_zoom": 12}
    speeds: dict[str, Any] = {"speed_kmh": 20.0, "detour_factor": 1.3}
    row = city.edit_city(w.session, w.artyom, city.CitySettings(**texts, **numbers, **speeds))
    return w.kept(row, " ".join(texts), "wanted.")


def _import(w: World) -> Said:
    texts = {"name": TYPED, "kind": TYPED, "address": TYPED, "source": TYPED}
    draft = places_file.PlaceDraft(1, TYPED, 50.27, 127.7, TYPED, TYPED, " C\x00entre ", TYPED)
    places.import_places(w.session, w.artyom, [draft])
    row = w.session.exec(select(Place)).one()
    assert row.district_id == w.scene.town.district
    return {**w.kept(row, " ".join(texts), "drafts."), "drafts.district": ANSWERED}


def _import_repairs(w: World) -> Said:
    texts: dict[str, Any] = {"name": TYPED, "contract": TYPED, "contractor": TYPED}
    place = {"type": "Point", "coordinates": [127.5, 50.2]}
    repairs.import_repairs(w.session, w.olga, [repairs.RepairDraft(geometry=place, guarantee_until=DUE, **texts)])
    return w.kept(w.session.exec(select(Repair)).one(), " ".join(texts), "drafts.")


def _import_districts(w: World) -> Said:
    draft = districts_file.DistrictDraft(TYPED, None, SQUARE)
    districts.import_districts(w.session, w.artyom, [draft])
    row = w.session.exec(select(District).order_by(col(District.id).desc())).first()
    assert row is not None
    return w.kept(row, "name", "drafts.")


def _place_texts(w: World) -> Said:
    return dict(
        zip(("name", "kind", "address", "source"), places_file.place_texts(TYPED, TYPED, TYPED, TYPED), strict=True)
    )


def _preview_table(w: World) -> Said:
    row = SheetRow(2, {"text": TYPED, "address": TYPED, "category": "Свет", "lat": 50.2, "lon": 127.5})
    columns = {name: name for name in row.cells}
    preview = preview_issues(w.session, w.olga, Sheet(list(row.cells), [row]), columns, severities={}, source="f")
    wanted = preview.corrections[0].wanted
    texts = {wanted[name][name] for name in ("text", "address")}
    return {"sheet.rows.cells": texts.pop() if len(texts) == 1 else None}


def _preview_instructions(w: World) -> Said:
    row = SheetRow(2, {"issue": w.issue(), "text": TYPED, "agency": "Roads", "due_on": DUE})
    columns = {name: name for name in row.cells}
    preview = preview_instructions(
        w.session, w.scene.town.kira, Sheet(list(row.cells), [row]), columns, source="f", today=TODAY
    )
    return {"sheet.rows.cells": preview.corrections[0].wanted["text"]["text"]}


def _preview_places(w: World) -> Said:
    row = SheetRow(2, {"name": TYPED, "kind": TYPED, "address": TYPED, "source": TYPED, "lat": 50.2, "lon": 127.5})
    columns = {name: name for name in row.cells}
    wanted = preview_place_table(w.session, w.olga, Sheet(list(row.cells), [row]), columns).corrections[0].wanted
    texts = {wanted[name][name] for name in ("name", "kind", "address", "source")}
    return {"sheet.rows.cells": texts.pop() if len(texts) == 1 else None}


def _preview_people(w: World) -> Said:
    row = SheetRow(2, {"name": TYPED, "post": TYPED, "email": TYPED_EMAIL, "phone": TYPED_PHONE})
    columns = {name: name for name in row.cells}
    sheet = Sheet(list(row.cells), [row])
    wanted = preview_people(w.session, w.artyom, sheet, columns, roles={}).corrections[0].wanted
    found = tuple(wanted[name][name] for name in ("name", "post", "email", "phone"))
    return {"sheet.rows.cells": KEPT if found == (KEPT, KEPT, EMAIL, PHONE) else str(found)}


def _plan_import(w: World) -> Said:
    source = Path(__file__)
    plan = extract_import.plan_city_import(w.session, w.artyom, source, data=source.parent, file_name=TYPED)
    return {"file_name": plan.file_name}


def _give(w: World) -> Said:
    about: dict[str, Any] = {"agency_id": w.scene.town.roads, "due_on": DUE, "now": NOW, "today": TODAY}
    row = instructions.give_instruction(w.session, w.olga, w.issue(), uid=new_id(), text=TYPED, **about)
    refused = w.asked(
        "uid", lambda: instructions.give_instruction(w.session, w.olga, w.issue(), uid=TYPED, text=TYPED, **about)
    )
    return {**w.kept(row, "text"), **refused}


def _report(w: World) -> Said:
    oksana, given = w.scene.town.oksana, w.instruction()
    asked = w.asked(
        "photo_ids",
        lambda: instructions.report_done(w.session, oksana, given, text="Готово", photo_ids=[TYPED], now=NOW),
    )
    photo = w.photo()
    w.session.get_one(Photo, photo).phase = PhotoPhase.AFTER
    issue = w.session.get_one(Photo, photo).issue_id
    about: dict[str, Any] = {"agency_id": w.scene.town.roads, "due_on": DUE, "now": NOW, "today": TODAY}
    second = instructions.give_instruction(w.session, w.olga, issue, uid=new_id(), text="Ещё", **about)
    instructions.report_done(w.session, oksana, id_of(second), text=TYPED, photo_ids=[photo], now=NOW)
    return {**w.told("text"), **asked}


def _reopen(w: World) -> Said:
    issue = w.issue()
    closing.close_issue(w.session, w.scene.town.kira, issue, outcome=Outcome.NOT_NEEDED, reason="Нет", now=NOW)
    closing.reopen_issue(w.session, w.scene.town.kira, issue, reason=TYPED, now=NOW, today=TODAY)
    return w.told("reason")


def _told(step: Callable[[World], object], name: str) -> Callable[[World], Said]:
    def keep(w: World) -> Said:
        step(w)
        return w.told(name)

    return keep


def _take_stance(w: World) -> Said:
    issue = w.session.get_one(Issue, w.issue())
    issue.tour_id, w.tour.state = w.tour.id, TourState.RIDING
    an_instruction(w.session, w.scene.town, issue)
    tour_id, agency_id = id_of(w.tour), w.scene.town.roads
    seal = protocol_of(w.session, w.olga, tour_id).seal
    about: dict[str, Any] = {"agency_id": agency_id, "accepts": False, "seal": seal, "now": NOW}
    return w.kept(take_stance(w.session, w.olga, tour_id, text=TYPED, said_by=TYPED, **about), "text said_by")


def _ask_extension(w: World) -> Said:
    oksana = w.scene.town.oksana
    row = instructions.ask_extension(
        w.session, oksana, w.instruction(), until=DUE + WEEK, reason=TYPED, now=NOW, today=TODAY
    )
    return {"reason": w.kept(row, "asked_reason")["asked_reason"]}


def _ask_hand_over(w: World, reason: str = "Парк") -> Instruction:
    town = w.scene.town
    return hand_overs.ask_hand_over(
        w.session, town.oksana, w.instruction(), agency_id=town.parks, reason=reason, now=NOW
    )


def _merged(w: World) -> str:
    repeat, original = w.issue(), w.issue()
    about: dict[str, Any] = {"other_id": original, "this_repeats": True, "reason": TYPED, "now": NOW}
    merging.merge_issues(w.session, w.scene.town.kira, repeat, **about)
    closed = select(Move.text).where(Move.issue_id == repeat, Move.step == Step.CLOSE)
    return str(w.session.exec(closed).one())


def _refuse_extension(w: World) -> object:
    oksana, kira, given = w.scene.town.oksana, w.scene.town.kira, w.instruction()
    instructions.ask_extension(w.session, oksana, given, until=DUE + WEEK, reason="Снег", now=NOW, today=TODAY)
    return instructions.refuse_extension(w.session, kira, given, reason=TYPED, now=NOW)


def _answer(w: World) -> Said:
    invited = [
        id_of(invitations.invite_agency(w.session, w.olga, id_of(w.tour), agency, now=NOW))
        for agency in (w.scene.town.roads, w.scene.town.parks)
    ]
    named = invitations.answer_invitation(w.session, w.olga, invited[0], answer=Answer.YES, now=NOW, name=TYPED)
    invitations.answer_invitation(w.session, w.olga, invited[1], answer=Answer.DELEGATED, now=NOW, delegate_name=TYPED)
    delegate = w.session.exec(select(Participant).order_by(col(Participant.id).desc())).first()
    return {"name": named.name, "delegate_name": delegate.name if delegate else None}


def _guest(w: World) -> int:
    return id_of(invitations.invite_guest(w.session, w.olga, w.scene.tour, name="Иванова", now=NOW))


def _typed_code(w: World) -> str:
    """The code of somebody's link, as somebody might type it."""
    code = w.session.get_one(Participant, _guest(w)).answer_code or ""
    return f" {code[:5]}\x00{code[5:]}\ud800"


def _answer_by_link(w: World) -> Said:
    town, sent = w.scene.town, answers.Named(TYPED, TYPED_PHONE, TYPED_EMAIL)
    w.session.get_one(Tour, w.scene.tour).state = TourState.PUBLISHED
    row = invitations.invite_agency(w.session, w.olga, w.scene.tour, town.parks, now=NOW)
    answer_links.answer_by_link(w.session, row.answer_code or "", answer=Answer.YES, name=TYPED, now=NOW)
    answer_links.answer_by_link(w.session, _typed_code(w), answer=Answer.DELEGATED, delegate=sent, now=NOW)
    delegate = w.session.exec(select(Participant).order_by(col(Participant.id).desc()).limit(1)).one()
    return {"code": ANSWERED, "name": row.name, **w.kept(delegate, "name phone email", "delegate.")}


def _log(w: World) -> Said:
    about: dict[str, Any] = {"category_id": w.scene.town.potholes, "lat": 50.27, "lon": 127.54, "now": NOW}
    texts: dict[str, Any] = dict.fromkeys(("text", "address", "behalf", "external_number"), TYPED)
    row = issues.log_issue(w.session, w.olga, uid=new_id(), **texts, **about)
    return {**w.kept(row, " ".join(texts)), **w.asked("uid", lambda: issues.checked_uid(TYPED))}


def _comment(w: World) -> Said:
    row = issues.add_comment(w.session, w.olga, uid=new_id(), text=TYPED, now=NOW, issue_id=w.issue())
    asked = w.asked(
        "uid", lambda: issues.add_comment(w.session, w.olga, uid=TYPED, text=TYPED, now=NOW, issue_id=w.issue())
    )
    return {**w.kept(row, "text"), **asked}


def _add_photo(w: World) -> Said:
    about: dict[str, Any] = {"issue_id": w.issue(), "phase": PhotoPhase.BEFORE, "now": NOW}
    about["data"] = photos.keep_photo(w.olga, w.store, data=jpeg())
    return w.asked("uid", lambda: photos.add_photo(w.session, w.olga, uid=TYPED, **about))


def _written(w: World) -> int:
    return id_of(releases.begin_release(w.session, w.artyom, title="Релиз", now=NOW))


def _captions(w: World) -> Said:
    release = _written(w)
    pair = ReleasePair(release_id=release, issue_id=w.issue(), before_id=w.photo(), after_id=w.photo())
    w.session.add(pair)
    w.session.flush()
    saved = pairs.save_pair(w.session, w.artyom, release, id_of(pair), caption=TYPED, caption_en=TYPED)
    return w.kept(saved, "caption caption_en")


def _mention(w: World) -> Said:
    given: dict[str, Any] = {"outlet": TYPED, "title": TYPED, "url": "https://a.ru/\u200b"}
    mention = press_media.note_mention(w.session, w.artyom, published_on=TODAY, now=NOW, **given)
    return {**w.kept(mention, "outlet title"), "url": ANSWERED}


def _media_contact(w: World) -> Said:
    typed: dict[str, Any] = {"outlet": TYPED, "name": TYPED, "note": TYPED, "groups": [TYPED]}
    contact = press_media.save_contact(
        w.session, w.artyom, email=TYPED_EMAIL, phone=TYPED_PHONE, language=TYPED, **typed
    )
    said = w.kept(contact, "outlet name note email phone")
    return {**said, "groups": contact.groups[0], "language": ANSWERED}


def _edit_release(w: World) -> Said:
    texts: dict[str, Any] = dict.fromkeys(TEXTS, TYPED)
    return w.kept(releases.edit_release(w.session, w.artyom, _written(w), now=NOW, **texts), " ".join(TEXTS))


def _published(w: World) -> Said:
    number = w.issue()
    deciding.publish_issue(w.session, w.artyom, number, text=TYPED, address=TYPED, now=NOW)
    return w.kept(w.session.get_one(PublicIssue, number), "text address")


def _listening(w: World) -> Said:
    kept = set_listening(w.session, w.artyom, takes_reports=True, report_consent=TYPED)
    return w.kept(kept, "report_consent")


def _resident_report(w: World) -> Said:
    w.session.merge(City(id=1, open_pages=True, takes_reports=True))
    given = {"text": TYPED, "name": TYPED, "address": TYPED, "email": TYPED_EMAIL}
    filled = reporting.Filled(new_id(), category=str(w.scene.town.potholes), consents=True, **given)
    checked = reporting.check_report(w.session, filled, data=Path("/nonexistent"))
    told = {"text": checked.text, "name": checked.name, "address": checked.place.address, "email": checked.email}
    return {f"given.{name}": text for name, text in told.items()}


def _api_key(w: World) -> Said:
    make_key(w.session, w.artyom, name=TYPED, now=NOW)
    return {"name": w.session.exec(select(ApiKey.name)).one()}


def _refused(w: World) -> Said:
    w.session.merge(City(id=1, open_pages=True, takes_reports=True))
    given = reporting.Filled(new_id(), str(w.scene.town.potholes), "Двор", text="Яма", email=EMAIL, consents=True)
    checked = reporting.check_report(w.session, given, data=Path("/nonexistent"))
    report = reporting.keep_report(w.session, checked, mails=False, now=NOW)
    refuse_reports(w.session, w.artyom, [id_of(report)], answer=TYPED, now=NOW)
    return w.kept(report, "answer")


def _amended(w: World) -> Said:
    w.session.merge(City(id=1, open_pages=True, takes_reports=True))
    filled = reporting.Filled(new_id(), str(w.scene.town.potholes), "Двор", text="Яма", email=EMAIL, consents=True)
    checked = reporting.check_report(w.session, filled, data=Path("/nonexistent"))
    report = reporting.keep_report(w.session, checked, mails=False, now=NOW)
    given: dict[str, Any] = {"text": TYPED, "address": TYPED, "category_id": report.category_id, "point": None}
    edited = edit_report(w.session, w.artyom, id_of(report), **given, data=Path("/nonexistent"), now=NOW)
    return {"text": edited.text, "address": edited.address}


def _openness(w: World) -> Said:
    given: dict[str, Any] = {"open_pages": True, "open_tours": True, "open_contact": TYPED}
    return w.kept(openness.set_openness(w.session, w.artyom, **given), "open_contact")


def _hide_photo(w: World) -> Said:
    photos.hide_photo(w.session, w.olga, w.photo(), reason=TYPED, now=NOW)
    asked = w.asked("photo_id", lambda: photos.hide_photo(w.session, w.olga, TYPED, reason=TYPED, now=NOW))
    return {**w.told("reason"), **asked}


def _hide_voice(w: World) -> Said:
    uid, file = new_id(), w.store.put(WEBM)
    given: dict[str, Any] = {"issue_id": w.issue(), "file_hash": file, "seconds": 3}
    voices.add_voice(w.session, w.olga, w.store, uid=uid, now=NOW, **given)
    voices.hide_voice(w.session, w.olga, uid, reason=TYPED, now=NOW)
    asked = w.asked("voice_id", lambda: voices.hide_voice(w.session, w.olga, TYPED, reason=TYPED, now=NOW))
    return {**w.told("reason"), **asked}


def _bus_tour(w: World) -> Said:
    made = proposals.make_tour_of_bus(w.session, w.olga, w.choice(), 0, title=TYPED, now=NOW)
    return {"title": made.title, "choice.reason": ANSWERED}


def _take(w: World) -> Said:
    return w.kept(proposals.take_proposal(w.session, w.olga, w.choice(TYPED), now=NOW), "reason", "choice.")


def _create_tour(w: World) -> Said:
    texts: dict[str, Any] = dict.fromkeys(TOUR_TEXTS.split()[1:], TYPED)
    ends_at = NOW + timedelta(hours=2)
    row = tours.create_tour(w.session, w.olga, now=NOW, title=TYPED, starts_at=NOW, ends_at=ends_at, **texts)
    assert set(w.kept(row, TOUR_TEXTS).values()) == {KEPT}
    return {"title": row.title, "**fields": row.note}


def _template(w: World, name: str) -> TourTemplate:
    return templates.keep_as_template(w.session, w.olga, id_of(w.tour), name=name, with_people=False, now=NOW)


def _edit_tour(w: World) -> Said:
    texts: dict[str, Any] = dict.fromkeys([*TOUR_TEXTS.split(), "bus_plate"], TYPED)
    row = tours.edit_tour(w.session, w.olga, id_of(w.tour), now=NOW, **texts)
    assert set(w.kept(row, " ".join(texts)).values()) == {KEPT}
    return {"**fields": row.note}


def _add_stop(w: World) -> Said:
    row = stops.add_stop(w.session, w.olga, id_of(w.tour), name=TYPED, address=TYPED, lat=50.2, lon=127.5)
    return w.kept(row, "name address")


def _edit_stop(w: World) -> Said:
    row = stops.edit_stop(w.session, w.olga, id_of(w.stop), name=TYPED, address=TYPED)
    assert row.name == row.address
    return {"**changes": row.name}


def _agenda(w: World) -> Said:
    entry = stops.AgendaEntry(TYPED, speaker=TYPED)
    [row] = stops.set_agenda(w.session, w.olga, id_of(w.stop), [entry])
    return w.kept(row, "text speaker", "items.")


def _rules(w: World) -> Said:
    pause = PauseRule(TYPED, 30, time(9), time(11))
    version = w.tour.version
    rules.set_rules(w.session, w.olga, id_of(w.tour), TourRules(pauses=(pause,)), version=version)
    kept = rules.rules_of(w.session, w.olga, id_of(w.tour))
    return {"rules.pauses.name": kept.pauses[0].name}


def _leg_of_plan(w: World) -> Said:
    about: dict[str, Any] = {"minutes": 5, "until": DUE, "both_ways": True, "now": NOW}
    row = plan_legs.set_leg_of_plan(w.session, w.olga, id_of(w.tour), w.stop.id, reason=TYPED, **about)
    return w.kept(row, "reason")


def _leg(w: World) -> Said:
    ends: dict[str, Any] = {"start": Point(50.2, 127.5), "end": Point(50.3, 127.6), "minutes": 5, "until": DUE}
    row = leg_overrides.set_leg_minutes(
        w.session, w.olga, reason=TYPED, start_name=TYPED, end_name=TYPED, now=NOW, **ends
    )
    return {"reason": row.reason, "start_name": row.from_name, "end_name": row.to_name}


def _closure(w: World) -> Said:
    line = [Point(50.2, 127.5), Point(50.21, 127.5)]
    row = closures.close_street(w.session, w.olga, name=TYPED, points=line, is_area=False, until=DUE, now=NOW)
    return w.kept(row, "name")


def _day(w: World) -> Said:
    row = days.add_day(w.session, w.artyom, day=DUE, sort=DaySort.OFF, source=TYPED)
    return {"source": row.source}


def _days(w: World) -> Said:
    days.import_days(w.session, w.artyom, [days.DayDraft(DUE, DaySort.OFF)], source=TYPED)
    return {"source": w.session.get_one(DayKind, DUE).source}


def _norm(w: World) -> Said:
    about: dict[str, Any] = {"category_id": w.scene.town.potholes, "agency_id": None, "unit": TermUnit.DAYS}
    row = deadline_rules.add_rule(w.session, w.artyom, since=DUE, length=5, basis=TYPED, today=TODAY, **about)
    return {"basis": row.basis}


def _factors(w: World) -> Said:
    settings.set_factors(w.session, w.artyom, [FactorRule(TYPED, 120)])
    stored = city.get_city(w.session).travel_factors
    return {"rules.name": stored[0]["name"] if stored else None}


def _router(w: World) -> Said:
    settings.set_router(w.session, w.artyom, kind="osrm", url=TYPED_SERVER)
    asked = w.asked("kind", lambda: settings.set_router(w.session, w.artyom, kind=TYPED, url=TYPED_SERVER))
    return {"url": city.get_city(w.session).router_url, **asked}


def _searched(question: Callable[[World], object]) -> Callable[[World], Said]:
    """Asks for SEARCH, which holds both texts of a filter."""
    return lambda w: {**w.asked("wanted.text", lambda: question(w)), "wanted.author": ANSWERED}


def _looked_for(question: Callable[[World], object], name: str) -> Callable[[World], Said]:
    return lambda w: w.asked(name, lambda: question(w))


def _a_layer(w: World) -> Layer:
    return layers.save_layer(w.session, w.olga, layer_id=None, name="Парки", fields=[])


def _layer(w: World) -> Said:
    texts: dict[str, Any] = dict.fromkeys(
        ("name", "name_en", "about", "about_en", "offers_name", "offers_name_en"), TYPED
    )
    row = layers.save_layer(w.session, w.olga, layer_id=None, fields=[], icon=TYPED_ICON, **texts)
    return w.kept(row, " ".join(["icon", *texts]))


def _facility(w: World) -> Said:
    texts: dict[str, Any] = dict.fromkeys(("name", "kind", "address", "about", "cost", "hours"), TYPED)
    contact: dict[str, Any] = {"phone": TYPED_PHONE, "email": TYPED_EMAIL, "site": TYPED_SERVER}
    place = facilities.save_facility(
        w.session, w.olga, layer_id=id_of(_a_layer(w)), lat=50.2, lon=127.5, offers=[TYPED], **texts, **contact
    )
    return {**w.kept(place, " ".join([*texts, *contact])), "offers": place.offers[0]}


def _facility_note(w: World) -> Said:
    place = facilities.save_facility(w.session, w.olga, layer_id=id_of(_a_layer(w)), name="Парк", lat=50.2, lon=127.5)
    about: dict[str, Any] = {"kind": NoteKind.EVENT, "on_day": DUE, "now": NOW}
    return w.kept(notes.save_note(w.session, w.olga, place_id=id_of(place), text=TYPED, **about), "text")


def _saved(w: World, name: str) -> SavedFilter:
    return saved.save_filter(w.session, w.olga, name=name, query={}, now=NOW)


_CONTACT: dict[str, Any] = {"phone": TYPED_PHONE, "email": TYPED_EMAIL, "post": TYPED, "note": TYPED}
LINK = " O\x00ne\ud800"
"""The link of a tour, as somebody might type it."""
_REPAIR: dict[str, Any] = {"repair_id": None, "name": TYPED, "contract": TYPED, "contractor": TYPED}
_REPAIR |= {"agency_id": None, "accepted_on": None, "guarantee_until": DUE}
SEARCH = IssueFilter(text=TYPED, author=TYPED)
SERVICES: Mapping[str, Callable[[World], Said]] = {
    "access.people.save_person": _person,
    "access.browsers.is_trusted": _looked_for(
        lambda w: browsers.is_trusted(w.session, 1, browser=TYPED, now=NOW), "browser"
    ),
    "access.browsers.trust_browser": _looked_for(
        lambda w: browsers.trust_browser(w.session, w.artyom, browser=TYPED, now=NOW), "browser"
    ),
    "access.new_password.account_of_link": _looked_for(
        lambda w: new_password.account_of_link(w.session, TYPED, now=NOW), "token"
    ),
    "access.new_password.use_password_link": _looked_for(
        lambda w: new_password.use_password_link(w.session, TYPED, PHRASE, now=NOW), "token"
    ),
    "access.new_password.person_called": _person_called,
    "access.password_sign_in.begin_sign_in": _begin_sign_in,
    "access.password_sign_in.seconds_to_wait": lambda w: {
        name: ANSWERED if password_sign_in.seconds_to_wait(w.session, **_guess(), now=NOW) == 0 else None
        for name in ("email", "network", "browser")
    },
    "access.password_sign_in.finish_sign_in": _finish_sign_in,
    "access.set_up.create_first_administrator": _first_administrator,
    "access.set_up.is_set_up_code": _looked_for(lambda w: set_up.is_set_up_code(w.session, TYPED), "code"),
    "access.join.join_tour": _join,
    "access.join.join_beside": _join_beside,
    "access.sign_in.open_sign_in": _open_sign_in,
    "access.sign_in.open_sign_in_for": _open_sign_in_for,
    "access.sign_in.sign_out": _looked_for(lambda w: sign_in.sign_out(w.session, TYPED), "token"),
    "access.sign_in.find_actor": _looked_for(lambda w: sign_in.find_actor(w.session, TYPED, now=NOW), "token"),
    "access.join.agencies_to_join": _looked_for(lambda w: join.agencies_to_join(w.session, LINK, now=NOW), "code"),
    "access.join.tour_of_link": lambda w: {"code": KEPT if join.tour_of_link(w.session, LINK, now=NOW) else None},
    "city.addresses.find_addresses": _looked_for(
        lambda w: addresses.find_addresses(w.session, w.olga, TYPED, data=Path("/nowhere")), "text"
    ),
    "city.agencies.save_agency": lambda w: w.kept(
        agencies.save_agency(w.session, w.artyom, name=TYPED, short_name=TYPED, email=TYPED_EMAIL, phone=TYPED_PHONE),
        "name short_name email phone",
    ),
    "city.agencies.save_category": lambda w: w.kept(
        agencies.save_category(w.session, w.artyom, name=TYPED, name_en=TYPED, icon=TYPED_ICON), "name name_en icon"
    ),
    "city.city.edit_city": _city,
    "deadlines.days.add_day": _day,
    "deadlines.days.import_days": _days,
    "deadlines.rules.add_rule": _norm,
    "city.districts.save_district": lambda w: w.kept(districts.save_district(w.session, w.artyom, name=TYPED), "name"),
    "city.extract_import.plan_city_import": _plan_import,
    "city.districts.import_districts": _import_districts,
    "city.places_file.place_texts": _place_texts,
    "city.places.find_places": _looked_for(lambda w: places.find_places(w.session, w.olga, text=TYPED), "text"),
    "city.places.import_places": _import,
    "city.repairs.find_repairs": _looked_for(lambda w: repairs.find_repairs(w.session, w.olga, text=TYPED), "text"),
    "city.repairs.import_repairs": _import_repairs,
    "city.repairs.save_repair": lambda w: w.kept(
        repairs.save_repair(w.session, w.olga, point=Point(50.2, 127.5), **_REPAIR), "name contract contractor"
    ),
    "city.places.save_place": lambda w: w.kept(
        places.save_place(w.session, w.olga, name=TYPED, lat=50, lon=127, kind=TYPED, address=TYPED, source=TYPED),
        "name kind address source",
    ),
    "exchange.instructions.preview_instructions": _preview_instructions,
    "layers.facilities.save_facility": _facility,
    "layers.facilities.typed_offers": lambda w: {"typed": facilities.typed_offers([TYPED])[0]},
    "layers.layers.save_layer": _layer,
    "layers.notes.save_note": _facility_note,
    "exchange.issues.preview_issues": _preview_table,
    "exchange.people.preview_people": _preview_people,
    "exchange.places.preview_place_table": _preview_places,
    "control.closing.close_issue": _told(
        lambda w: closing.close_issue(
            w.session, w.scene.town.kira, w.issue(), outcome=Outcome.NOT_NEEDED, reason=TYPED, now=NOW
        ),
        "reason",
    ),
    "control.closing.reopen_issue": _reopen,
    "control.correcting.correct_instruction": lambda w: {
        "**changes": correcting.correct_instruction(
            w.session, w.scene.town.kira, w.instruction(), text=TYPED, now=NOW, today=TODAY
        ).text
    },
    "control.hand_overs.ask_hand_over": lambda w: {"reason": _ask_hand_over(w, TYPED).wished_reason},
    "control.hand_overs.hand_over": _told(
        lambda w: hand_overs.hand_over(w.session, w.scene.town.kira, id_of(_ask_hand_over(w)), text=TYPED, now=NOW),
        "text",
    ),
    "control.hand_overs.refuse_hand_over": _told(
        lambda w: hand_overs.refuse_hand_over(
            w.session, w.scene.town.kira, id_of(_ask_hand_over(w)), reason=TYPED, now=NOW
        ),
        "reason",
    ),
    "control.merging.merge_issues": lambda w: {"reason": _merged(w)},
    "control.progress.inform": _told(
        lambda w: progress.inform(w.session, w.scene.town.oksana, w.instruction(), text=TYPED, now=NOW), "text"
    ),
    "control.progress.take_instruction": _told(
        lambda w: progress.take_instruction(w.session, w.scene.town.oksana, w.instruction(), text=TYPED, now=NOW),
        "text",
    ),
    "control.putting_off.put_off": _told(
        lambda w: put_off(w.session, w.olga, w.issue(), reason=TYPED, now=NOW), "reason"
    ),
    "control.instructions.accept_report": _told(
        lambda w: instructions.accept_report(
            w.session, w.scene.town.kira, w.instruction(reported=True), outcome=Outcome.FIXED, text=TYPED, now=NOW
        ),
        "text",
    ),
    "control.instructions.ask_extension": _ask_extension,
    "control.instructions.cancel_instruction": _told(
        lambda w: instructions.cancel_instruction(w.session, w.olga, w.instruction(), reason=TYPED, now=NOW), "reason"
    ),
    "control.instructions.extend_deadline": _told(
        lambda w: instructions.extend_deadline(
            w.session, w.scene.town.kira, w.instruction(), until=DUE + WEEK, reason=TYPED, now=NOW, today=TODAY
        ),
        "reason",
    ),
    "control.instructions.give_instruction": _give,
    "control.instructions.refuse_extension": _told(_refuse_extension, "reason"),
    "control.instructions.report_done": _report,
    "control.instructions.return_report": _told(
        lambda w: instructions.return_report(
            *(w.session, w.scene.town.kira, w.instruction(reported=True)),
            until=DUE,
            reason=TYPED,
            now=NOW,
            today=TODAY,
        ),
        "reason",
    ),
    "control.steps.checked_text": lambda w: {"typed": checked_text(TYPED)},
    "guests.boarding.add_walk_in": lambda w: w.kept(
        boarding.add_walk_in(w.session, w.olga, w.scene.tour, name=TYPED, agency_name=TYPED, now=NOW),
        "name agency_name",
    ),
    "events.copies.copy_with_people": lambda w: w.kept(
        copies.copy_with_people(
            w.session, w.olga, id_of(w.tour), title=TYPED, starts_at=NOW + WEEK, with_people=False, now=NOW
        ),
        "title",
    ),
    "events.media.save_media_guest": lambda w: w.kept(
        media.save_media_guest(w.session, w.olga, id_of(w.tour), outlet=TYPED, name=TYPED, contact=TYPED, note=TYPED),
        "outlet name contact note",
    ),
    "events.templates.keep_as_template": lambda w: w.kept(_template(w, TYPED), "name"),
    "events.templates.make_from_template": lambda w: w.kept(
        templates.make_from_template(
            w.session, w.olga, id_of(_template(w, "Центр")), title=TYPED, starts_at=NOW + WEEK, now=NOW
        ),
        "title",
    ),
    "guests.invitations.answer_invitation": _answer,
    "guests.invitations.invite_guest": lambda w: w.kept(
        invitations.invite_guest(w.session, w.olga, w.scene.tour, name=TYPED, agency_name=TYPED, now=NOW, **_CONTACT),
        "name agency_name phone email post note",
    ),
    "guests.contacts.save_contact": lambda w: w.kept(
        contacts.save_contact(w.session, w.olga, _guest(w), agency_name=TYPED, **_CONTACT),
        "agency_name phone email post note",
    ),
    "guests.answer_links.answer_by_link": _answer_by_link,
    "guests.answer_links.invitation_behind": lambda w: {
        "code": KEPT
        if answer_links.invitation_behind(w.session, _typed_code(w), now=NOW).tour.id == w.scene.tour
        else None
    },
    "field.items.tour_of_code": lambda w: {
        "code": KEPT if tour_of_code(w.session, " O\x00ne\ud800") == w.scene.tour else None
    },
    "issues.issues.add_comment": _comment,
    "issues.issues.checked_uid": _looked_for(lambda w: issues.checked_uid(TYPED), "uid"),
    "issues.issues.edit_issue": lambda w: {
        "**changes": w.kept(issues.edit_issue(w.session, w.olga, w.issue(), text=TYPED, address=KEPT, now=NOW), "text")[
            "text"
        ]
    },
    "issues.issues.log_issue": _log,
    "issues.list.export_rows": _searched(lambda w: [*issue_list.export_rows(w.session, w.olga, SEARCH, today=TODAY)]),
    "issues.list.list_issues": _searched(lambda w: issue_list.list_issues(w.session, w.olga, SEARCH, today=TODAY)),
    "control.exported_instructions.export_instructions": _searched(
        lambda w: [*exported_instructions.export_instructions(w.session, w.olga, SEARCH, today=TODAY)]
    ),
    "issues.photos.add_photo": _add_photo,
    "press.mailing.send_month": _looked_for(
        lambda w: mailing.send_month(w.session, w.artyom, 2026, 12, [1], {1: {"subject": TYPED}}, now=NOW), "letters"
    ),
    "press.mailing.send_release": _looked_for(
        lambda w: mailing.send_release(w.session, w.artyom, _written(w), [1], {1: {"subject": TYPED}}, now=NOW),
        "letters",
    ),
    "press.mailing.sent_to": _looked_for(lambda w: mailing.sent_to(w.session, w.artyom, TYPED), "key"),
    "press.mailing.whom_to_write": _looked_for(lambda w: mailing.whom_to_write(w.session, w.artyom, TYPED), "key"),
    "press.media.note_mention": _mention,
    "press.media.reader_of_news": _looked_for(lambda w: press_media.reader_of_news(w.session, TYPED), "token"),
    "press.media.save_contact": _media_contact,
    "press.media.stop_news": _looked_for(lambda w: press_media.stop_news(w.session, TYPED), "token"),
    "press.pairs.check_picture": _looked_for(
        lambda w: pairs.check_picture(w.session, w.artyom, _written(w), TYPED, checked=True, now=NOW), "photo_id"
    ),
    "press.pairs.note_credit": lambda w: w.kept(
        pairs.note_credit(w.session, w.artyom, _written(w), credit=TYPED), "credit"
    ),
    "press.pairs.save_pair": _captions,
    "press.quotes.choose_quote": _looked_for(
        lambda w: quotes.choose_quote(w.session, w.artyom, _written(w), TYPED, now=NOW), "key"
    ),
    "press.quotes.save_quote": lambda w: w.kept(
        quotes.save_quote(
            w.session, w.artyom, _written(w), speaker=TYPED, post=TYPED, text=TYPED, text_en=TYPED, now=NOW
        ),
        "speaker post text text_en",
    ),
    "press.releases.begin_release": lambda w: w.kept(
        releases.begin_release(w.session, w.artyom, title=TYPED, now=NOW), "title"
    ),
    "press.releases.edit_release": _edit_release,
    "press.releases.list_releases": _looked_for(
        lambda w: releases.list_releases(w.session, w.artyom, releases.OfficePart.DRAFTS, now=NOW, text=TYPED), "text"
    ),
    "public.deciding.publish_issue": _published,
    "public.openness.set_embed_sites": lambda w: {
        "typed": KEPT
        if openness.set_embed_sites(w.session, w.artyom, " https://ci\u200bty.exa\x00mple ").embed_sites
        == "https://city.example"
        else None
    },
    "public.openness.set_openness": _openness,
    "residents.amending.edit_report": _amended,
    "residents.keys.make_key": _api_key,
    "residents.moderating.refuse_reports": _refused,
    "residents.openness.set_listening": _listening,
    "residents.reporting.check_report": _resident_report,
    "public.photos.photo_to_draw": _looked_for(
        lambda w: public_photos.photo_to_draw(w.session, w.artyom, TYPED), "photo_id"
    ),
    "public.photos.open_photo": _looked_for(
        lambda w: public_photos.open_photo(w.session, w.store, TYPED, small=True, now=NOW), "photo_id"
    ),
    "public.photos.preview_photo": _looked_for(
        lambda w: public_photos.preview_photo(w.session, w.artyom, w.store, TYPED, small=True), "photo_id"
    ),
    "public.photos.withhold_photo": _looked_for(
        lambda w: public_photos.withhold_photo(w.session, w.artyom, TYPED, now=NOW), "photo_id"
    ),
    "votes.making.make_vote": _vote,
    "votes.making.edit_vote": _edited_vote,
    "votes.holding.cancel_vote": lambda w: {
        "reason": holding.cancel_vote(w.session, w.olga, _draft_vote(w), reason=TYPED, now=NOW).cancel_reason
    },
    "votes.holding.say_decided": lambda w: {
        "text": holding.say_decided(w.session, w.olga, _closed_vote(w), TYPED, now=NOW).decided
    },
    "votes.ballots.ask_ballot": lambda w: w.asked(
        "email", lambda: ballots.ask_ballot(w.session, 1, option_id=1, email=TYPED_EMAIL, now=NOW)
    ),
    "votes.ballots.count_request": lambda w: {
        **w.asked("email", lambda: ballots.count_request(w.session, TYPED_EMAIL, TYPED, now=NOW)),
        "network": ANSWERED,
    },
    "votes.ballots.ballot_behind": _looked_for(lambda w: ballots.ballot_behind(w.session, TYPED, now=NOW), "token"),
    "votes.ballots.count_ballot": _looked_for(lambda w: ballots.count_ballot(w.session, TYPED, now=NOW), "token"),
    "subscriptions.asking.ask_to_follow": lambda w: {
        **w.asked("email", lambda: ask_to_follow(w.session, OpenFilter(), email=TYPED_EMAIL, language="ru", now=NOW)),
        "language": ANSWERED,
    },
    "subscriptions.asking.asked_behind": _looked_for(lambda w: asked_behind(w.session, TYPED, now=NOW), "token"),
    "subscriptions.asking.confirm_following": _looked_for(
        lambda w: confirm_following(w.session, TYPED, now=NOW), "token"
    ),
    "subscriptions.asking.end_following": _looked_for(lambda w: end_following(w.session, TYPED), "token"),
    "subscriptions.asking.followed_behind": _looked_for(lambda w: followed_behind(w.session, TYPED), "token"),
    "issues.photos.hide_photo": _hide_photo,
    "issues.photos.show_photo_again": _looked_for(
        lambda w: photos.show_photo_again(w.session, w.olga, TYPED, now=NOW), "photo_id"
    ),
    "issues.voices.hide_voice": _hide_voice,
    "issues.voices.show_voice_again": _looked_for(
        lambda w: voices.show_voice_again(w.session, w.olga, TYPED, now=NOW), "voice_id"
    ),
    "issues.photos.read_photo": _looked_for(lambda w: photos.read_photo(w.session, w.olga, w.store, TYPED), "photo_id"),
    "papers.templates.upload_template": lambda w: {
        "name": upload_template(
            w.session, w.olga, look_at_template(w.olga, "list", data=own_template("list", "ru")), name=TYPED, now=NOW
        ).name
    },
    "protocol.stances.take_stance": _take_stance,
    "proposals.proposals.make_tour_of_bus": _bus_tour,
    "proposals.proposals.take_proposal": _take,
    "field.door.field_door": lambda w: {"code": KEPT if door.field_door(w.session, LINK, now=NOW) else None},
    "field.door.ridden_tour": lambda w: {"code": KEPT if door.ridden_tour(w.session, w.olga, LINK, now=NOW) else None},
    "field.tour.field_news": lambda w: {"code": KEPT if tour.field_news(w.session, w.olga, LINK, now=NOW) else None},
    "field.tour.field_tour": lambda w: {"code": KEPT if tour.field_tour(w.session, w.olga, LINK, now=NOW) else None},
    "ride.public_arrival.public_arrival": _looked_for(lambda w: public_arrival(w.session, TYPED, now=NOW), "code"),
    "search.query.author_search": _looked_for(lambda w: query.author_search(TYPED), "typed"),
    "search.query.search_of": _looked_for(lambda w: query.search_of(w.session, w.olga, TYPED), "typed"),
    "search.saved.rename_filter": lambda w: w.kept(
        saved.rename_filter(w.session, w.olga, id_of(_saved(w, "Ямы")), name=TYPED), "name"
    ),
    "search.saved.save_filter": lambda w: w.kept(_saved(w, TYPED), "name"),
    "tours.area.issues_in_area": _searched(
        lambda w: area.issues_in_area(w.session, w.olga, id_of(w.tour), SEARCH, today=TODAY)
    ),
    "tours.calendar_links.owner_of_calendar": _looked_for(
        lambda w: calendar_links.owner_of_calendar(w.session, TYPED), "token"
    ),
    "tours.plan_legs.set_leg_of_plan": _leg_of_plan,
    "tours.rules.set_rules": _rules,
    "tours.stops.add_stop": _add_stop,
    "tours.stops.edit_stop": _edit_stop,
    "tours.stops.set_agenda": _agenda,
    "tours.tours.cancel_tour": lambda w: {
        "reason": tours.cancel_tour(w.session, w.olga, id_of(w.tour), reason=TYPED, now=NOW).cancel_reason
    },
    "tours.tours.copy_tour": lambda w: w.kept(
        tours.copy_tour(w.session, w.olga, id_of(w.tour), title=TYPED, starts_at=NOW + WEEK, now=NOW), "title"
    ),
    "tours.tours.create_tour": _create_tour,
    "tours.tours.edit_tour": _edit_tour,
    "travel.closures.close_street": _closure,
    "travel.leg_overrides.set_leg_minutes": _leg,
    "travel.settings.set_factors": _factors,
    "travel.settings.set_router": _router,
}
"""By the service's name without `planner.services.`: calls it, and says what became of each text."""
