"""Those who are invited and those on the bus, in words. Typed text in it stays to be escaped."""

from planner.domain.models import Participant, Tour
from planner.domain.words import Answer
from planner.i18n import Translator
from planner.phrases.tours import say_when
from planner.services.guests.boarding import Traveller
from planner.services.guests.invitations import InvitedRow


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


def invitation_text(t: Translator, tour: Tour, address: str) -> str:
    """What an organizer sends by mail or reads out on the phone: which tour, when, from where, at which address to answer."""
    lines = [t("invitations.text", title=tour.title, when=say_when(t, tour))]
    lines += [t("invitations.text_place", place=tour.start_name)] if tour.start_name else []
    return "\n".join([*lines, t("invitations.text_answer", address=address)])


def traveller_name(t: Translator, one: Traveller) -> str:
    """The name, or that it is somebody of an agency."""
    return one.name or t("boarding.somebody", agency=one.agency)


def traveller_detail(t: Translator, one: Traveller) -> str:
    """When somebody got off, else from where somebody is whose name is known; may be empty."""
    if one.got_off and one.participant.left_at:
        return t("boarding.off_at", time=t.time(one.participant.left_at))
    return one.agency if one.name else ""
