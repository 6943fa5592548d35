"""The protocol as a tablet reads it aloud: one point after the other, what agencies say to each, and how it is confirmed."""

from typing import Any

from planner.domain.models.types import id_of
from planner.domain.protocol import seal_of_point
from planner.i18n import Translator
from planner.phrases.names import agency_name
from planner.phrases.protocol.protocol import protocol_in_words, say_edition, say_stance
from planner.render.papers.protocol import ProtocolPaper, ProtocolPoint
from planner.services.protocol.editions import AgencyStance, Protocol

Json = dict[str, Any]


def tablet_protocol(t: Translator, protocol: Protocol | None) -> Json | None:
    """The protocol of docs/field.md; None for who does not lead."""
    if protocol is None:
        return None
    words, undecided = protocol_in_words(t, protocol), protocol.text.undecided
    return {
        "title": t("protocol.paper", number=words.number),
        "edition": say_edition(t, protocol) or t("protocol.state.confirmed"),
        "seal": protocol.seal,
        "open": protocol.is_open,
        "chair": protocol.is_chair,
        "who": _who(t, protocol),
        "confirmed": words.confirmed,
        "undecided": t("protocol.undecided", n=undecided) if undecided else "",
        "points": [_point(t, protocol, words, point) for point in words.points],
    }


def _who(t: Translator, protocol: Protocol) -> str:
    """Who it is that confirms, for those who lead and do not."""
    if protocol.is_chair:
        return ""
    chair = protocol.text.chair
    return t("protocol.confirm.who", name=chair.name) if chair else t("protocol.confirm.nobody")


def _point(t: Translator, protocol: Protocol, words: ProtocolPaper, point: ProtocolPoint) -> Json:
    read = protocol.text.point(point.number)
    return {
        "number": point.number,
        "seal": seal_of_point(read) if read else "",
        "stop": words.stop_of(point).title,
        "text": point.text,
        "until": t("protocol.read.until", until=point.until),
        "responsible": point.responsible,
        "helping": t("protocol.co_executors", names=point.co_executors) if point.co_executors else "",
        "said": [_said(t, each) for each in protocol.on_points if each.point == point.number],
    }


def _said(t: Translator, said: AgencyStance) -> Json:
    """Without the number of the point, under which it stands."""
    stance = said.stance
    return {
        "agency": id_of(said.agency),
        "name": agency_name(said.agency),
        "state": "" if stance is None or said.is_old else "accepts" if stance.accepts else "objects",
        "by": stance.said_by if stance else "",
        "words": say_stance(t, AgencyStance(said.agency, stance, said.is_old)),
    }
