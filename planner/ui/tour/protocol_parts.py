"""The protocol on its screen: the text, what agencies say, what has changed, and one point at a time to be read aloud."""

from collections.abc import Sequence

import streamlit as st

from planner import links
from planner.domain.models import ProtocolEdition
from planner.domain.models.types import id_of
from planner.domain.protocol import seal_of_point
from planner.phrases.protocol.protocol import protocol_in_words, say_change, say_stance
from planner.render.papers.protocol import ProtocolIssue, ProtocolPaper, ProtocolPoint, ProtocolStop
from planner.services.access.visit import Visit
from planner.services.protocol.editions import AgencyStance, Protocol
from planner.ui.dialog_state import open_dialog
from planner.ui.text import plain

_POINT = "protocol_point"


def show_protocol_head(visit: Visit, protocol: Protocol, *, is_short: bool) -> None:
    """Which protocol, how it stands, and the ways to its files."""
    t, tour = visit.t, protocol.tour
    query = {"tour": str(tour.id)}
    st.title(t("protocol.paper", number=tour.id), anchor=False)
    st.markdown(f":gray[{plain(tour.title)}, {t.day(tour.starts_at)}]")
    state = "green-badge[:material/lock:" if protocol.is_confirmed else "blue-badge[:material/edit_note:"
    word = t("protocol.state.confirmed" if protocol.is_confirmed else "protocol.state.draft")
    words = protocol_in_words(t, protocol)
    points = t("protocol.summary", n=len(words.points))
    st.markdown(f":{state} {word}] {plain(' · '.join(filter(None, [words.edition, points])))}")
    asked = {"short": 1} if is_short else {}
    if protocol.is_confirmed:
        asked["edition"] = protocol.number
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for name, path in (("PDF", links.PROTOCOL_PDF), ("Word", links.PROTOCOL_DOCX)):
            st.link_button(name, path.to(asked, tour_id=tour.id), icon=":material/download:")
        st.page_link("tour.py", label=t("nav.tour"), icon=":material/route:", query_params={"id": str(tour.id)})
        st.page_link("ride.py", label=t("tours.ride"), icon=":material/directions_bus:", query_params=query)


def ask_edition(visit: Visit, editions: Sequence[ProtocolEdition]) -> int | None:
    """The edition that is to be shown; None for the present text."""
    if not editions:
        return None
    t = visit.t
    numbers = {each.number: t("protocol.edition", number=each.number) for each in editions}
    return st.selectbox(
        t("protocol.editions"),
        [None, *reversed(numbers)],
        format_func=lambda each: numbers[each] if each else t("protocol.edition_now"),
        key="protocol_edition",
    )


def show_text(visit: Visit, words: ProtocolPaper) -> None:
    """The whole text, as it stands on paper."""
    t = visit.t
    with st.container(border=True):
        for line in filter(None, (words.date, words.place)):
            st.markdown(plain(line))
        for name in ("chair", "secretary"):
            if person := getattr(words, name):
                st.markdown(plain(t(f"protocol.{name}", name=person)))
        _show_people(t("protocol.present"), [*words.present, words.residents])
        _show_people(t("protocol.absent"), words.absent)
    for stop in words.stops:
        _show_stop(visit, stop)
    if words.confirmed:
        st.markdown(plain(words.confirmed))
        st.markdown(f":gray[:small[{plain(words.seal)}]]")


def show_reading(visit: Visit, protocol: Protocol, words: ProtocolPaper) -> None:
    """One point in large letters under its stop, what agencies say to it, and ways to the next and the last one."""
    t, points = visit.t, words.points
    if not points:
        st.info(t("protocol.read.none"), icon=":material/gavel:")
        return
    place = min(st.session_state.get(_POINT, 0), len(points) - 1)
    point = points[place]
    with st.container(border=True, key="read_point"):
        st.markdown(f":gray[{t('protocol.read.place', place=place + 1, points=len(points))}]")
        st.markdown(f":gray[{plain(words.stop_of(point).title)}]")
        st.title(plain(f"{point.number}. {point.text}"), anchor=False)
        st.header(plain(point.responsible), anchor=False)
        st.header(plain(t("protocol.read.until", until=point.until)), anchor=False)
        if point.co_executors:
            st.markdown(plain(t("protocol.co_executors", names=point.co_executors)))
    _show_said(visit, protocol, point)
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        _turn(t("protocol.read.back"), ":material/arrow_back:", place - 1, len(points))
        _turn(t("protocol.read.next"), ":material/arrow_forward:", place + 1, len(points))


def show_beside(visit: Visit, protocol: Protocol) -> None:
    """What is left to decide, what agencies say, and what has changed since the last edition."""
    t = visit.t
    undecided = protocol.text.undecided
    if undecided and not protocol.is_confirmed:
        st.warning(t("protocol.undecided", n=undecided), icon=":material/pending:")
        query = {"tour": str(protocol.tour.id)}
        st.page_link("ride.py", label=t("protocol.decide"), icon=":material/directions_bus:", query_params=query)
    if protocol.stances:
        st.header(t("protocol.stances"), anchor=False)
    for said in protocol.stances:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            _show_stance(visit, said)
            about = {"tour_id": protocol.tour.id, "agency_id": said.agency.id}
            for name, path in (("pdf", links.EXTRACT_PDF), ("docx", links.EXTRACT_DOCX)):
                label = t(f"protocol.extract_link.{name}")
                st.link_button(label, path.to(**about), icon=":material/download:", type="tertiary")
    if protocol.stances and protocol.is_open:
        _show_stance_buttons(visit, protocol)
    if protocol.changes:
        title = t("protocol.changes" if protocol.is_confirmed else "protocol.since")
        st.header(title, anchor=False)
        for change in protocol.changes:
            st.markdown(plain(say_change(t, change)))


def show_confirm(visit: Visit, protocol: Protocol) -> None:
    """The one big button, for the chair; for others who lead, who it is that confirms."""
    t = visit.t
    if not protocol.is_open:
        return
    if protocol.is_chair:
        with st.bottom, st.container(key="big"):
            st.button(
                t("protocol.confirm"),
                icon=":material/verified:",
                type="primary",
                width="stretch",
                on_click=open_dialog,
                args=("confirm_protocol",),
                kwargs={"tour_id": id_of(protocol.tour), "seal": protocol.seal},
            )
    elif protocol.may_lead:
        chair = protocol.text.chair
        line = t("protocol.confirm.who", name=chair.name) if chair else t("protocol.confirm.nobody")
        st.info(plain(line), icon=":material/verified:")


def _show_stance_buttons(visit: Visit, protocol: Protocol) -> None:
    t, own = visit.t, visit.actor.agency_id
    about = {"tour_id": id_of(protocol.tour), "seal": protocol.seal}
    with st.container(horizontal=True, gap="small"):
        if own is not None and own in {each.agency.id for each in protocol.stances}:
            for accepts, label, icon in ((True, "agree", "thumb_up"), (False, "object", "thumb_down")):
                st.button(
                    t(f"protocol.{label}"),
                    icon=f":material/{icon}:",
                    on_click=open_dialog,
                    args=("stance",),
                    kwargs={"own": own, "accepts": accepts, **about},
                )
        if protocol.may_lead:
            st.button(
                t("protocol.note"), icon=":material/edit_note:", on_click=open_dialog, args=("stance",), kwargs=about
            )


def _show_said(visit: Visit, protocol: Protocol, point: ProtocolPoint) -> None:
    """What each agency with a part in a point says to it, and the way to note it."""
    ours = [each for each in protocol.on_points if each.point == point.number]
    for said in ours:
        _show_stance(visit, said)
    read = protocol.text.point(point.number)
    if ours and read is not None and protocol.is_open and protocol.may_lead:
        st.button(
            visit.t("protocol.note"),
            icon=":material/edit_note:",
            on_click=open_dialog,
            args=("stance",),
            kwargs={"tour_id": id_of(protocol.tour), "seal": seal_of_point(read), "protocol_point": point.number},
        )


def _show_stance(visit: Visit, said: AgencyStance) -> None:
    icon = ":gray[:material/hourglass_empty:]"
    if said.stance is not None:
        icon = ":green[:material/thumb_up:]" if said.stance.accepts else ":red[:material/thumb_down:]"
    st.markdown(f"{icon} {plain(say_stance(visit.t, said))}")


def _show_people(title: str, people: Sequence[str]) -> None:
    if told := [each for each in people if each]:
        st.markdown(f"**{title}**  \n" + "  \n".join(plain(each) for each in told))


def _show_stop(visit: Visit, stop: ProtocolStop) -> None:
    t = visit.t
    st.header(plain(stop.title), anchor=False)
    if not stop.issues:
        st.markdown(f":gray[{t('protocol.nothing_heard')}]")
    for issue in stop.issues:
        _show_issue(visit, issue)
    if stop.spoken:
        st.markdown(f"**{t('protocol.spoken')}**  \n" + "  \n".join(plain(line) for line in stop.spoken))


def _show_issue(visit: Visit, issue: ProtocolIssue) -> None:
    with st.container(border=True, gap="xsmall"):
        query = {"id": issue.number}
        st.page_link("issue.py", label=plain(issue.line), query_params=query)
        for point in issue.points:
            st.markdown(f"**{plain(point.line)}**")
        if issue.decision:
            st.markdown(plain(issue.decision))


def _turn(label: str, icon: str, place: int, points: int) -> None:
    st.button(
        label,
        icon=icon,
        disabled=not 0 <= place < points,
        on_click=lambda: st.session_state.update({_POINT: place}),
    )
