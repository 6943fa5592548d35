"""What the press office of the demo does: releases out of tours with their quotes and pictures, the list of the media."""

from datetime import datetime
from typing import Any

from planner.demo.publishing import let_out
from planner.demo.story import PRESS, Happening, Story, calling
from planner.domain.models.types import id_of
from planner.domain.press import Offer, Wording
from planner.domain.words import ReleaseKind, ReleaseState
from planner.services.press import media, pairs, publishing, quotes, releases
from planner.services.press.tour_story import tour_story


def life_of_press(story: Story, facts: dict[str, Any], first: int) -> list[Happening]:
    """Every release at its moment, and what the media made of it; `first` keeps the order of the same moment."""
    life: list[Happening] = [(story.at(-200, "10:00"), first, lambda now: _list_media(story, facts))]
    for number, release in enumerate(facts["releases"], start=1):
        moment = story.at(release["day"], release["time"])
        life.append((moment, first + number, calling(_write, story, release)))
    for number, mention in enumerate(facts["mentions"], start=100):
        life.append((story.at(mention["day"], "12:00"), first + number, calling(_note_mention, story, mention)))
    return life


def _list_media(story: Story, facts: dict[str, Any]) -> None:
    for contact in facts["contacts"]:
        media.save_contact(story.session, story.actors[PRESS], **contact)


def _note_mention(story: Story, facts: dict[str, Any], now: datetime) -> None:
    given = {name: facts[name] for name in ("outlet", "title", "url")}
    published_on = story.day(facts["day"])
    media.note_mention(story.session, story.actors[PRESS], **given, published_on=published_on, now=now)


def _write(story: Story, facts: dict[str, Any], now: datetime) -> None:
    """What the tour found is let out first: a release may name nothing else."""
    session, alina, tour_id = story.session, story.actors[PRESS], id_of(story.tours[facts["tour"]])
    let_out(story, alina, now, tour_id=tour_id)
    kind = ReleaseKind(facts["kind"])
    offer = _offer(story, facts, tour_id, now)
    release = releases.begin_tour_release(session, alina, tour_id, offer, now=now, kind=kind)
    if kind is ReleaseKind.PHOTOS:
        _show_pictures(story, facts, id_of(release), now)
    is_published = facts["state"] == ReleaseState.PUBLISHED
    _quote(story, facts, id_of(release), now, approved=is_published)
    if is_published:
        publishing.mark_ready(session, alina, id_of(release), now=now)
        publishing.publish_release(session, alina, id_of(release), now=now)


def _offer(story: Story, facts: dict[str, Any], tour_id: int, now: datetime) -> Offer:
    """The words of the file with the numbers that things have here."""
    told = tour_story(story.session, story.actors[PRESS], tour_id, now=now)
    numbers = {**story.issues, "tour": tour_id}
    body, body_en = (facts[name].format_map(numbers) for name in ("body", "body_en"))
    ru = Wording(tuple(facts["titles"]), tuple(facts["leads"]), body, {})
    return Offer(told.figures, ru, Wording((facts["title_en"],), (facts["lead_en"],), body_en, {}))


def _show_pictures(story: Story, facts: dict[str, Any], release_id: int, now: datetime) -> None:
    """The best pairs, each with its caption and looked through: the demo's pictures show nobody."""
    session, alina = story.session, story.actors[PRESS]
    chosen = pairs.propose_pairs(session, alina, release_id, now=now)
    for pair, caption in zip(chosen, facts["captions"], strict=False):
        pairs.save_pair(session, alina, release_id, id_of(pair), caption=caption)
        for photo_id in (pair.before_id, pair.after_id):
            pairs.check_picture(session, alina, release_id, photo_id, checked=True, now=now)
    pairs.note_credit(session, alina, release_id, credit=facts["credit"])


def _quote(story: Story, facts: dict[str, Any], release_id: int, now: datetime, *, approved: bool) -> None:
    """One quote of each who is named, out of what was said and decided on the tour."""
    for key in facts.get("quotes", ()):
        person_id, alina = story.people[key].id, story.actors[PRESS]
        offered = quotes.quotes_offered(story.session, alina, release_id, now=now)
        said = next(each for each in offered if each.speaker_id == person_id)
        quote = quotes.choose_quote(story.session, alina, release_id, said.key, now=now)
        if approved:
            quotes.approve_quote(story.session, story.actors[key], id_of(quote), edition=quote.edition, now=now)
