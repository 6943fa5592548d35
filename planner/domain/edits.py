"""Two who edit one thing: each changes what they touched, and nobody writes over what they have not seen."""

from collections.abc import Collection, Mapping
from typing import Any

from planner.domain.errors import ChangedMeanwhile

Values = Mapping[str, Any]
"""The fields of one form by their names."""


def beside_others(thing: str, present: Values, wanted: Values, seen: Values | None, *, by: str = "") -> dict[str, Any]:
    """What is to be stored of what is `wanted`, beside what others have stored since the form was opened.

    `seen` are the values that the form began with: a field that still stands as it did keeps its `present` value. Without
    `seen` no form was open, and everything that is wanted counts. ChangedMeanwhile, with the present values, where somebody
    else has changed a field that this person changes too; `by` is who that was, where it is known.
    """
    if seen is None:
        return dict(wanted)
    untouched = {name for name, value in wanted.items() if name in seen and _same(value, seen[name])}
    changed = {name: present[name] for name in wanted if name in seen and not _same(present[name], seen[name])}
    lost = {name: value for name, value in changed.items() if name not in untouched and not _same(value, wanted[name])}
    if lost:
        raise ChangedMeanwhile(thing, lost, by=by)
    return {name: present[name] if name in untouched else value for name, value in wanted.items()}


def _same(one: Any, other: Any) -> bool:
    """An empty field is no value; of what has no order the order does not count."""
    if isinstance(one, frozenset) or isinstance(other, frozenset):
        return frozenset(one or ()) == frozenset(other or ())
    return bool(_plain(one) == _plain(other))


def _plain(value: Any) -> Any:
    if isinstance(value, Collection) and not isinstance(value, str | bytes | Mapping):
        return tuple(value) or None
    return None if value == "" else value
