"""Who is told of which step of the history: a table that has a line for every step there is."""

from collections.abc import Mapping
from enum import StrEnum

from planner.domain.notices import NoticeKind
from planner.domain.words import Step


class Who(StrEnum):
    """Those whom a step concerns: people of the responsible agency, of the one that is to take over, of agencies that help, who verifies, who reported or
    asked, who raised the issue.
    """

    AGENCY = "agency"
    WISHED = "wished"
    HELPERS = "helpers"
    CONTROLLERS = "controllers"
    REPORTER = "reporter"
    AUTHOR = "author"


Tellings = tuple[tuple[Who, NoticeKind], ...]
_NOBODY: Tellings = ()

TOLD: Mapping[Step, Tellings] = {
    Step.RAISE: _NOBODY,
    Step.EDIT: _NOBODY,
    Step.WITHDRAW: _NOBODY,
    Step.ADD_PHOTO: _NOBODY,
    Step.HIDE_PHOTO: _NOBODY,
    Step.SHOW_PHOTO: _NOBODY,
    Step.ADD_VOICE: _NOBODY,
    Step.HIDE_VOICE: _NOBODY,
    Step.SHOW_VOICE: _NOBODY,
    Step.NEXT_TOUR: _NOBODY,
    Step.TAKE_BACK: _NOBODY,
    Step.INSTRUCT: ((Who.AGENCY, NoticeKind.INSTRUCTED), (Who.HELPERS, NoticeKind.HELPING)),
    Step.CORRECT: ((Who.AGENCY, NoticeKind.CORRECTED), (Who.HELPERS, NoticeKind.CORRECTED)),
    Step.TAKE: _NOBODY,
    Step.INFORM: ((Who.CONTROLLERS, NoticeKind.INFORMED),),
    Step.REPORT: ((Who.CONTROLLERS, NoticeKind.REPORTED),),
    Step.ASK_EXTENSION: ((Who.CONTROLLERS, NoticeKind.EXTENSION_ASKED),),
    Step.EXTEND: ((Who.AGENCY, NoticeKind.EXTENDED), (Who.REPORTER, NoticeKind.EXTENDED)),
    Step.REFUSE_EXTENSION: ((Who.AGENCY, NoticeKind.EXTENSION_REFUSED), (Who.REPORTER, NoticeKind.EXTENSION_REFUSED)),
    Step.ASK_HAND_OVER: ((Who.WISHED, NoticeKind.HAND_OVER_WISHED), (Who.CONTROLLERS, NoticeKind.HAND_OVER_ASKED)),
    Step.REFUSE_HAND_OVER: ((Who.AGENCY, NoticeKind.HAND_OVER_REFUSED),),
    Step.HAND_OVER: ((Who.AGENCY, NoticeKind.HANDED_OVER), (Who.CONTROLLERS, NoticeKind.HANDED_AWAY)),
    Step.ACCEPT: (
        (Who.AGENCY, NoticeKind.ACCEPTED),
        (Who.REPORTER, NoticeKind.ACCEPTED),
        (Who.AUTHOR, NoticeKind.SOLVED),
    ),
    Step.RETURN: ((Who.AGENCY, NoticeKind.RETURNED), (Who.REPORTER, NoticeKind.RETURNED)),
    Step.CANCEL: ((Who.AGENCY, NoticeKind.CANCELLED), (Who.HELPERS, NoticeKind.CANCELLED)),
    Step.MERGE: _NOBODY,
    Step.CLOSE: ((Who.AUTHOR, NoticeKind.SOLVED),),
    Step.REOPEN: (
        (Who.AGENCY, NoticeKind.REOPENED),
        (Who.REPORTER, NoticeKind.REOPENED),
        (Who.AUTHOR, NoticeKind.UNSOLVED),
    ),
}
"""Each person is told once, by the first line that is theirs; whoever made the step is not told of it."""
