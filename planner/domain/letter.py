"""A letter as it is kept and shown before it goes out: texts and links, told apart from how a mail is made of them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Part:
    """One thing that a letter tells: a sentence, what is to be known beside it, and where to look."""

    headline: str
    details: tuple[str, ...] = ()
    link: str = ""
    link_text: str = ""


@dataclass(frozen=True)
class Letter:
    """What a letter says, in its reader's words, all of it plain text.

    `unsubscribe` is the address that ends the letters, where there is one; `foot` says why it came.
    """

    language: str
    subject: str
    greeting: str
    parts: tuple[Part, ...]
    foot: tuple[Part, ...] = ()
    unsubscribe: str = ""

    def to_data(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> "Letter":
        """The stored one."""
        texts = {name: data[name] for name in ("language", "subject", "greeting", "unsubscribe")}
        return Letter(**texts, parts=_parts(data["parts"]), foot=_parts(data["foot"]))


def _parts(data: list[dict[str, Any]]) -> tuple[Part, ...]:
    return tuple(Part(**{**each, "details": tuple(each["details"])}) for each in data)
