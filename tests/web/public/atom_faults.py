"""What is wrong with a feed by RFC 4287: which elements there must be, may be once, and what stands in them."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

ATOM = "{http://www.w3.org/2005/Atom}"
_ONCE = {"id", "title", "updated", "published", "summary", "content", "subtitle", "rights", "logo", "icon", "generator"}
_NEEDED = ("id", "title", "updated")
_IN_FEED = _ONCE - {"published", "summary", "content"} | {"author", "category", "contributor", "link", "entry"}
_IN_ENTRY = _ONCE - {"subtitle", "logo", "icon", "generator"} | {"author", "category", "contributor", "link", "source"}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def atom_faults(feed: Element) -> list[str]:
    """All of them; `feed` is the root."""
    if feed.tag != f"{ATOM}feed":
        return [f"the root is {feed.tag}"]
    entries = feed.findall(f"{ATOM}entry")
    found = [*_look(feed, "feed", _IN_FEED)]
    for entry in entries:
        found += _look(entry, "entry", _IN_ENTRY)
        if not any(each.tag == f"{ATOM}content" or each.get("rel") == "alternate" for each in entry):
            found.append("an entry with neither content nor an alternate link")
        if feed.find(f"{ATOM}author") is None and entry.find(f"{ATOM}author") is None:
            found.append("an entry without an author")
    numbers = Counter(entry.findtext(f"{ATOM}id") for entry in entries)
    return found + [f"the id {each} {number} times" for each, number in numbers.items() if number > 1]


def _look(parent: Element, name: str, known: set[str]) -> Iterator[str]:
    counted = Counter(each.tag.removeprefix(ATOM) for each in parent)
    yield from (f"<{each}> in {name}" for each in counted if each not in known)
    yield from (f"{counted[each]} × <{each}> in {name}" for each in _ONCE if counted[each] > 1)
    yield from (f"no <{each}> in {name}" for each in _NEEDED if not counted[each])
    for each in parent:
        yield from _look_at(each, each.tag.removeprefix(ATOM))
    links = [each for each in parent if each.tag == f"{ATOM}link" and each.get("rel", "alternate") == "alternate"]
    kinds = Counter((each.get("type"), each.get("hreflang")) for each in links)
    yield from (f"{number} alternate links {key} in {name}" for key, number in kinds.items() if number > 1)


def _look_at(each: Element, name: str) -> Iterator[str]:
    text = each.text or ""
    if name in ("updated", "published"):
        if not _MOMENT.fullmatch(text):
            yield f"<{name}> is {text!r}"
        else:
            datetime.fromisoformat(text)
    if name in ("id", "link") and not urlsplit(each.get("href", text)).scheme:
        yield f"<{name}> is no whole address: {each.get('href', text)!r}"
    if name == "category" and not each.get("term"):
        yield "a category without a term"
    if name in ("author", "contributor") and not each.findtext(f"{ATOM}name"):
        yield f"<{name}> without a name"
    if name == "title" and not text.strip():
        yield "an empty title"
