"""The papers of an event in words."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from planner.domain.materials import materials_of
from planner.domain.models import City
from planner.i18n import Translator
from planner.phrases.names import city_name, person_with_post
from planner.render.papers.event_papers import Announcement, EventPaper, PaperGuest, PaperTopic
from planner.render.papers.paper import PaperHead
from planner.services.access.people import PersonFacts
from planner.services.events.events import Event


def times_of(event: Event) -> tuple[datetime, datetime]:
    """From when to when it is: of a press approach on a tour, when the bus is at its stop, as planned."""
    tour, stop = event.tour, event.stop
    if tour.is_event or stop is None or stop.planned_arrival is None:
        return tour.starts_at, tour.ends_at
    return stop.planned_arrival, stop.planned_departure or tour.ends_at


def event_paper(t: Translator, event: Event, city: City, *, printed_at: datetime) -> EventPaper:
    """What the papers of an event, or of the press approach on a bus tour, are drawn from."""
    tour, stop = event.tour, event.stop
    starts_at, ends_at = times_of(event)
    return EventPaper(
        head=PaperHead(tour.title, tour.state, printed_at),
        kind=say_kind(t, event),
        city=city_name(t, city),
        starts_at=starts_at,
        ends_at=ends_at,
        place=stop.name if stop else tour.start_name,
        address=stop.address if stop else "",
        host=_reached(event.host),
        contact=_reached(event.organiser or event.host),
        note=tour.note,
        topics=_topics(t, event, starts_at),
        materials=_materials(event),
        guests=[
            PaperGuest(each.outlet, each.name, each.contact, each.note, t(f"words.accreditation.{each.state.value}"))
            for each in event.media
        ],
    )


def say_kind(t: Translator, event: Event) -> str:
    """«Выездное мероприятие»; of a stop of a bus tour «Пресс-подход»."""
    kind = event.tour.kind.value if event.tour.is_event else "press_approach"
    return t(f"words.tour_kind.{kind}")


def announcement_of(t: Translator, paper: EventPaper) -> Announcement:
    """The announcement for the media: it says all that they need to come, and nobody's private notes."""
    where = ", ".join(filter(None, [paper.place, paper.address]))
    return Announcement(
        title=paper.head.title,
        kind=paper.kind,
        lead=t("event_papers.lead"),
        date=f"{t('event_papers.when')}: {t.weekday(paper.starts_at)}",
        time=f"{t('event_papers.time')}: {t.time(paper.starts_at)}–{t.time(paper.ends_at)}",
        place=f"{t('event_papers.place')}: {where}" if where else "",
        host=f"{t('event_papers.host')}: {paper.host}" if paper.host else "",
        topics=[f"{each.text} ({each.speaker})" if each.speaker else each.text for each in paper.topics],
        materials=paper.materials,
        contact=t("event_papers.accredit", contact=paper.contact) if paper.contact else "",
    )


def announcement_text(t: Translator, words: Announcement) -> str:
    """The announcement as a text to copy into a mail or a messenger."""
    parts = [
        [words.kind, words.title],
        [words.lead],
        list(filter(None, [words.date, words.time, words.place, words.host])),
        [f"{t('events.topics')}:", *(f"– {each}" for each in words.topics)] if words.topics else [],
        [f"{t('events.materials')}:", *(f"– {each}" for each in words.materials)] if words.materials else [],
        [words.contact] if words.contact else [],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _topics(t: Translator, event: Event, starts_at: datetime) -> Sequence[PaperTopic]:
    """The topics one after another from the beginning on; one of no minutes has no time of its own."""
    told, begins = [], starts_at
    for item in event.topics:
        ends = begins + timedelta(minutes=item.minutes)
        told.append(PaperTopic(f"{t.time(begins)}–{t.time(ends)}" if item.minutes else "", item.text, item.speaker))
        begins = ends
    return told


def _materials(event: Event) -> Sequence[str]:
    found = materials_of(event.tour.materials)
    return [f"{each.name}: {each.url}" if each.url and each.name != each.url else each.name for each in found]


def _reached(person: PersonFacts | None) -> str:
    if person is None:
        return ""
    return ", ".join(filter(None, [person_with_post(person.name, person.post), person.phone, person.email]))
