"""Proposals in words: why a stop is there, why another is not, what contradicts, what helps."""

from collections.abc import Callable, Sequence

from planner.domain.prize import Prize
from planner.domain.tour_rules import LAST
from planner.i18n import Translator
from planner.phrases.plan import kilometres, span, window_times
from planner.render.proposal_card import CardLine
from planner.services.proposals.brief import Brief
from planner.services.proposals.candidates import Candidate
from planner.services.proposals.left_out import LeftOut
from planner.services.proposals.my_order import BrokenRule, Help, OrderCheck
from planner.services.proposals.offers import visited_of
from planner.services.proposals.problem import windows_of
from planner.services.proposals.search import Proposal, ProposalKind, Wish


def name_of(row: Candidate) -> str:
    """A candidate as it is called in a sentence: its name, and the address where one name means many things."""
    return f"{row.name}, {row.address}" if row.address and row.kind == "issues" else row.name


def say_prize(t: Translator, prize: Prize) -> str:
    """тяжесть 12 + просрочка 8 (20 дней) + жители 2 = 22"""
    if not prize.parts:
        return t("proposals.prize.nothing")
    parts = " + ".join(
        t(f"proposals.part.{part.kind}", points=t.number(part.points), n=part.number) for part in prize.parts
    )
    return parts if len(prize.parts) == 1 else f"{parts} = {t.number(prize.total)}"


def say_reason(t: Translator, proposal: Proposal, each: LeftOut) -> str:
    """Why a candidate was left out: не хватает 7 мин."""
    numbers = {stop.candidate.key: at for bus in proposal.buses for at, stop in enumerate(bus.stops, start=1)}
    if each.kind == "instead" and each.other is not None:
        said = t(
            "proposals.out.instead",
            number=numbers.get(each.other.key, 0),
            name=name_of(each.other),
            points=t.number(each.other.prize.total),
        )
        return f"{t('proposals.out.over', span=span(t, each.minutes))}; {said}" if each.minutes else said
    return t(f"proposals.out.{each.kind}", span=span(t, each.minutes))


def say_wish(t: Translator, brief: Brief, wish: Wish) -> str:
    """One demand of several that contradict each other."""
    names = [f"«{name_of(row)}»" for row in wish.stops]
    first, last = (names[0], names[-1]) if names else ("", "")
    if wish.kind == "too_few" and wish.district_id is not None:
        return t("proposals.wish.district", name=_district(brief, wish.district_id))
    if wish.kind == "too_many":
        return t("proposals.wish.either", names=", ".join(names))
    if wish.kind == "window":
        return t("proposals.wish.window", name=last, times=_windows(t, brief, wish.stops[-1])) if names else ""
    if wish.kind == "position":
        return t("proposals.wish.position", name=last, place=_place(t, wish.stops[-1])) if names else ""
    if wish.kind == "no_way":
        return t("proposals.wish.no_way", name=last) if names else t("proposals.wish.no_way_back")
    return t(f"proposals.wish.{wish.kind}", name=last, other=first, time=t.time(brief.ends_at))


def say_broken(t: Translator, brief: Brief, broken: BrokenRule) -> str:
    """One rule that an order breaks, with its minutes."""
    wish, minutes = broken.wish, span(t, broken.minutes)
    last = f"«{name_of(wish.stops[-1])}»" if wish.stops else ""
    if wish.kind == "metres":
        return t("proposals.broken.metres", km=kilometres(t, broken.minutes / 1000))
    if wish.kind == "ride" and not wish.stops:
        return t("proposals.broken.ride_back", span=minutes)
    if wish.kind in ("window", "return", "ride"):
        return t(f"proposals.broken.{wish.kind}", name=last, span=minutes)
    if wish.kind == "pause" and broken.minutes:
        return t("proposals.broken.pause", span=minutes)
    return say_wish(t, brief, wish)


def say_help(t: Translator, check: OrderCheck, each: Help) -> str:
    """What would help, in words: поменять местами остановки 2 и 4."""
    remedy, rows = each.remedy, check.brief.rows
    stop = rows[remedy.stop] if remedy.stop is not None else None
    other = rows[remedy.other] if remedy.other is not None else None
    return t(
        f"proposals.help.{remedy.kind}",
        number=0 if remedy.stop is None else remedy.stop + 1,
        name="" if stop is None else name_of(stop),
        other_number=0 if remedy.other is None else remedy.other + 1,
        other="" if other is None else name_of(other),
        span=span(t, remedy.minutes),
        place=remedy.at + 1,
    )


def say_own(t: Translator, brief: Brief, found: Proposal, kind: ProposalKind, neglected: Sequence[int]) -> str:
    """What a proposal is the best at, with its figure: «Районов, где давно не были: 3 из 4: Центр, Северный, Астрахановка»."""
    match kind:
        case ProposalKind.MOST:
            return t("proposals.own.most", points=t.number(found.prize), issues=found.issues)
        case ProposalKind.FAIREST:
            visited = visited_of(found, neglected)
            if not neglected:
                return t("proposals.own.districts", number=len(found.districts))
            names = ", ".join(_district(brief, each) for each in visited) or "–"
            return t("proposals.own.fairest", number=len(visited), total=len(neglected), names=names)
        case ProposalKind.SHORTEST:
            return t("proposals.own.shortest", span=span(t, found.minutes))


def proposal_figures(t: Translator, found: Proposal, others: Sequence[Proposal]) -> list[CardLine]:
    """The figures of a proposal; each says whether it is the best of `others`, of which the proposal is one."""

    def line(key: str, value: Callable[[Proposal], float], said: str, *, least: bool = False) -> CardLine:
        values = [value(each) for each in others]
        best = min(values) if least else max(values)
        is_best = len(others) > 1 and value(found) == best and min(values) != max(values)
        return CardLine(t(f"proposals.figure.{key}"), said, is_best)

    return [
        line("minutes", lambda each: each.minutes, span(t, found.minutes), least=True),
        line("km", lambda each: round(each.km, 1), kilometres(t, found.km), least=True),
        line("stops", lambda each: len(each.stops), str(len(found.stops))),
        line("issues", lambda each: each.issues, str(found.issues)),
        line("promises", lambda each: each.promises, str(found.promises)),
        line("districts", lambda each: len(each.districts), str(len(found.districts))),
        line("prize", lambda each: each.prize, t.number(found.prize)),
    ]


def _district(brief: Brief, district_id: int) -> str:
    district = brief.districts.get(district_id)
    return district.name if district is not None else ""


def _windows(t: Translator, brief: Brief, row: Candidate) -> str:
    return ", ".join(window_times(t, opens, closes) for opens, closes in windows_of(brief, row))


def _place(t: Translator, row: Candidate) -> str:
    return t("proposals.place.last") if row.pinned_to == LAST else t("proposals.place.number", number=row.pinned_to)
