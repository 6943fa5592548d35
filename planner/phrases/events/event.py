"""An event in words. Typed text in them stays to be escaped."""

from datetime import timedelta

from planner.i18n import Translator
from planner.phrases.plan import span
from planner.services.events.events import Event


def say_missing(t: Translator, event: Event) -> str:
    """What an event has not got yet when it is published; empty where nothing is missing."""
    parts = {
        "host": event.host,
        "topics": event.topics,
        "media": event.media or not event.sees_media,
        "guests": event.invited,
        "materials": event.tour.materials,
    }
    missing = [t(f"events.missing.{name}") for name, value in parts.items() if not value]
    return t("plan.missing", names=", ".join(missing)) if missing else ""


def say_topics_too_long(t: Translator, event: Event) -> str:
    """By how much the topics are longer than the event; empty where they are not."""
    minutes = round((event.tour.ends_at - event.tour.starts_at) / timedelta(minutes=1))
    over = event.minutes_of_topics - minutes
    return t("events.topics_too_long", span=span(t, over)) if over > 0 and event.tour.is_event else ""
