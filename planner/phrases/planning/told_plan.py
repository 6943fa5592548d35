"""What changed in a published plan, in sentences for those who come along. Typed text in it stays to be escaped."""

from collections.abc import Sequence
from datetime import datetime

from planner.domain.models import Tour
from planner.domain.told_plan import PlanChange, PlanChangeKind
from planner.i18n import Translator
from planner.phrases.plan import clock_after
from planner.phrases.tours import say_when
from planner.services.guests.invitations import InvitedRow


def say_change(t: Translator, tour: Tour | None, change: PlanChange) -> str:
    """«Двор Горького: в 10:20, было в 10:05.»; without the tour, moments have their day."""

    def said(value: datetime | str | None) -> str:
        if isinstance(value, datetime):
            has_day = tour is None or change.kind is PlanChangeKind.START
            return t.moment(value) if has_day or tour is None else clock_after(t, tour.starts_at, value)
        return value or t("plan.told.nothing")

    key = f"plan.told.{change.kind.value}"
    return t(key, name=change.name, before=said(change.before), after=said(change.after))


def text_to_send(t: Translator, tour: Tour, changes: Sequence[PlanChange], link: str) -> str:
    """The whole message, to be copied into a letter or a chat."""
    lines = [t("plan.told.text", title=tour.title, when=say_when(t, tour))]
    lines += [f"– {say_change(t, tour, each)}" for each in changes]
    return "\n".join([*lines, t("plan.told.link", link=link)])


def say_reached(row: InvitedRow) -> str:
    """Whom to tell, and how they are reached: «Белова О. В., Дороги · +7 914 …»; a dash where nobody knows."""
    who = ", ".join(part for part in (row.participant.name, row.agency) if part)
    return f"{who} · {row.contact or '–'}"
