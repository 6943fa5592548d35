"""Who asks: what a door found out about the visitor, handed to every service."""

from dataclasses import dataclass

from planner.domain.words import Role


@dataclass(frozen=True)
class Actor:
    """A person with an account, a participant of one tour on a tablet, or a stranger.

    `agency_id` is the agency that a person works for. `tour_id` and `participant_id` are set for a tablet only, and bind
    it to that tour; `tablet_id` is the tablet itself, on which others may speak too. One that was turned off is a stranger
    who is told so. `language` is the visitor's ("ru" or "en").
    """

    name: str = ""
    roles: frozenset[Role] = frozenset({Role.STRANGER})
    person_id: int | None = None
    agency_id: int | None = None
    tour_id: int | None = None
    participant_id: int | None = None
    tablet_id: int | None = None
    turned_off: bool = False
    language: str = "ru"

    @property
    def is_stranger(self) -> bool:
        return Role.STRANGER in self.roles

    @property
    def is_tablet(self) -> bool:
        return Role.PARTICIPANT in self.roles

    @property
    def supporter(self) -> str:
        """The key under which this visitor supports issues; raises ValueError for a stranger."""
        if self.person_id is not None:
            return f"person:{self.person_id}"
        if self.participant_id is not None:
            return f"participant:{self.participant_id}"
        raise ValueError("a stranger supports nothing")


STRANGER = Actor()
KEEPER = Actor("planner", frozenset({Role.ADMIN}))
"""The server itself, and whoever can start programs on it: may do everything."""
