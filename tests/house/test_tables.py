"""Whatever depends on a member of a vocabulary says something for each of them: in tables and in matches."""

import tomllib

import pytest

from tests.house.sources import ROOT, sources
from tests.house.table_rules import DEFAULTS, PARTIAL, cases_for_all_else, tables_with_gaps, vocabularies_of

TOWN = {"Light": frozenset({"DAY", "NIGHT"})}


def test_tables_have_every_member_of_their_vocabulary() -> None:
    everything = sources()
    vocabularies = {name: members for text in everything.values() for name, members in vocabularies_of(text).items()}

    gaps = {
        owner: gap
        for path, text in everything.items()
        for owner, gap in tables_with_gaps(path, text, vocabularies).items()
    }

    assert set(gaps) == set(PARTIAL), gaps


def test_no_case_stands_for_whatever_else_there_is() -> None:
    found = [fault for path, source in sources().items() for fault in cases_for_all_else(path, source)]

    assert found == list(DEFAULTS)


def test_types_are_checked_for_cases_that_are_missing() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert settings["tool"]["mypy"]["enable_error_code"] == ["exhaustive-match"]


def test_vocabularies_are_read() -> None:
    source = (
        'class Light(StrEnum):\n    """When."""\n\n    DAY = "day"\n    NIGHT = "night"\n\n\nclass Lamp:\n    ON = 1\n'
    )

    assert vocabularies_of(source) == TOWN


@pytest.mark.parametrize(
    ("source", "gaps"),
    [
        ("A = {Light.DAY: 1, Light.NIGHT: 2}", {}),
        ("A = {Other.DAY: 1}", {}),
        ("A = {light: 1 for light in Light}", {}),
        ("A: Table = {Light.DAY: 1}", {"a.py:A:Light": ["NIGHT"]}),
        ("def f(x):\n    return {Light.NIGHT: 1}.get(x, 2)", {"a.py:f:Light": ["DAY"]}),
        ("A = {**B, Light.DAY: 1}", {"a.py:A:Light": ["NIGHT"]}),
        ("A = dict.fromkeys((Light.DAY,), 1)", {"a.py:A:Light": ["NIGHT"]}),
        ("A = dict.fromkeys(Light, 1)", {}),
    ],
)
def test_table_with_a_gap_is_found(source: str, gaps: dict[str, list[str]]) -> None:
    assert tables_with_gaps("a.py", source, TOWN) == gaps


@pytest.mark.parametrize(
    ("case", "found"),
    [
        ("case Light.DAY:", []),
        ("case Light.DAY | Light.NIGHT as light:", []),
        ("case Lamp(light=_):", []),
        ("case _:", ["a.py:f"]),
        ("case other:", ["a.py:f"]),
        ("case _ if late:", ["a.py:f"]),
        ("case Light.DAY | _:", ["a.py:f"]),
        ("case (_ as other):", ["a.py:f"]),
    ],
)
def test_case_for_all_else_is_found(case: str, found: list[str]) -> None:
    assert cases_for_all_else("a.py", f"def f(x):\n    match x:\n        {case}\n            pass\n") == found
