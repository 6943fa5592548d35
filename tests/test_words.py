"""Every word is said in both languages, every key that is asked for exists, and no key is left over."""

import ast
import re
from enum import StrEnum
from pathlib import Path

import pytest

from planner.domain import words
from planner.i18n import translator
from tests.word_rules import (
    Message,
    MissingWord,
    Uses,
    call_faults,
    language_faults,
    message_faults,
    pattern_faults,
    read_messages,
    read_python,
    read_template,
    stray_keys,
    topic_faults,
    unused_keys,
)

ROOT = Path(__file__).resolve().parent.parent
NOT_KEYS = frozenset({"streamlit.error_util"})
"""Texts in the sources that look like keys and are none."""


def catalogue(language: str) -> list[Message]:
    """All messages of a language."""
    paths = sorted((ROOT / "planner" / "i18n" / language).glob("*.po"))
    return [message for path in paths for message in read_messages(path)]


def uses_in_the_product() -> Uses:
    """What the product's sources and templates ask for."""
    uses = Uses()
    for folder in ("planner", "pages"):
        for path in (ROOT / folder).rglob("*"):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix == ".py":
                read_python(name, path.read_text(encoding="utf-8"), uses)
            elif path.suffix in (".html", ".js", ".jinja"):
                read_template(name, path.read_text(encoding="utf-8"), uses)
    return uses


@pytest.fixture(scope="module")
def russian() -> list[Message]:
    return catalogue("ru")


@pytest.fixture(scope="module")
def uses() -> Uses:
    return uses_in_the_product()


@pytest.mark.parametrize("language", ["ru", "en"])
def test_messages_are_whole(language: str) -> None:
    faults = list(message_faults(language, catalogue(language)))

    assert faults == [], "\n".join(faults)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_messages_stand_in_the_file_of_their_topic(language: str) -> None:
    faults = list(topic_faults(language, catalogue(language)))

    assert faults == [], "\n".join(faults)


def test_languages_say_the_same(russian: list[Message]) -> None:
    faults = list(language_faults(russian, catalogue("en")))

    assert faults == [], "\n".join(faults)


def test_each_key_that_is_asked_for_exists_and_gets_its_values(russian: list[Message], uses: Uses) -> None:
    messages = {message.key: message for message in russian}

    faults = [*call_faults(uses.calls, messages), *pattern_faults(uses.patterns, messages)]

    assert faults == [], "\n".join(faults)


def test_each_text_that_looks_like_a_key_exists(russian: list[Message], uses: Uses) -> None:
    assert stray_keys(uses.constants, {message.key for message in russian}, NOT_KEYS) == []


def test_no_key_is_left_over(russian: list[Message], uses: Uses) -> None:
    left_over = unused_keys(uses, (message.key for message in russian))

    assert left_over == [], "\n".join(left_over)


def test_each_member_of_a_vocabulary_has_a_word(russian: list[Message]) -> None:
    enums = [kind for kind in vars(words).values() if isinstance(kind, type) and issubclass(kind, StrEnum)]
    members = {
        f"words.{snake(kind.__name__)}.{member.value}" for kind in enums if kind is not StrEnum for member in kind
    }

    assert {message.key for message in russian if message.key.startswith("words.")} == members


@pytest.mark.parametrize("values", [{}, {"n": 2}])
def test_key_that_is_put_together_and_is_in_no_catalogue_fails_its_test(values: dict[str, int]) -> None:
    with pytest.raises(MissingWord, match="tours.nothing_like_it"):
        translator("ru", "UTC")("tours.nothing" + "_like_it", **values)


def snake(name: str) -> str:
    """TourState → tour_state."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def word(key: str, *forms: str, plural: bool = False) -> Message:
    return Message("tours", key, plural, forms)


@pytest.mark.parametrize(
    ("messages", "faults"),
    [
        ([word("a.b", "Ещё {n} из {all}")], []),
        ([word("a.b", "{n} объезд", "{n} объезда", "много объездов", plural=True)], []),
        ([word("a.b", "Да"), word("a.b", "Нет")], ["ru a.b: said twice"]),
        ([word("a.b", " ")], ["ru a.b: empty"]),
        ([word("a.b", "объезд", "объезда", plural=True)], ["ru a.b: 2 plural forms"]),
        ([word("a.b", "{x}", "{x}", "{y}", plural=True)], ["ru a.b: plural forms with different values"]),
        ([word("a.b", "Ещё {n")], ["ru a.b: a brace without its pair"]),
    ],
)
def test_bad_message_is_found(messages: list[Message], faults: list[str]) -> None:
    assert list(message_faults("ru", messages)) == faults


def test_message_in_another_topic_is_found() -> None:
    messages = [word("tours.late", "Поздно"), word("tour.late", "Поздно"), word("ride.tours.late", "Поздно")]

    assert list(topic_faults("ru", messages)) == ["ru tour.late: in tours.po", "ru ride.tours.late: in tours.po"]


@pytest.mark.parametrize(
    ("ru", "en", "faults"),
    [
        (word("a.b", "{x}"), word("a.b", "{x}!"), []),
        (word("a.b", "{n}", "{n}", "{n}", plural=True), word("a.b", "one", "{n}", plural=True), []),
        (word("a.b", "Да"), word("a.c", "Yes"), ["a.b: only in ru", "a.c: only in en"]),
        (word("a.b", "Да"), word("a.b", "Yes", "Yes", plural=True), ["a.b: plural in one language only"]),
        (word("a.b", "{x}"), word("a.b", "{y}"), ["a.b: values ['x'] in ru, ['y'] in en"]),
    ],
)
def test_difference_of_languages_is_found(ru: Message, en: Message, faults: list[str]) -> None:
    assert list(language_faults([ru], [en])) == faults


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("visit.t('tours.late', minutes=6)", []),
        ("t('tours.count', n=len(tours))", []),
        ("t('tours.late', **values)", []),
        ("t(key)", []),
        ("raise Invalid('tours.late', field='end', minutes=6)", []),
        ("t(f'tours.state.{state}')", []),
        ("t('tours.state.' + state)", []),
        ("t('tours.late')", ["a.py:1: tours.late needs minutes"]),
        ("raise Invalid('tours.late', field='end')", ["a.py:1: tours.late needs minutes"]),
        ("t('tours.count')", ["a.py:1: tours.count needs n"]),
        ("t('tours.state.draft', n=1)", ["a.py:1: tours.state.draft has no plural forms, but n is given"]),
        ("t('tours.lat')", ["a.py:1: tours.lat is in no catalogue"]),
        ("raise errors.NotFound('tours.lat')", ["a.py:1: tours.lat is in no catalogue"]),
        ("t('tours.late' if late else 'tours.lat', minutes=1)", ["a.py:1: tours.lat is in no catalogue"]),
        ("t(f'tours.stat.{state}')", [r"a.py:1: no key is like tours\.stat\.[a-z0-9_]+"]),
    ],
)
def test_bad_call_is_found(source: str, faults: list[str]) -> None:
    late, state = word("tours.late", "Опоздание {minutes} мин"), word("tours.state.draft", "Черновик")
    count = word("tours.count", "{n} объезд", "{n} объезда", "{n} объездов", plural=True)
    messages = {message.key: message for message in (late, state, count)}
    uses = Uses()

    read_python("a.py", source, uses)

    assert [*call_faults(uses.calls, messages), *pattern_faults(uses.patterns, messages)] == faults


@pytest.mark.parametrize(
    ("source", "left_over"),
    [
        ("t('tours.title')\nt(f'tours.state.{state}')", []),
        ("KEYS = {1: 'tours.title'}\nkey = 'tours.state.' + state", []),
        ("t('tours.title')", ["tours.state.draft"]),
        ("t(f'tours.{part}')", ["tours.state.draft"]),
        ("t(f'tours.{part}.draft')", ["tours.title"]),
        ("t(f'{topic}.title')", ["tours.state.draft", "tours.title"]),
    ],
)
def test_key_that_is_left_over_is_found(source: str, left_over: list[str]) -> None:
    uses = Uses()

    read_python("a.py", source, uses)

    assert unused_keys(uses, ["tours.title", "tours.state.draft"]) == left_over


def test_templates_are_read() -> None:
    uses = Uses()

    read_template(
        "a.html", "<h1>{{ t('tours.title') }}</h1>\n{{ t(\"tours.state.\" ~ state) }}{{ at('tours.no') }}", uses
    )

    assert [(call.place, call.key) for call in uses.calls] == [("a.html:1", "tours.title")]
    assert unused_keys(uses, ["tours.title", "tours.state.draft", "tours.no"]) == ["tours.no"]


def test_parts_of_a_key_are_no_keys() -> None:
    uses = Uses()

    read_python("a.py", "a = f'tours.error_{x}'\nb = 'tours.state_' + y\nc = 'tours.title'", uses)

    assert uses.constants == {"tours.title"}


def test_text_that_looks_like_a_key_is_found() -> None:
    texts = {"tours.title", "tours.titel", "tours.py", "tours.key", "planner.web", "Tours.", "tours"}

    assert stray_keys(texts, {"tours.title"}, {"tours.key"}) == ["tours.titel"]


def test_every_field_that_searches_says_in_whose_words_it_does() -> None:
    """Streamlit writes its English «Search» where nothing else is written."""
    silent = [
        f"{path}:{node.lineno}"
        for path in [*(ROOT / "pages").rglob("*.py"), *(ROOT / "planner" / "ui").rglob("*.py")]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and any(word.arg == "type" and ast.unparse(word.value) == "'search'" for word in node.keywords)
        and all(word.arg != "placeholder" for word in node.keywords)
    ]

    assert silent == []
