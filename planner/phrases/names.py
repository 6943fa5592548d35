"""What the city, agencies and people are called in a sentence."""

from planner.domain.models import Agency, City
from planner.i18n import Translator


def city_name(t: Translator, city: City) -> str:
    """The city in the reader's language."""
    return (city.name_en if t.language == "en" else "") or city.name


def agency_name(agency: Agency) -> str:
    """The short name of an agency, where it has one."""
    return agency.short_name or agency.name


def person_with_post(name: str, post: str) -> str:
    """«Иванов, начальник»; either may be empty."""
    return ", ".join(filter(None, [name, post]))


def polite_name(name: str) -> str:
    """«Ирина Петровна» for «Ким Ирина Петровна»: first name and patronymic; any other name as it is."""
    words = name.split()
    return " ".join(words[1:]) if len(words) == 3 else name
