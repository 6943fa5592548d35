"""Those who are invited and those on the bus, in words. Typed text in it stays to be escaped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from planner import links
from planner.domain.models import Participant, Stop, Tour
from planner.domain.words import Answer, TourState
from planner.i18n import Translator
from planner.links import Site
from planner.phrases.names import city_name, polite_name
from planner.phrases.tours import say_when
from planner.render.papers.invitation import PrintedInvitation, PrintedInvitations
from planner.render.papers.paper import PaperHead
from planner.services.guests.answer_links import Invitation
from planner.services.guests.boarding import Traveller
from planner.services.guests.invitations import InvitedRow
from planner.services.papers.invitations import InvitationFacts


def participant_name(t: Translator, participant: Participant, agency: str) -> str:
    """The name, or that the agency has not said yet whom it sends."""
    if participant.name or participant.answer is not Answer.INVITED:
        return participant.name or agency
    return t("invitations.of_agency", agency=agency)


def participant_facts(t: Translator, row: InvitedRow) -> list[str]:
    """What is worth knowing beside the name: from where, who goes for whom, the place in the line, how to reach them."""
    participant = row.participant
    facts = [part for part in (row.agency if participant.name else "", row.post) if part]
    facts += [t("invitations.sends", name=row.delegate)] if row.delegate else []
    facts += [t("invitations.instead_of", name=row.delegate_of)] if row.delegate_of else []
    facts += [t("invitations.line", number=row.line)] if row.line is not None else []
    facts += [t("invitations.by_link")] if participant.tablet else []
    facts += [t("invitations.reached", contact=row.contact)] if row.contact else []
    return facts


@dataclass(frozen=True)
class InvitationInWords:
    """An invitation as the invited one reads it: the tour, who is invited, how the answer stands, the programme.

    `asks_name`: an agency is invited and has not said whom it sends. `is_coming_up`: there is something for a calendar.
    """

    title: str
    when: str
    place: str
    invited: str
    standing: str
    programme: Sequence[str]
    asks_name: bool
    is_coming_up: bool


def invitation_in_words(t: Translator, found: Invitation) -> InvitationInWords:
    """What the page behind an invitation's link says, and the printed invitation with it."""
    tour, row = found.tour, found.participant
    return InvitationInWords(
        title=tour.title,
        when=say_when(t, tour),
        place=t("invitations.text_place", place=tour.start_name) if tour.start_name else "",
        invited=t("answer.invited", whom=", ".join(part for part in (row.name, row.post, found.agency) if part)),
        standing=_standing(t, found),
        programme=say_programme(t, found.stops),
        asks_name=row.person_id is None and not row.name,
        is_coming_up=found.is_open and row.answer not in (Answer.NO, Answer.DELEGATED),
    )


def say_programme(t: Translator, stops: Sequence[Stop]) -> list[str]:
    """The stops of a tour with the times of the plan: «10:20, Двор на Мира, улица Мира, 5»."""
    return [_programme_line(t, stop) for stop in stops]


def _programme_line(t: Translator, stop: Stop) -> str:
    clock = t.time(stop.planned_arrival) if stop.planned_arrival is not None else ""
    return ", ".join(part for part in (clock, stop.name, stop.address if stop.address != stop.name else "") if part)


def _standing(t: Translator, found: Invitation) -> str:
    """How the invitation stands, in one or two sentences."""
    tour, row = found.tour, found.participant
    if tour.state is TourState.CANCELLED:
        return t("answer.standing.cancelled", reason=tour.cancel_reason)
    if tour.state is TourState.CLOSED:
        return t("answer.standing.closed")
    said = t(f"answer.standing.{row.answer.value}", name=found.delegate, line=found.line or 0, place=tour.start_name)
    return said if found.is_open else f"{said} {t('answer.error.over')}"


def invitation_text(t: Translator, tour: Tour, address: str) -> str:
    """What an organizer sends to all by mail: which tour, when, from where, at which address to answer."""
    lines = [t("invitations.text", title=tour.title, when=say_when(t, tour))]
    lines += [t("invitations.text_place", place=tour.start_name)] if tour.start_name else []
    return "\n".join([*lines, t("invitations.text_answer", address=address)])


def own_invitation_text(t: Translator, tour: Tour, programme: Sequence[str], *, name: str, address: str) -> str:
    """The invitation of one person, to be sent as it is: the tour, the programme, the link to answer by, if there is one."""
    greeting = [t("invitations.own_greeting", name=polite_name(name))] if name else []
    lines = [*greeting, t("invitations.text", title=tour.title, when=say_when(t, tour))]
    lines += [t("invitations.text_place", place=tour.start_name)] if tour.start_name else []
    lines += (
        [t("invitations.own_programme"), *(f"{at}. {line}" for at, line in enumerate(programme, 1))]
        if programme
        else []
    )
    lines += [t("invitations.own_answer", address=address)] if address else []
    return "\n".join(lines)


def invitations_in_words(
    t: Translator, facts: InvitationFacts, *, printed_at: datetime, site: Site
) -> PrintedInvitations:
    """The printed invitations, each with the address of its own link."""
    tour, programme = facts.tour, say_programme(t, facts.stops)
    text = [t("invitations.text", title=tour.title, when=say_when(t, tour))]
    text += [t("invitations.text_place", place=tour.start_name)] if tour.start_name else []
    pages = [
        PrintedInvitation(_printed_greeting(t, row), text, programme, answer_address(site, row.participant))
        for row in facts.rows
    ]
    return PrintedInvitations(PaperHead(tour.title, tour.state, printed_at), city_name(t, facts.city), pages)


def answer_address(site: Site, participant: Participant) -> str:
    """Where this one answers without an account; empty while the link is taken back."""
    code = participant.answer_code
    return site.url(links.ANSWER.to(code=code)) if code else ""


def _printed_greeting(t: Translator, row: InvitedRow) -> str:
    """A person by first name and patronymic, an agency by its name."""
    name = row.participant.name
    return t("invitations.own_greeting", name=polite_name(name)) if name else row.agency


def free_seat_text(t: Translator, tour: Tour, *, name: str, address: str) -> str:
    """What is said to somebody who came from the line to a seat."""
    greeting = [t("invitations.own_greeting", name=polite_name(name))] if name else []
    lines = [*greeting, t("invitations.seat_text", title=tour.title, when=say_when(t, tour))]
    lines += [t("invitations.text_place", place=tour.start_name)] if tour.start_name else []
    lines += [t("invitations.seat_answer", address=address)] if address else []
    return "\n".join(lines)


def traveller_name(t: Translator, one: Traveller) -> str:
    """The name, or that it is somebody of an agency."""
    return one.name or t("boarding.somebody", agency=one.agency)


def traveller_detail(t: Translator, one: Traveller) -> str:
    """When somebody got off, else from where somebody is whose name is known; may be empty."""
    if one.got_off and one.participant.left_at:
        return t("boarding.off_at", time=t.time(one.participant.left_at))
    return one.agency if one.name else ""
