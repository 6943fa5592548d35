"""Whose guest somebody of the media is: told by the address and the phone of a known contact, else by the outlet's name."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"\w+")
_KINDS = frozenset(
    {
        *(
            "газета",
            "телеканал",
            "канал",
            "телекомпания",
            "радио",
            "радиостанция",
            "журнал",
            "сайт",
            "портал",
            "редакция",
        ),
        *("агентство", "информационное", "информагентство", "иа", "сми", "тв", "newspaper", "tv", "radio", "channel"),
    }
)
"""What an outlet is, which one writes and another leaves out: «Газета „Проспект“» is «Проспект»."""
_PHONE = 10
"""Digits of a phone without the country's."""


@dataclass(frozen=True)
class KnownContact:
    """What tells a contact of the list."""

    number: int
    outlet: str
    name: str = ""
    email: str = ""
    phone: str = ""


def outlet_key(outlet: str) -> str:
    """The same for every way to write an outlet: quotes, letters' size, ё, and what kind of outlet it is make no difference."""
    words = _WORD.findall(outlet.casefold().replace("ё", "е"))
    return " ".join([word for word in words if word not in _KINDS] or words)


def outlets_of_guests(
    contacts: Sequence[KnownContact], guests: Iterable[tuple[int, str, str, str]]
) -> Mapping[int, str]:
    """The key of the outlet of each guest, given as number, outlet, name and contact.

    The address and the phone say it before the name of a person of that outlet, and that before the outlet as typed.
    """
    return {number: _outlet_of(contacts, outlet, name, contact) for number, outlet, name, contact in guests}


def _outlet_of(contacts: Sequence[KnownContact], outlet: str, name: str, contact: str) -> str:
    told, digits, typed = contact.casefold(), "".join(re.findall(r"\d", contact)), outlet_key(outlet)
    mails = frozenset(re.findall(r"[^\s,;<>()]+@[^\s,;<>()]+", told))
    for each in contacts:
        phone = "".join(re.findall(r"\d", each.phone))[-_PHONE:]
        if each.email.casefold() in mails or (len(phone) == _PHONE and phone in digits):
            return outlet_key(each.outlet)
    namesakes = {outlet_key(each.outlet) for each in contacts if name and _folded(each.name) == _folded(name)}
    return typed if typed in namesakes or len(namesakes) != 1 else namesakes.pop()


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("ё", "е").split())
