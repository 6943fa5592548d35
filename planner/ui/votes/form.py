"""The dialogs in which a vote is made: what is asked, from when until when, what there is to choose."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from planner.domain.deadlines import today_in
from planner.domain.errors import NotFound
from planner.domain.models import VoteOption
from planner.domain.words import VoteKind
from planner.services.access.visit import Visit
from planner.services.city.districts import list_districts
from planner.services.city.places import find_places
from planner.services.votes.dressing import dress_option, keep_option_picture
from planner.services.votes.holding import VoteSeen, get_vote
from planner.services.votes.making import OptionDraft, edit_vote, make_vote
from planner.storage import the_store
from planner.ui.dialog_state import OpenDialog, save_and_close, show_dialog, show_save
from planner.ui.forms import FIVE_MINUTES, FieldNotes, ask_day
from planner.ui.photo_upload import MOST_MEGABYTES
from planner.ui.visit import prepare

SHOWN_PLACES = 50
_SEPARATOR = "|"


def show_vote_form(visit: Visit, dialog: OpenDialog) -> None:
    """Draws the dialog in which a vote is made, or a draft changed."""
    title = visit.t("votes.new" if dialog.about.get("vote_id") is None else "votes.edit")
    show_dialog(dialog, title, _ask_vote, width="medium", icon=":material/how_to_vote:")


def show_option_form(visit: Visit, dialog: OpenDialog) -> None:
    """Draws the dialog in which an option gets a place and a picture."""
    show_dialog(dialog, visit.t("votes.option"), _ask_option, icon=":material/image:")


def _ask_vote(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, vote_id = visit.t, FieldNotes(), dialog.about.get("vote_id")
    seen = _known(visit, vote_id)
    kind = seen.vote.kind if seen else _ask_kind(visit, dialog)
    title = st.text_input(t("votes.field.title"), seen.vote.title if seen else "", key=dialog.key("title"))
    notes.under("title")
    about = st.text_area(t("votes.field.about"), seen.vote.about if seen else "", key=dialog.key("about"))
    notes.under("about")
    options = _ask_options(visit, dialog, kind, seen)
    notes.under("options")
    opens_at = _ask_moment(visit, dialog, "opens", seen.vote.opens_at if seen else None, days=1)
    notes.under("opens_at")
    closes_at = _ask_moment(visit, dialog, "closes", seen.vote.closes_at if seen else None, days=8)
    notes.under("closes_at")
    hidden = st.checkbox(
        t("votes.field.hidden"),
        seen.vote.hidden if seen else True,
        help=t("votes.hidden_help"),
        key=dialog.key("hidden"),
    )
    notes.under("")
    given = {"title": title, "about": about, "opens_at": opens_at, "closes_at": closes_at, "hidden": hidden}
    given["options"] = tuple(options)
    began = notes.began_with(dialog.key("seen"), given)
    if show_save(visit, dialog, t("votes.save_draft")):
        fields: dict[str, Any] = dict(given)
        if vote_id is None:
            save_and_close(
                visit, notes, lambda session: make_vote(session, visit.actor, kind=kind, now=visit.now, **fields)
            )
        else:
            number = int(vote_id)
            save_and_close(visit, notes, lambda session: edit_vote(session, visit.actor, number, seen=began, **fields))


def _known(visit: Visit, vote_id: object) -> VoteSeen | None:
    if not isinstance(vote_id, int):
        return None
    with visit.reading() as session:
        return get_vote(session, visit.actor, vote_id, now=visit.now)


def _ask_kind(visit: Visit, dialog: OpenDialog) -> VoteKind:
    t = visit.t
    chosen = st.radio(
        t("votes.field.kind"),
        list(VoteKind),
        format_func=lambda each: t(f"words.vote_kind.{each}"),
        key=dialog.key("kind"),
    )
    return VoteKind(chosen or VoteKind.DISTRICT)


def _ask_options(visit: Visit, dialog: OpenDialog, kind: VoteKind, seen: VoteSeen | None) -> Sequence[OptionDraft]:
    known = seen.options if seen else ()
    if kind is VoteKind.DISTRICT:
        return _ask_districts(visit, dialog, [each.district_id for each in known])
    if kind is VoteKind.STOP:
        return _ask_places(visit, dialog, known)
    return _ask_lines(visit, dialog, known)


def _ask_districts(visit: Visit, dialog: OpenDialog, chosen: Sequence[int | None]) -> Sequence[OptionDraft]:
    t = visit.t
    with visit.reading() as session:
        names = {each.id: each.name for each in list_districts(session, visit.actor)}
    begin = [each for each in chosen if each in names] if chosen else list(names)
    picked = st.multiselect(
        t("votes.field.districts"),
        list(names),
        begin,
        format_func=lambda each: names[each],
        key=dialog.key("districts"),
    )
    return [OptionDraft(district_id=each) for each in picked]


def _ask_places(visit: Visit, dialog: OpenDialog, known: Sequence[VoteOption]) -> Sequence[OptionDraft]:
    """Places are looked for by name; those that are chosen stay, whatever is looked for next."""
    t, names_key, key = visit.t, dialog.key("names"), dialog.key("places")
    names: dict[int, str] = st.session_state.setdefault(names_key, {})
    names |= {each.place_id: each.text for each in known if each.place_id is not None}
    text = st.text_input(
        t("votes.field.find"), placeholder=t("votes.field.find_hint"), key=dialog.key("find"), type="search"
    )
    with visit.reading() as session:
        found, _ = find_places(session, visit.actor, text=text, page_size=SHOWN_PLACES)
    names |= {each.id: each.name for each in found if each.id is not None}
    begin = [each.place_id for each in known if each.place_id is not None]
    chosen = [each for each in st.session_state.get(key, begin) if each in names]
    offered = list(dict.fromkeys([*chosen, *(each.id for each in found if each.id is not None)]))
    picked = st.multiselect(
        t("votes.field.places"), offered, begin, format_func=lambda each: names.get(each, ""), key=key
    )
    return [OptionDraft(place_id=each) for each in picked]


def _ask_lines(visit: Visit, dialog: OpenDialog, known: Sequence[VoteOption]) -> Sequence[OptionDraft]:
    """An option a line; one whose name stays keeps its place."""
    t = visit.t
    typed = st.text_area(
        t("votes.field.lines"),
        "\n".join(
            each.text + (f" {_SEPARATOR} {' '.join(each.about.split())}" if each.about else "") for each in known
        ),
        help=t("votes.lines_help"),
        height=160,
        key=dialog.key("lines"),
    )
    places = {each.text: each.place_id for each in known}
    drafts = []
    for line in filter(str.strip, typed.splitlines()):
        name, _, about = (part.strip() for part in line.partition(_SEPARATOR))
        drafts.append(OptionDraft(name, about, place_id=places.get(name)))
    return drafts


def _ask_moment(visit: Visit, dialog: OpenDialog, name: str, given: datetime | None, *, days: int) -> datetime:
    """By the city's clocks; where no day is named, the one that it began with."""
    t, zone = visit.t, ZoneInfo(visit.city.timezone)
    begin = given.astimezone(zone) if given else None
    day = begin.date() if begin else today_in(visit.city.timezone, visit.now) + timedelta(days=days)
    with st.container(horizontal=True, gap="small"):
        chosen = ask_day(t(f"votes.field.{name}_on"), day, key=dialog.key(f"{name}_on"))
        clock = st.time_input(
            t(f"votes.field.{name}_at"),
            begin.time() if begin else time(9),
            step=FIVE_MINUTES,
            key=dialog.key(f"{name}_at"),
        )
    return datetime.combine(chosen or day, clock or time(), zone)


def _ask_option(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, option_id = visit.t, FieldNotes(), int(dialog.about["option_id"])
    seen = _known(visit, dialog.about["vote_id"])
    option = next((each for each in seen.options if each.id == option_id), None) if seen else None
    if seen is None or option is None:
        raise NotFound("votes.error.unknown")
    st.text(option.text)
    place_id = option.place_id
    if seen.vote.kind is VoteKind.QUESTION:
        place_id = _ask_place(visit, dialog, option)
        notes.under("place")
    file = st.file_uploader(
        t("votes.field.picture"), type=["image"], max_upload_size=MOST_MEGABYTES, key=dialog.key("picture")
    )
    notes.under("photo")
    gone = bool(option.picture) and st.checkbox(t("votes.field.no_picture"), key=dialog.key("gone"))
    notes.under("")
    if show_save(visit, dialog, t("app.save")):
        about: dict[str, Any] = {"place_id": place_id, "without_picture": gone}
        if file is not None:
            kept = prepare(visit, lambda: keep_option_picture(visit.actor, the_store(), data=file.getvalue()))
            notes.show(kept.problem)
            about["picture"] = kept.value
            if kept.problem is not None:
                return
        save_and_close(visit, notes, lambda session: dress_option(session, visit.actor, option_id, **about))


def _ask_place(visit: Visit, dialog: OpenDialog, option: VoteOption) -> int | None:
    t = visit.t
    text = st.text_input(
        t("votes.field.find"), placeholder=t("votes.field.find_hint"), key=dialog.key("find"), type="search"
    )
    with visit.reading() as session:
        found, _ = find_places(session, visit.actor, text=text, page_size=SHOWN_PLACES)
    names: dict[int | None, str] = {None: t("votes.field.no_place"), option.place_id: option.address or option.text}
    names |= {each.id: each.name for each in found} | ({} if option.place_id else {None: t("votes.field.no_place")})
    numbers = list(names)
    return st.selectbox(
        t("votes.field.place"),
        numbers,
        index=numbers.index(option.place_id),
        format_func=lambda each: names.get(each, ""),
        key=dialog.key("place"),
    )
