"""Who may do what: one table, role × action, whose answer carries its reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from planner.domain.actor import Actor
from planner.domain.errors import NotAllowed
from planner.domain.words import Role


class Action(StrEnum):
    """Everything that is asked for permission.

    SEE_LISTS: tours, issues and work as lists, counts and years. SEE_BOARD: the figures
    of the whole city, by agency and district. SEE_DIRECTORIES: places, districts, agencies, categories.
    SEE_PEOPLE: who people are and how to reach them. EXPORT_ISSUES: taking the issues away as a file.
    IMPORT_TABLES: bringing a corrected table back; each thing in it wants its own right as well. PUBLISH: deciding what
    everybody may read on the public pages. HOLD_VOTE: asking residents, and closing the vote. KEEP_LAYER: the facilities of a layer, their notes
    and files of them.
    """

    SEE_TOUR = "see_tour"
    SEE_DRAFT_TOUR = "see_draft_tour"
    PLAN_TOUR = "plan_tour"
    INVITE = "invite"
    ANSWER_INVITATION = "answer_invitation"
    SHARE_TOUR = "share_tour"
    RIDE_TOUR = "ride_tour"
    LEAD_TOUR = "lead_tour"
    SEE_ISSUE = "see_issue"
    LOG_ISSUE = "log_issue"
    EDIT_ISSUE = "edit_issue"
    WITHDRAW_ISSUE = "withdraw_issue"
    COMMENT = "comment"
    SUPPORT = "support"
    MARK_INTERNAL = "mark_internal"
    HIDE_PHOTO = "hide_photo"
    SEE_ORIGINAL_PHOTO = "see_original_photo"
    GIVE_INSTRUCTION = "give_instruction"
    REPORT_DONE = "report_done"
    ASK_EXTENSION = "ask_extension"
    ASK_HAND_OVER = "ask_hand_over"
    DECIDE_HAND_OVER = "decide_hand_over"
    DECIDE_EXTENSION = "decide_extension"
    CORRECT_INSTRUCTION = "correct_instruction"
    VERIFY = "verify"
    CANCEL_INSTRUCTION = "cancel_instruction"
    CLOSE_ISSUE = "close_issue"
    REOPEN_ISSUE = "reopen_issue"
    SEE_LISTS = "see_lists"
    SEE_BOARD = "see_board"
    EXPORT_ISSUES = "export_issues"
    IMPORT_TABLES = "import_tables"
    SEE_DIRECTORIES = "see_directories"
    SEE_PEOPLE = "see_people"
    PUBLISH = "publish"
    HOLD_VOTE = "hold_vote"
    MANAGE_PLACES = "manage_places"
    KEEP_LAYER = "keep_layer"
    MANAGE_AGENCIES = "manage_agencies"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_CITY = "manage_city"


@dataclass(frozen=True)
class Subject:
    """What the rules need to know of the thing in question; services fill it (`planner/services/access/scopes.py`).

    `leaders`: person ids of the tour's leader and secretary. `agencies`: every agency with a part in the issue.
    `responsible`: the agency of the instruction or of the layer, `wished` the one that shall take it over. Persons: `reporter_id` reported it
    done, `asker_id` has a wish that nobody has answered, `giver_id` set its term. `acted`: its agency has acted on it. `owner`: who wrote it, in
    the form of `Actor.supporter`. `invited_person_id`, `invited_agency_id`: whom an invitation is for.
    """

    tour_id: int | None = None
    leaders: frozenset[int] = frozenset()
    internal: bool = False
    agencies: frozenset[int] = frozenset()
    responsible: int | None = None
    reporter_id: int | None = None
    wished: int | None = None
    asker_id: int | None = None
    giver_id: int | None = None
    acted: bool = False
    owner: str | None = None
    invited_person_id: int | None = None
    invited_agency_id: int | None = None


@dataclass(frozen=True)
class Decision:
    """Yes, or no with the key of the sentence that says why."""

    allowed: bool
    reason: str = ""


Rule = Callable[[Actor, Subject], str]
"""Returns the key of the reason against, or an empty string for yes."""


def _always(actor: Actor, subject: Subject) -> str:
    return ""


def _own_tour(actor: Actor, subject: Subject) -> str:
    return "" if subject.tour_id is not None and subject.tour_id == actor.tour_id else "permissions.other_tour"


def _leads(actor: Actor, subject: Subject) -> str:
    return "" if actor.person_id in subject.leaders else "permissions.not_leader"


def _not_internal(actor: Actor, subject: Subject) -> str:
    return "permissions.internal" if subject.internal else ""


def _own_agency_if_internal(actor: Actor, subject: Subject) -> str:
    if not subject.internal or (actor.agency_id is not None and actor.agency_id in subject.agencies):
        return ""
    return "permissions.internal"


def _involved_agency(actor: Actor, subject: Subject) -> str:
    if actor.agency_id is not None and actor.agency_id in subject.agencies:
        return ""
    return "permissions.other_agency"


def _responsible_agency(actor: Actor, subject: Subject) -> str:
    if actor.agency_id is not None and actor.agency_id == subject.responsible:
        return ""
    return "permissions.not_responsible"


def _keeps(actor: Actor, subject: Subject) -> str:
    return "permissions.other_layer" if _responsible_agency(actor, subject) else ""


def _not_reporter(actor: Actor, subject: Subject) -> str:
    return "permissions.own_report" if actor.person_id == subject.reporter_id else ""


def _not_asker(actor: Actor, subject: Subject) -> str:
    own = actor.person_id is not None and actor.person_id in (subject.asker_id, subject.reporter_id)
    return "permissions.own_report" if own else ""


def _gave(actor: Actor, subject: Subject) -> str:
    gave = actor.person_id is not None and actor.person_id == subject.giver_id
    return "" if gave else "permissions.not_giver"


def _set_term(actor: Actor, subject: Subject) -> str:
    """Who set the term, or who leads the tour; never who asked to move it."""
    if _gave(actor, subject) and _leads(actor, subject):
        return "permissions.not_giver"
    return _not_asker(actor, subject)


def _gave_untouched(actor: Actor, subject: Subject) -> str:
    return _gave(actor, subject) or ("permissions.agency_acted" if subject.acted else "")


def _wished_agency(actor: Actor, subject: Subject) -> str:
    wished = actor.agency_id is not None and actor.agency_id == subject.wished
    return _not_asker(actor, subject) if wished else "permissions.not_wished_agency"


def _own(actor: Actor, subject: Subject) -> str:
    return "" if not actor.is_stranger and subject.owner == actor.supporter else "permissions.not_owner"


def _own_visible(actor: Actor, subject: Subject) -> str:
    return _own(actor, subject) or _not_internal(actor, subject)


def _own_unhidden(actor: Actor, subject: Subject) -> str:
    return _own_agency_if_internal(actor, subject) or _own(actor, subject)


def _invited(actor: Actor, subject: Subject) -> str:
    invited = subject.invited_person_id is not None and subject.invited_person_id == actor.person_id
    agency = subject.invited_agency_id is not None and subject.invited_agency_id == actor.agency_id
    return "" if invited or agency else "permissions.not_invited"


_A, _O, _S, _C, _F, _P = Role.ADMIN, Role.ORGANIZER, Role.SECRETARY, Role.CONTROLLER, Role.OFFICIAL, Role.PARTICIPANT
_V = Role.OBSERVER
"""Sees everything and changes nothing, but for a tour that they lead."""
_W = Role.PRESS
"""Decides what everybody may read, and sees nothing that is internal."""


def _row(*everyone: Role, **special: Rule) -> Mapping[Role, Rule]:
    return dict.fromkeys(everyone, _always) | {Role(name): rule for name, rule in special.items()}


RULES: Mapping[Action, Mapping[Role, Rule]] = {
    Action.SEE_TOUR: _row(_A, _O, _S, _C, _V, _F, _W, participant=_own_tour),
    Action.SEE_DRAFT_TOUR: _row(_A, _O, _S, controller=_leads, observer=_always, official=_leads),
    Action.PLAN_TOUR: _row(_A, _O),
    Action.INVITE: _row(_A, _O, _S),
    Action.ANSWER_INVITATION: _row(_A, _O, _S, controller=_invited, observer=_invited, official=_invited),
    Action.SHARE_TOUR: _row(_A, _O, _S, controller=_leads, observer=_leads, official=_leads),
    Action.RIDE_TOUR: _row(_A, _O, _S, _C, _V, _F, participant=_own_tour),
    Action.LEAD_TOUR: _row(_A, _O, _S, controller=_leads, observer=_leads, official=_leads),
    Action.SEE_ISSUE: _row(
        _A, _O, _S, _C, _V, official=_own_agency_if_internal, press=_not_internal, participant=_not_internal
    ),
    Action.LOG_ISSUE: _row(_A, _O, _S, _C, observer=_leads, official=_always, participant=_own_tour),
    Action.EDIT_ISSUE: _row(_A, _O, _S, _C, observer=_own, official=_own_unhidden, participant=_own_visible),
    Action.WITHDRAW_ISSUE: _row(
        admin=_own,
        organizer=_own,
        secretary=_own,
        controller=_own,
        observer=_own,
        official=_own_unhidden,
        participant=_own_visible,
    ),
    Action.COMMENT: _row(_A, _O, _S, _C, observer=_leads, official=_own_agency_if_internal, participant=_not_internal),
    Action.SUPPORT: _row(_A, _O, _S, _C, official=_own_agency_if_internal, participant=_not_internal),
    Action.MARK_INTERNAL: _row(_A, _O, _S, _C),
    Action.HIDE_PHOTO: _row(_A, _O, _S, _C),
    Action.SEE_ORIGINAL_PHOTO: _row(_A, _O, _S, _C, official=_involved_agency),
    Action.GIVE_INSTRUCTION: _row(_A, _O, _S, _C, observer=_leads, official=_leads),
    Action.REPORT_DONE: _row(official=_responsible_agency),
    Action.ASK_EXTENSION: _row(official=_responsible_agency),
    Action.ASK_HAND_OVER: _row(official=_responsible_agency),
    Action.DECIDE_HAND_OVER: _row(controller=_not_asker, official=_wished_agency),
    Action.DECIDE_EXTENSION: _row(
        admin=_set_term,
        organizer=_set_term,
        secretary=_set_term,
        controller=_not_asker,
        observer=_set_term,
        official=_set_term,
    ),
    Action.CORRECT_INSTRUCTION: _row(
        admin=_gave_untouched,
        organizer=_gave_untouched,
        secretary=_gave_untouched,
        controller=_always,
        observer=_gave_untouched,
        official=_gave_untouched,
    ),
    Action.VERIFY: _row(controller=_not_reporter),
    Action.CANCEL_INSTRUCTION: _row(_O, _S, _C),
    Action.CLOSE_ISSUE: _row(_O, _S, _C),
    Action.REOPEN_ISSUE: _row(_O, _C),
    Action.SEE_LISTS: _row(_A, _O, _S, _C, _V, _F, _W),
    Action.SEE_BOARD: _row(_A, _O, _S, _C, _V),
    Action.EXPORT_ISSUES: _row(_A, _O, _S, _C, _V, _F),
    Action.IMPORT_TABLES: _row(_A, _O, _S, _C),
    Action.SEE_DIRECTORIES: _row(_A, _O, _S, _C, _V, _F, _W),
    Action.SEE_PEOPLE: _row(_A, _O, _S, _C, _V, _F),
    Action.PUBLISH: _row(_A, _W),
    Action.HOLD_VOTE: _row(_A, _O, _W),
    Action.MANAGE_PLACES: _row(_A, _O),
    Action.KEEP_LAYER: _row(_A, _O, official=_keeps),
    Action.MANAGE_AGENCIES: _row(_A),
    Action.MANAGE_PEOPLE: _row(_A),
    Action.MANAGE_CITY: _row(_A),
}


def may(actor: Actor, action: Action, subject: Subject | None = None) -> Decision:
    """Whether `actor` may do `action` to `subject`; of several roles the most generous counts.

    Without a subject only the rules that need none say yes. Screens use this to decide what to show; services call
    `require`, which is the one that protects.
    """
    reasons = [rule(actor, subject or Subject()) for role, rule in RULES[action].items() if role in actor.roles]
    if not reasons:
        return Decision(False, _of_stranger(actor) if actor.is_stranger else "permissions.not_your_role")
    # A row names its roles from the widest right to the narrowest: the first no is told, it is the one that lacks least.
    against = "" if "" in reasons else reasons[0]
    return Decision(not against, against)


def own_account(actor: Actor) -> int:
    """Whose account it is, for what everybody does to their own; NotAllowed for a tablet or a stranger, who have none."""
    if actor.person_id is None:
        raise NotAllowed(_of_stranger(actor))
    return actor.person_id


def require_somebody(actor: Actor) -> None:
    """Asks a stranger to sign in, before anything is looked for: who is told what there is not can tell what there is."""
    if actor.is_stranger:
        raise NotAllowed(_of_stranger(actor))


def require(actor: Actor, action: Action, subject: Subject | None = None) -> None:
    """Raises NotAllowed with the reason unless `may` says yes."""
    decision = may(actor, action, subject)
    if not decision.allowed:
        raise NotAllowed(decision.reason, action=action.value)


def _of_stranger(actor: Actor) -> str:
    return "permissions.tablet_off" if actor.turned_off else "permissions.sign_in"
