"""The closed vocabularies: kinds, states, roles and outcomes, as they are stored."""

from enum import StrEnum


class Role(StrEnum):
    """What a person may be asked to do; PARTICIPANT and STRANGER are never granted, they follow from how one came in."""

    ADMIN = "admin"
    ORGANIZER = "organizer"
    SECRETARY = "secretary"
    CONTROLLER = "controller"
    OBSERVER = "observer"
    OFFICIAL = "official"
    PRESS = "press"
    PARTICIPANT = "participant"
    STRANGER = "stranger"


GRANTED_ROLES = (
    *(Role.ADMIN, Role.ORGANIZER, Role.SECRETARY, Role.CONTROLLER),
    *(Role.OBSERVER, Role.OFFICIAL, Role.PRESS),
)


class TourKind(StrEnum):
    """A bus tour (объезд), a field event (выездное мероприятие) or a press approach (пресс-подход)."""

    BUS_TOUR = "bus_tour"
    FIELD_EVENT = "field_event"
    PRESS_APPROACH = "press_approach"


class TourState(StrEnum):
    """Where a tour stands; `planner.domain.workflow.TOUR_MOVES` says how it moves on."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RIDING = "riding"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    DELETED = "deleted"


class AgencyKind(StrEnum):
    """What an agency is; it also says which quota of seats its people take."""

    DEPARTMENT = "department"
    UTILITY = "utility"
    CONTRACTOR = "contractor"
    COUNCIL = "council"
    MEDIA = "media"


class SeatGroup(StrEnum):
    """The quotas of a bus."""

    AGENCY = "agency"
    PRESS = "press"
    PUBLIC = "public"


class Answer(StrEnum):
    """What became of an invitation."""

    INVITED = "invited"
    YES = "yes"
    NO = "no"
    DELEGATED = "delegated"
    WAITING = "waiting"


class Accreditation(StrEnum):
    """Whether somebody of the media is let in to an event."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


class IssueState(StrEnum):
    """Where an issue stands; it follows from its instructions (`workflow.issue_state_of`)."""

    NEW = "new"
    ASSIGNED = "assigned"
    REPORTED = "reported"
    RETURNED = "returned"
    CLOSED = "closed"


OPEN_ISSUE_STATES = (IssueState.NEW, IssueState.ASSIGNED, IssueState.REPORTED, IssueState.RETURNED)


class InstructionState(StrEnum):
    """Where an instruction stands: under control, handed over and not begun there, in work, reported done, returned, taken off
    control (`domain.lateness` says whether in time), cancelled. With what it ended is the issue's `Outcome`.
    """

    ASSIGNED = "assigned"
    HANDED_OVER = "handed_over"
    IN_WORK = "in_work"
    REPORTED = "reported"
    RETURNED = "returned"
    CLOSED = "closed"
    CANCELLED = "cancelled"


UNTAKEN_INSTRUCTION_STATES = (InstructionState.ASSIGNED, InstructionState.HANDED_OVER)
"""Those that their agency has not begun."""
WAITING_INSTRUCTION_STATES = (*UNTAKEN_INSTRUCTION_STATES, InstructionState.IN_WORK, InstructionState.RETURNED)
"""Those that wait for their agency, and so can be overdue."""
DONE_INSTRUCTION_STATES = (InstructionState.REPORTED, InstructionState.CLOSED)
"""Those whose last report stands: it was not returned."""
OPEN_INSTRUCTION_STATES = (*WAITING_INSTRUCTION_STATES, InstructionState.REPORTED)


class ControlKind(StrEnum):
    """How closely an instruction is watched: as all are, specially, or by the head of the city in person."""

    USUAL = "usual"
    SPECIAL = "special"
    PERSONAL = "personal"


class Outcome(StrEnum):
    """With what an issue ended."""

    FIXED = "fixed"
    PARTLY_FIXED = "partly_fixed"
    NOT_NEEDED = "not_needed"
    REFUSED = "refused"
    DUPLICATE = "duplicate"


class Severity(StrEnum):
    """How bad: an inconvenience, a problem, a danger to health."""

    LOW = "low"
    NORMAL = "normal"
    DANGER = "danger"


class TermUnit(StrEnum):
    """What a term is counted in."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


class Urgency(StrEnum):
    """The words of office work for how soon: «весьма срочно», «срочно», «оперативно», and none of them."""

    VERY_URGENT = "very_urgent"
    URGENT = "urgent"
    PROMPT = "prompt"
    NONE = "none"


class DaySort(StrEnum):
    """What the city says of a day against the calendar of its country: nobody works, or everybody does."""

    OFF = "off"
    WORKING = "working"


class PhotoPhase(StrEnum):
    """What a photo shows: the problem, or the work done."""

    BEFORE = "before"
    AFTER = "after"


class PhotoSource(StrEnum):
    """Where a photo is from: taken on the spot by the planner's own camera page, chosen there from what the device had, or
    sent as a file.
    """

    CAMERA = "camera"
    GALLERY = "gallery"
    FILE = "file"


class Step(StrEnum):
    """Every kind of move that the history knows."""

    RAISE = "raise"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    ADD_PHOTO = "add_photo"
    HIDE_PHOTO = "hide_photo"
    SHOW_PHOTO = "show_photo"
    ADD_VOICE = "add_voice"
    HIDE_VOICE = "hide_voice"
    SHOW_VOICE = "show_voice"
    INSTRUCT = "instruct"
    CORRECT = "correct"
    TAKE = "take"
    INFORM = "inform"
    REPORT = "report"
    ASK_EXTENSION = "ask_extension"
    EXTEND = "extend"
    REFUSE_EXTENSION = "refuse_extension"
    ASK_HAND_OVER = "ask_hand_over"
    HAND_OVER = "hand_over"
    REFUSE_HAND_OVER = "refuse_hand_over"
    ACCEPT = "accept"
    RETURN = "return"
    CANCEL = "cancel"
    CLOSE = "close"
    MERGE = "merge"
    REOPEN = "reopen"
    NEXT_TOUR = "next_tour"
    TAKE_BACK = "take_back"


class Publicity(StrEnum):
    """What was decided about an issue: everybody may read of it on the city's public pages, or nobody there."""

    PUBLIC = "public"
    KEPT = "kept"


class PublicRule(StrEnum):
    """What becomes of new issues of a category: somebody decides on each, or they are public by themselves, without what was
    typed (FACTS) or with it (TEXT).
    """

    ASK = "ask"
    FACTS = "facts"
    TEXT = "text"


class ReleaseKind(StrEnum):
    """What the press office lets out: a text, or pictures with a few words."""

    RELEASE = "release"
    PHOTOS = "photos"


class ReleaseState(StrEnum):
    """Where it stands: being written, written and looked through, out (perhaps from a later moment on), taken back."""

    DRAFT = "draft"
    READY = "ready"
    PUBLISHED = "published"
    TAKEN_BACK = "taken_back"


class QuoteSource(StrEnum):
    """Where a quote is from: a recorded decision, what was said on a tour, or typed by the press office."""

    DECISION = "decision"
    SAID = "said"
    TYPED = "typed"


class VoteKind(StrEnum):
    """What residents decide: which district the next tour goes to, which of some stops it makes, or a question of the city's own."""

    DISTRICT = "district"
    STOP = "stop"
    QUESTION = "question"


class NoticeTopic(StrEnum):
    """What a person chooses for: one's agency's work, what waits for a check, dates, own issues, tours, the digest."""

    WORK = "work"
    CONTROL = "control"
    REMINDERS = "reminders"
    ISSUES = "issues"
    TOURS = "tours"
    DIGEST = "digest"
    QUOTES = "quotes"


class Delivery(StrEnum):
    """How notices of a topic come by mail; in the planner itself they always stand."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    NONE = "none"


class ReportStep(StrEnum):
    """What those who decide do with a resident's report besides deciding: mend it, bring a refused one back."""

    EDITED = "edited"
    BROUGHT_BACK = "brought_back"


class ReportKind(StrEnum):
    """What a resident says: that something is wrong, or that what was taken off control is not fixed."""

    PROBLEM = "problem"
    NOT_FIXED = "not_fixed"


class ReportState(StrEnum):
    """What became of a resident's report: nothing yet, an issue of its own, a part of one that was there, or nothing at all."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    JOINED = "joined"
    REFUSED = "refused"
