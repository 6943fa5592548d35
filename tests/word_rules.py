"""The rules of words, read from catalogues and sources: what is said in both languages, and which keys are asked for."""

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from string import Formatter

from babel.messages.pofile import read_po

FORMS: Mapping[str, int] = {"ru": 3, "en": 2}
ERRORS = frozenset({"PlannerError", "NotAllowed", "NotFound", "Invalid", "Conflict"})
KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
FILE_NAME = re.compile(
    r".+\.(css|csv|db|docx|geojson|gpx|html|ics|jpe?g|js|json|md|pbf|pdf|png|po|py|svg|txt|webp|xlsx|zip)"
)
IN_TEMPLATE = re.compile(r"""\bt\(\s*(["'])(?P<key>[^"']+)\1(?P<open>\s*~)?""")


@dataclass(frozen=True)
class Message:
    """One message of a catalogue: `forms` has one text, or one for each plural form."""

    topic: str
    key: str
    plural: bool
    forms: tuple[str, ...]

    @property
    def values(self) -> frozenset[str]:
        """The names in braces, of all forms together."""
        return frozenset(name for form in self.forms for name in values_in(form))


class MissingWord(AssertionError):
    """A test asked for a key that no catalogue holds."""


class Whole(NullTranslations):
    """Stands behind a catalogue in tests: what the product would show as a key, also one put together, fails the test."""

    def __init__(self, catalogue: GNUTranslations) -> None:
        super().__init__()
        self._catalogue = catalogue

    def gettext(self, message: str) -> str:
        """Never a text: raises MissingWord."""
        raise MissingWord(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The key itself where it has a text without plural forms, as without this; else raises MissingWord."""
        self._catalogue.gettext(msgid1)
        return msgid1


@dataclass
class Uses:
    """What sources ask for: `calls` are whole keys given to a translator or an error, with the values given along.

    `patterns` are f-strings there, `constants` and `loose_patterns` are texts anywhere that may be keys.
    """

    calls: list["Call"] = field(default_factory=list)
    patterns: list[tuple[str, re.Pattern[str]]] = field(default_factory=list)
    constants: set[str] = field(default_factory=set)
    loose_patterns: list[re.Pattern[str]] = field(default_factory=list)


@dataclass(frozen=True)
class Call:
    """One literal key in a call; `given` is None where the values cannot be read from the source."""

    place: str
    key: str
    given: frozenset[str] | None


def values_in(text: str) -> frozenset[str]:
    """The names in braces of one text; raises ValueError where braces do not pair."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def read_messages(path: Path) -> list[Message]:
    """The messages of one catalogue file, a key that stands there twice twice."""
    with path.open("rb") as file:
        catalogue = read_po(file)
    keys = re.findall(r'^msgid "(.+)"$', path.read_text(encoding="utf-8"), re.MULTILINE)
    messages = []
    for key in keys:
        message = catalogue.get(key)
        assert message is not None, f"{path.name}: {key} is not read"
        forms = message.string if isinstance(message.string, tuple | list) else (message.string or "",)
        messages.append(Message(path.stem, key, isinstance(message.id, tuple | list), tuple(forms)))
    return messages


def message_faults(language: str, messages: Iterable[Message]) -> Iterator[str]:
    """What is wrong with the messages of one language: said twice, empty, too few forms, braces that differ or are open."""
    seen: set[str] = set()
    for message in messages:
        name = f"{language} {message.key}"
        if message.key in seen:
            yield f"{name}: said twice"
        seen.add(message.key)
        if not all(form.strip() for form in message.forms):
            yield f"{name}: empty"
        if len(message.forms) != (FORMS[language] if message.plural else 1):
            yield f"{name}: {len(message.forms)} plural forms"
        try:
            values = {values_in(form) - {"n"} for form in message.forms}
        except ValueError:
            yield f"{name}: a brace without its pair"
            continue
        if len(values) > 1:
            yield f"{name}: plural forms with different values"


def topic_faults(language: str, messages: Iterable[Message]) -> Iterator[str]:
    """Messages that stand in another file than their key says: `tours.late` belongs into `tours.po`."""
    for message in messages:
        if message.key.partition(".")[0] != message.topic:
            yield f"{language} {message.key}: in {message.topic}.po"


def language_faults(russian: Iterable[Message], english: Iterable[Message]) -> Iterator[str]:
    """Where the two languages differ in keys, plurals or values."""
    ru, en = ({message.key: message for message in messages} for messages in (russian, english))
    for key in sorted(ru.keys() ^ en.keys()):
        yield f"{key}: only in {'ru' if key in ru else 'en'}"
    for key in sorted(ru.keys() & en.keys()):
        if ru[key].plural != en[key].plural:
            yield f"{key}: plural in one language only"
        if ru[key].values - {"n"} != en[key].values - {"n"}:
            yield f"{key}: values {sorted(ru[key].values)} in ru, {sorted(en[key].values)} in en"


def read_python(path: str, source: str, uses: Uses) -> None:
    """Adds what a Python source asks for."""
    tree = ast.parse(source)
    sums = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr | ast.BinOp)]
    parts = {id(child) for node in sums for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            uses.constants.add(node.value)
        elif isinstance(node, ast.JoinedStr | ast.BinOp) and (pattern := _pattern(node)):
            uses.loose_patterns.append(pattern)
        if isinstance(node, ast.Call) and node.args and (name := _callee(node)) in {"t", *ERRORS}:
            _read_call(f"{path}:{node.lineno}", node, name, uses)


def read_template(path: str, source: str, uses: Uses) -> None:
    """Adds what an HTML template or a script asks for: `t("key")`, and `t("start." ~ rest)` as a pattern."""
    for found in IN_TEMPLATE.finditer(source):
        place = f"{path}:{source.count(chr(10), 0, found.start()) + 1}"
        if found["open"]:
            uses.patterns.append((place, re.compile(re.escape(found["key"]) + "[a-z0-9_.]+")))
        else:
            uses.calls.append(Call(place, found["key"], None))


def _callee(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _read_call(place: str, node: ast.Call, name: str, uses: Uses) -> None:
    names = frozenset(keyword.arg for keyword in node.keywords if keyword.arg is not None)
    open_ended = len(names) < len(node.keywords)
    given = None if open_ended else names - {"field"} if name in ERRORS else names
    for key in _branches(node.args[0]):
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            uses.calls.append(Call(place, key.value, given))
        elif isinstance(key, ast.JoinedStr | ast.BinOp) and (pattern := _pattern(key)):
            uses.patterns.append((place, pattern))


def _branches(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.IfExp):
        yield from _branches(node.body)
        yield from _branches(node.orelse)
    else:
        yield node


def _pattern(node: ast.expr) -> re.Pattern[str] | None:
    """What keys an f-string or a sum of texts can become; None unless it begins with a topic and a dot."""
    parts = list(_parts(node))
    if not parts or not re.match(r"[a-z][a-z0-9_]*\.", parts[0]):
        return None
    return re.compile("".join(re.escape(part) if part else "[a-z0-9_]+" for part in parts))


def _parts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        for value in node.values:
            yield from _parts(value)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from _parts(node.left)
        yield from _parts(node.right)
    else:
        yield ""


def call_faults(calls: Iterable[Call], messages: Mapping[str, Message]) -> Iterator[str]:
    """Calls whose key is in no catalogue, or that do not give what the message needs."""
    for call in calls:
        message = messages.get(call.key)
        if message is None:
            yield f"{call.place}: {call.key} is in no catalogue"
        elif call.given is not None:
            if missing := message.values - call.given - ({"n"} if message.plural else set()):
                yield f"{call.place}: {call.key} needs {', '.join(sorted(missing))}"
            if message.plural != ("n" in call.given):
                yield f"{call.place}: {call.key} {'needs n' if message.plural else 'has no plural forms, but n is given'}"


def pattern_faults(patterns: Iterable[tuple[str, re.Pattern[str]]], keys: Collection[str]) -> Iterator[str]:
    """Keys made at run time that can be none of the catalogue's."""
    for place, pattern in patterns:
        if not any(pattern.fullmatch(key) for key in keys):
            yield f"{place}: no key is like {pattern.pattern}"


def stray_keys(constants: Iterable[str], keys: Collection[str], known: Collection[str]) -> list[str]:
    """Texts that look like a key of some topic, no file name, are in no catalogue and not `known` to be something else."""
    topics = {key.partition(".")[0] for key in keys}
    looks = (text for text in constants if KEY.fullmatch(text) and text.partition(".")[0] in topics)
    return sorted(text for text in looks if text not in keys and text not in known and not FILE_NAME.fullmatch(text))


def unused_keys(uses: Uses, keys: Iterable[str]) -> list[str]:
    """Keys that nothing in the sources can mean."""
    asked = uses.constants | {call.key for call in uses.calls}
    patterns = [*(pattern for _, pattern in uses.patterns), *uses.loose_patterns]
    return sorted(k for k in keys if k not in asked and not any(pattern.fullmatch(k) for pattern in patterns))
