"""The one tree of errors that rules raise and the two doors translate."""

from collections.abc import Mapping
from typing import Any


class PlannerError(Exception):
    """A rule said no. `key` names the message in the catalogues, `values` fill it, `field` names the input at fault.

    `str(error)` is the key, for logs; people read the translated message.
    """

    def __init__(self, key: str, field: str | None = None, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.field = field
        self.values: Mapping[str, object] = values


class NotAllowed(PlannerError):
    """The actor may not do this; `key` gives the reason."""


class NotFound(PlannerError):
    """There is no such thing, or the actor may not know that there is."""


class Invalid(PlannerError):
    """The input breaks a rule; `field` says where to show the sentence. `others`: what is wrong in other fields as well."""

    others: tuple["Invalid", ...] = ()


class Conflict(PlannerError):
    """The thing has changed meanwhile, or is in a state that forbids the step."""


class ChangedMeanwhile(Conflict):
    """Somebody else has changed the same fields while the form was open. Nothing was saved.

    `thing` is what was edited ("agency"), `present` has the fields' values of now, `by` who it was, where that is known.
    """

    def __init__(self, thing: str, present: Mapping[str, Any], *, by: str = "") -> None:
        super().__init__("app.error.changed_meanwhile", fields=", ".join(present))
        self.thing = thing
        self.present = present
        self.by = by


class Unavailable(PlannerError):
    """Nothing is wrong with what was asked, but it cannot be done now: the disk is full, the database is held. Nothing was
    saved.
    """
