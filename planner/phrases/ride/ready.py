"""Ready phrases for instructions at a stop: what is mostly said about a topic, and what fits everywhere."""

from planner.domain.models import Category
from planner.i18n import Translator

OF_TOPICS = frozenset(
    {
        *("add_road", "directions_walk", "signpost", "directions_bus", "local_parking", "lightbulb"),
        *("flood", "plumbing", "device_thermostat", "delete", "ac_unit", "home_work", "toys", "park", "warning"),
    }
)
"""The symbols of categories that have phrases of their own: a city names its topics as it likes, the symbol says what they are."""
EVERYWHERE = ("field.phrase.mend", "field.phrase.look", "field.phrase.fence", "field.phrase.ask")
"""The most usual first."""
_OWN = (1, 2, 3)


def ready_phrases(t: Translator, category: Category) -> list[str]:
    """The usual one first: those of the topic, where it has any, and those for all."""
    own = [t(f"field.phrase.{category.icon}_{number}") for number in _OWN] if category.icon in OF_TOPICS else []
    return own + [t(key) for key in EVERYWHERE]
