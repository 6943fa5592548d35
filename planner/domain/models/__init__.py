"""The tables. Import them from here."""

from planner.domain.models.bulk import BulkChange, BulkDecision
from planner.domain.models.city import Agency, AgencyCategory, AgencyDistrict, Category, City, DemoLoad, District, Place
from planner.domain.models.deadlines import DayKind, DeadlineRule
from planner.domain.models.exchange import BackupState, ColumnName
from planner.domain.models.field import (
    FieldItem,
    FieldPhoto,
    FieldSpeaker,
    FieldTablet,
    FieldVoice,
    PhotoFate,
    TrackPoint,
)
from planner.domain.models.finding import IssueWords, SavedFilter, WordGram
from planner.domain.models.issues import CoExecutor, Comment, Instruction, Issue, IssueAgency, Move, Photo, Support
from planner.domain.models.notices import Cause, Mail, MailChoice, Notice, NoticeChoice
from planner.domain.models.people import (
    CalendarLink,
    GuessCount,
    PasswordLink,
    Person,
    PersonRole,
    SetUpCode,
    SignIn,
    TrustedBrowser,
)
from planner.domain.models.proposals import TourProposal
from planner.domain.models.protocol import PaperTemplate, ProtocolEdition, ProtocolStance
from planner.domain.models.publicity import (
    ApiKey,
    PublicDecision,
    PublicIssue,
    PublicPhoto,
    ReportPhoto,
    ResidentReport,
)
from planner.domain.models.repairs import Repair
from planner.domain.models.subscriptions import Subscriber, Subscription
from planner.domain.models.tours import (
    AgendaItem,
    BusPosition,
    HeadCount,
    MediaGuest,
    Participant,
    RideChange,
    Stop,
    StopIssue,
    Tour,
    TourSeries,
    TourTemplate,
)
from planner.domain.models.travel import Closure, LegOverride
from planner.domain.models.votes import AskedBallot, Ballot, Vote, VoteOption, VoterKey

__all__ = [
    "Agency",
    "AgencyCategory",
    "AgencyDistrict",
    "AgendaItem",
    "ApiKey",
    "AskedBallot",
    "BackupState",
    "Ballot",
    "BulkChange",
    "BulkDecision",
    "BusPosition",
    "CalendarLink",
    "Category",
    "Cause",
    "City",
    "Closure",
    "CoExecutor",
    "ColumnName",
    "Comment",
    "DayKind",
    "DeadlineRule",
    "DemoLoad",
    "District",
    "FieldItem",
    "FieldPhoto",
    "FieldSpeaker",
    "FieldTablet",
    "FieldVoice",
    "GuessCount",
    "HeadCount",
    "Instruction",
    "Issue",
    "IssueAgency",
    "IssueWords",
    "LegOverride",
    "Mail",
    "MailChoice",
    "MediaGuest",
    "Move",
    "Notice",
    "NoticeChoice",
    "PaperTemplate",
    "Participant",
    "PasswordLink",
    "Person",
    "PersonRole",
    "Photo",
    "PhotoFate",
    "Place",
    "ProtocolEdition",
    "ProtocolStance",
    "PublicDecision",
    "PublicIssue",
    "PublicPhoto",
    "Repair",
    "ReportPhoto",
    "ResidentReport",
    "RideChange",
    "SavedFilter",
    "SetUpCode",
    "SignIn",
    "Stop",
    "StopIssue",
    "Subscriber",
    "Subscription",
    "Support",
    "Tour",
    "TourProposal",
    "TourSeries",
    "TourTemplate",
    "TrackPoint",
    "TrustedBrowser",
    "Vote",
    "VoteOption",
    "VoterKey",
    "WordGram",
]
