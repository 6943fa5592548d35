"""Text as people type it, made fit to keep: no blanks around, no signs that no screen shows, not endless."""

import re
from urllib.parse import urlsplit

from planner.domain.errors import Invalid

SHORTEST_NAME, LONGEST_NAME = 2, 100
"""Signs in the name of somebody on a tour's list."""
LONGEST_EMAIL = 254
LONGEST_SITE = 500

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_NOTE = re.compile(r"\([^()\d]*\)")
_EXTENSION = re.compile(r",? *(?:доб|вн|внутр|ext)\b\.? *\d{1,6}", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_][\w-]*\.?")
_SHORT = re.compile(r"0\d|1[01]\d|12[24]")

_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f"  # control signs; databases take no \x00
    r"\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # halves of surrogate pairs, which no database takes, and what is no sign
    r"\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u2800\u3164\uffa0"  # soft hyphens and fillers
    r"\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"  # of no width, or turning what is written round
    r"\U000e0000-\U000e0fff]"
    # Joiners say nothing in Russian and English; emoji, and scripts from Arabic to Sinhala, look different without them.
    r"|(?<![\u0600-\u0dff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
)


def typed_text(typed: str, *, field: str, longest: int, needed: str = "") -> str:
    """The text, of several lines maybe, as it is kept.

    Invalid("typed.error.too_long") over `longest` signs; Invalid with the key `needed`, if given, where nothing is left.
    """
    return _measured(_UNSEEN.sub("", _LINE_ENDS.sub("\n", typed)).strip(), field, longest, needed)


def shortened(text: str, most: int) -> str:
    """A text as it is told in the middle of a sentence: one line of at most so many signs, with «…» where there was more."""
    line = one_line(text)
    return line if len(line) <= most else f"{line[:most]}…"


def typed_line(typed: str, *, field: str, longest: int, needed: str = "") -> str:
    """The same for a text of one line: every run of blanks is one blank."""
    return _measured(one_line(typed), field, longest, needed)


def typed_email(typed: str, *, field: str = "email") -> str:
    """An address in lower case; Invalid("typed.error.email") where it cannot be one, so also where nothing is left."""
    address = one_line(typed).lower()
    if not _EMAIL.fullmatch(address) or len(address) > LONGEST_EMAIL:
        raise Invalid("typed.error.email", field=field)
    return address


def typed_phone(typed: str, *, field: str = "phone") -> str:
    """One or more phone numbers as people write them, each with an extension or a note in brackets maybe; "" for none.

    Invalid("typed.error.phone") where one of them has no number that can be called: 10 to 15 digits, 5 to 7 for one of the
    town, or a short one of the emergency services (05, 112).
    """
    line = typed_line(typed, field=field, longest=100)
    bare = _EXTENSION.sub("", _NOTE.sub("", line))
    if line and not all(_is_phone(each.strip()) for each in re.split(r"[,;/]", bare)):
        raise Invalid("typed.error.phone", field=field)
    return line


def _is_phone(text: str) -> bool:
    digits = re.sub(r"\D", "", text)
    if not re.fullmatch(r"\+?[\d ().–-]+", text, re.ASCII):
        return False
    if text.startswith("+"):
        return 10 <= len(digits) <= 15
    return len(digits) in (5, 6, 7, 10) or (len(digits) == 11 and digits[0] in "78") or bool(_SHORT.fullmatch(digits))


def typed_site(typed: str, *, field: str = "site") -> str:
    """The address of a site with its scheme, which is https where none is typed; "" for none.

    Invalid("typed.error.site") for what is no address of a site, such as a mail address or one of a program.
    """
    line = typed_line(typed, field=field, longest=LONGEST_SITE)
    if not line:
        return ""
    address = line if "://" in line else f"https://{line}"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise Invalid("typed.error.site", field=field) from None
    if parts.scheme.lower() not in ("http", "https") or "@" in parts.netloc or not _HOST.fullmatch(host):
        raise Invalid("typed.error.site", field=field)
    if " " in line or re.search(r"[<>\"'\\]", line):
        raise Invalid("typed.error.site", field=field)
    return address


def typed_name(typed: str, *, field: str = "name") -> str:
    """The name of somebody on a tour's list; Invalid("typed.error.name") under 2 or over 100 signs."""
    name = one_line(typed)
    if not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
        raise Invalid("typed.error.name", field=field, least=SHORTEST_NAME, most=LONGEST_NAME)
    return name


def one_line(typed: str) -> str:
    """The text cleaned as `typed_line` does, of any length: what is looked for, or told by a machine."""
    return " ".join(_UNSEEN.sub("", _LINE_ENDS.sub("\n", typed)).split())


def _measured(text: str, field: str, longest: int, needed: str) -> str:
    if len(text) > longest:
        raise Invalid("typed.error.too_long", field=field, n=longest)
    if needed and not text:
        raise Invalid(needed, field=field, most=longest)
    return text
