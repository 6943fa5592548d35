"""What residents of the demo do: they report problems, vote, and follow what becomes public."""

from datetime import datetime
from typing import Any

from sqlmodel import col, select

from planner.demo.photos import FOLDER, photo_file
from planner.demo.story import PRESS, Happening, Story, calling, uid_of
from planner.domain.models import Ballot, Place, ResidentReport, Subscriber, Subscription
from planner.domain.models.types import id_of
from planner.domain.votes import VoteState
from planner.domain.words import PhotoPhase, VoteKind
from planner.services.residents.following import confirm_report
from planner.services.residents.moderating import accept_reports, refuse_reports
from planner.services.residents.not_fixed import check_doubt
from planner.services.residents.photos import keep_picture, make_safe
from planner.services.residents.reporting import Checked, Filled, check_report, keep_report
from planner.services.votes.holding import get_vote, say_decided
from planner.services.votes.making import OptionDraft, make_vote

_STOPS = 3


def life_of_report(story: Story, facts: dict[str, Any], first: int) -> list[Happening]:
    """A report and what was decided on it; `first` keeps the order of the same moment."""
    life: list[Happening] = [(story.at(facts["day"], facts["time"]), first, calling(_report, story, facts))]
    for name, decide in (("refused", _refuse), ("accepted", _accept)):
        if name in facts:
            step = facts[name]
            life.append((story.at(step["day"], step["time"]), first + 1, calling(decide, story, facts)))
    return life


def life_of_vote(story: Story, facts: dict[str, Any], first: int) -> list[Happening]:
    """A vote at the moment at which it was announced; one that opens later is a draft."""
    return [(story.at(min(facts["opens"], 0), "00:10"), first, calling(_ask, story, facts))]


def follow(story: Story, facts: list[dict[str, Any]]) -> None:
    """Residents who have confirmed what they want to hear of. Written as rows: no mail goes out of a demo, so no link comes back."""
    for each in facts:
        name = each["address"]
        reader = Subscriber(address=name, language="ru", token=uid_of(f"reader-{name}"), told_until=story.now)
        story.session.add(reader)
        story.session.flush()
        wanted: list[dict[str, Any]] = [{"district_id": story.districts[key]} for key in each.get("districts", ())]
        wanted += [{"category_id": story.categories[key]} for key in each.get("categories", ())]
        for number, about in enumerate(wanted):
            told: dict[str, Any] = {
                "asked_at": story.now,
                "confirmed_at": story.now,
                "token_hash": uid_of(f"{name}-{number}"),
            }
            story.session.add(Subscription(subscriber_id=id_of(reader), **about, **told))
    story.session.flush()


def _report(story: Story, facts: dict[str, Any], now: datetime) -> None:
    """As the form of the public page takes it, in a city that asks by mail to confirm the address."""
    if "photo" in facts:
        _keep_picture(story, facts, now)
    report = keep_report(story.session, _checked(story, facts, now), mails=True, now=now)
    if facts["confirmed"] and report.confirm_code is not None:
        confirm_report(story.session, report.confirm_code, now=now)


def _checked(story: Story, facts: dict[str, Any], now: datetime) -> Checked:
    category = str(story.categories[facts["category"]]) if "category" in facts else ""
    typed = {name: str(facts.get(name, "")) for name in ("address", "lat", "lon", "text", "email", "name")}
    filled = Filled(uid=uid_of(facts["key"]), category=category, consents=True, **typed)
    if "about" in facts:
        return check_doubt(story.session, story.issues[facts["about"]], filled, now=now).checked
    return check_report(story.session, filled, data=story.data)


def _keep_picture(story: Story, facts: dict[str, Any], now: datetime) -> None:
    name = photo_file(facts["photo"], PhotoPhase.BEFORE, on=story.today(now))
    picture = make_safe(story.store, data=(FOLDER / name).read_bytes())
    keep_picture(story.session, picture, uid=uid_of(facts["key"]), now=now)


def _refuse(story: Story, facts: dict[str, Any], now: datetime) -> None:
    answer = facts["refused"]["answer"]
    refuse_reports(story.session, story.actors[PRESS], [_number_of(story, facts)], answer=answer, now=now)


def _accept(story: Story, facts: dict[str, Any], now: datetime) -> None:
    accept_reports(story.session, story.actors[PRESS], [_number_of(story, facts)], now=now)


def _number_of(story: Story, facts: dict[str, Any]) -> int:
    return id_of(story.session.exec(select(ResidentReport).where(ResidentReport.uid == uid_of(facts["key"]))).one())


def _ask(story: Story, facts: dict[str, Any], now: datetime) -> None:
    session, alina = story.session, story.actors[PRESS]
    hours: dict[str, Any] = {
        "opens_at": story.on_day(facts["opens"], "09:00"),
        "closes_at": story.on_day(facts["closes"], "18:00"),
    }
    about: dict[str, Any] = {
        "title": facts["title"],
        "about": facts.get("about", ""),
        "hidden": facts.get("hidden", True),
    }
    vote = make_vote(
        session, alina, kind=VoteKind(facts["kind"]), options=_options(story, facts), now=now, **about, **hours
    )
    if "ballots" not in facts:
        return
    # Votes are announced and counted by mails, which a demo does not send: what they would have written is written here.
    vote.state, vote.announced_at = VoteState.ANNOUNCED, now
    year = story.day(facts["opens"]).year
    for option, number in zip(get_vote(session, alina, id_of(vote), now=now).options, facts["ballots"], strict=True):
        marks = [uid_of(f"{facts['title']}-{option.position}-{each}") for each in range(number)]
        session.add_all(Ballot(vote_id=id_of(vote), voter=each, option_id=id_of(option), year=year) for each in marks)
    session.flush()
    if "decided" in facts:
        say_decided(session, alina, id_of(vote), facts["decided"], now=story.on_day(facts["closes"] + 1, "10:00"))


def _options(story: Story, facts: dict[str, Any]) -> list[OptionDraft]:
    if "options" in facts:
        return [OptionDraft(text, about) for text, about in facts["options"]]
    known = select(Place.id).where(col(Place.archived).is_(False)).order_by(col(Place.id)).limit(_STOPS)
    return [OptionDraft(place_id=each) for each in story.session.exec(known)]
