"""An outbox that was taken from a file, in sentences."""

import pytest

from planner.domain.errors import Invalid
from planner.i18n import translator
from planner.phrases.ride.outbox import _NAMES, say_bad_files, say_not_taken, say_taken
from planner.services.field.items import Answered, State
from planner.services.field.outbox import Imported
from planner.services.field.sent import ItemKind

T = translator("ru", "UTC")


def imported(*states: State, kinds: tuple[object, ...] = (), known: frozenset[str] = frozenset()) -> Imported:
    items = [{"uid": str(at), "kind": kind, "text": "Яма " * 40} for at, kind in enumerate(kinds or states)]
    answers = [Answered(str(at), state, error=Invalid("field.error.far", km=300)) for at, state in enumerate(states)]
    return Imported("Объезд", items, answers, ("abc",), known)


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (frozenset[str](), "Объезд «Объезд»: приняты 2 записи."),
        (frozenset({"0"}), "Объезд «Объезд»: принята 1 запись. Уже была на сервере 1 запись."),
    ],
)
def test_what_came_in_and_what_was_there_are_counted_apart(known: frozenset[str], said: str) -> None:
    assert say_taken(T, imported(State.RECEIVED, State.RECEIVED, State.REFUSED, known=known)) == said


def test_what_was_not_taken_is_called_by_what_it_is_with_the_reason() -> None:
    answers = imported(State.RECEIVED, State.REFUSED, State.LATER, kinds=("report", "report", ["odd"]))

    told = list(say_not_taken(T, answers))

    why = "Это место в 300 км от города. Проверьте положение на карте."
    assert told == [
        (f"Замечание: «{('Яма ' * 40).strip()[:80]}»", why),
        (f"Запись: «{('Яма ' * 40).strip()[:80]}»", why),
    ]
    assert say_bad_files(T, answers) == ["Файл abc не принят: это не фотография или он повреждён."]


def test_every_kind_of_item_has_a_name() -> None:
    assert set(_NAMES) == set(ItemKind)
