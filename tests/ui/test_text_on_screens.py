"""Whatever was typed, no screen takes it for Markdown or HTML: every page of the demo city, with marks in each typed text."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Node, Table

from planner.domain.words import IssueState
from planner.services.public.queue import QueuePart
from tests.ui.drawn_screens import Screens

SHOWN_AS_TEXT = frozenset(
    {
        *("Text.body", "Code.code_text", "TextInput.default", "TextInput.value", "TextInput.placeholder"),
        *("TextArea.default", "TextArea.value", "TextArea.placeholder", "Selectbox.options", "MultiSelect.options"),
    }
)
"""What Streamlit shows as it is; everything else it takes for Markdown, or, in Html, for HTML."""
SET_AS_TEXT = "BidiComponent.json"
"""What scripts of our own draw; `tests/test_assets.py` sees to it that they make no HTML of it."""


def texts_of(node: Node) -> Iterator[tuple[str, str]]:
    """Every text that is drawn, with what it is in Streamlit's protocol: ("Markdown.body", "**10:46**")."""
    if isinstance(node, Table):
        yield from (("Table.cell", str(cell)) for cell in node.value.to_numpy().flat)
    if isinstance(node, Block):
        for child in node.children.values():
            yield from texts_of(child)
    if isinstance(proto := getattr(node, "proto", None), Message):
        yield from _texts_in(proto)


def _texts_in(message: Message) -> Iterator[tuple[str, str]]:
    for field, value in message.ListFields():
        for one in value if field.is_repeated else [value]:
            if isinstance(one, Message):
                yield from _texts_in(one)
            elif isinstance(one, str):
                where = f"{type(message).__name__}.{field.name}"
                yield where, str(json.loads(one)) if where == SET_AS_TEXT and one else one


def is_taken_for_markup(where: str, text: str) -> bool:
    """Whether the marks of a typed text do what they mean there."""
    if where in SHOWN_AS_TEXT or where == SET_AS_TEXT:
        return False
    return "<b>ж" in text or (where != "Html.body" and ("**ж**" in text or ":red[ж]" in text))


OF_RELEASE = {"pair_id": "releasepair 1", "release_id": "release 1", "quote_id": "releasequote 1"}
OF_PROTOCOL = {"tour_id": "tour riding", "seal": "seal"}
SCREENS: tuple[tuple[str, str, dict[str, str], dict[str, Any]], ...] = (
    ("start.py", "organizer", {}, {}),
    *(
        (page, "press", {}, {})
        for page in ("start.py", "tours.py", "issues.py", "work.py", "account.py", "fairness.py")
    ),
    *(("issue.py", "press", {"id": f"issue {state}"}, {}) for state in ("returned", "closed")),
    ("tour.py", "press", {"id": "tour published"}, {}),
    *(("publicity.py", "press", {}, {"publicity_part": part}) for part in (*QueuePart, "reports", "tours", "rules")),
    ("publicity.py", "admin", {}, {"publicity_part": "rules"}),
    ("press.py", "press", {}, {}),
    *(("outlets.py", "press", {}, {"media_part": part}) for part in ("contacts", "mentions", "month")),
    ("outlets.py", "press", {}, {"dialog": "contact", "about": {"contact_id": "mediacontact 1"}}),
    ("report.py", "press", {"year": "2026"}, {}),
    ("report.py", "press", {"year": "2026", "figure": "tours"}, {}),
    ("release.py", "press", {"id": "release 1"}, {}),
    *(
        ("release.py", "press", {"id": "release 1"}, {"dialog": name, "about": OF_RELEASE})
        for name in ("pair", "quote", "release_moment")
    ),
    ("publicity.py", "press", {}, {"dialog": "public_words", "about": {"issue_id": "issue returned"}}),
    ("votes.py", "press", {}, {}),
    *(
        ("votes.py", "organizer", {}, {"dialog": name, "about": {"vote_id": "vote 1"}})
        for name in ("vote", "vote_announce", "vote_cancel")
    ),
    (
        "votes.py",
        "organizer",
        {},
        {"dialog": "vote_option", "about": {"vote_id": "vote 1", "option_id": "voteoption 1"}},
    ),
    ("tours.py", "organizer", {}, {}),
    ("tours.py", "organizer", {"period": "past"}, {}),
    ("tours.py", "organizer", {"view": "month"}, {}),
    ("tours.py", "organizer", {}, {"dialog": "from_template"}),
    ("tour.py", "organizer", {"id": "event draft"}, {}),
    ("tour.py", "official", {"id": "event closed"}, {}),
    *(
        ("tour.py", "organizer", {"id": "event draft"}, {"dialog": name, "about": {"guest_id": "media 1"}})
        for name in ("topics", "media_guest", "event_papers", "series", "undo_series")
    ),
    ("tour_edit.py", "organizer", {"id": "event draft"}, {}),
    ("tour.py", "organizer", {"id": "tour published"}, {}),
    ("tour.py", "official", {"id": "tour published"}, {}),
    ("tour.py", "organizer", {"id": "tour published"}, {"add_text": "парк"}),
    ("tour.py", "organizer", {"id": "tour published"}, {"add_way": "issues", "area_overdue": True}),
    *(
        ("tour.py", "organizer", {"id": "tour published"}, {"dialog": name})
        for name in ("stop", "leg", "order", "publish", "papers", "new_stop", "stop_place")
    ),
    ("tour_edit.py", "organizer", {"id": "tour published"}, {}),
    ("invitations.py", "organizer", {"tour": "tour riding"}, {}),
    ("invitations.py", "organizer", {"tour": "tour riding"}, {"dialog": "answer"}),
    ("invitations.py", "organizer", {"tour": "tour riding"}, {"dialog": "own_invitation"}),
    ("invitations.py", "organizer", {"tour": "tour published"}, {"dialog": "invite"}),
    ("invitations.py", "official", {}, {}),
    ("ride.py", "organizer", {"tour": "tour riding"}, {}),
    ("ride.py", "secretary", {"tour": "tour riding"}, {"dialog": "new_issue"}),
    ("ride.py", "organizer", {"tour": "tour riding"}, {"dialog": "close"}),
    ("ride.py", "secretary", {"tour": "tour riding"}, {"dialog": "no_action", "about": {"issue_id": "issue assigned"}}),
    ("boarding.py", "organizer", {"tour": "tour riding"}, {}),
    ("boarding.py", "organizer", {"tour": "tour riding"}, {"dialog": "on_board"}),
    ("protocol.py", "organizer", {"tour": "tour riding"}, {}),
    ("protocol.py", "organizer", {"tour": "tour riding"}, {"protocol_read": True}),
    ("protocol.py", "organizer", {"tour": "tour riding"}, {"dialog": "stance", "about": OF_PROTOCOL}),
    ("issues.py", "organizer", {}, {}),
    ("issues.py", "organizer", {"text": "яма Амурский двор"}, {}),
    ("issues.py", "organizer", {"view": "table"}, {}),
    *(("issue.py", "controller", {"id": f"issue {state}"}, {}) for state in IssueState),
    *(
        ("issue.py", "controller", {"id": "issue reported"}, {"dialog": f"step-{step}"})
        for step in ("accept", "return", "extend", "ask_hand_over", "hand_over", "correct", "close", "merge", "edit")
    ),
    ("issue.py", "secretary", {"id": "issue assigned"}, {"dialog": "instruct"}),
    ("work.py", "official", {}, {}),
    *(("work.py", "controller", {"pile": pile}, {}) for pile in ("to_verify", "wishes", "late")),
    ("work.py", "secretary", {"pile": "new"}, {}),
    *(("review.py", "controller", {"pile": pile}, {}) for pile in ("to_verify", "late")),
    ("review.py", "secretary", {"pile": "new"}, {}),
    ("notices.py", "official", {}, {}),
    ("fairness.py", "organizer", {}, {}),
    ("board.py", "organizer", {}, {}),
    ("proposals.py", "organizer", {"id": "tour published"}, {"view": "mine"}),
    *(("travel.py", "admin", {}, {"part": part}) for part in ("closed", "by_hand", "corrections")),
    *((page, "admin", {}, {}) for page in ("places.py", "repairs.py", "agencies.py", "districts.py", "people.py")),
    *(("layers.py", role, {}, {}) for role in ("organizer", "official")),
    *(("layer.py", role, {"id": "layer 1"}, {}) for role in ("organizer", "official")),
    ("layer.py", "organizer", {"id": "layer 1"}, {"dialog": "facility", "about": {"facility_id": "facility 1"}}),
    ("intake.py", "admin", {"kind": "facilities"}, {}),
    ("templates.py", "admin", {}, {"dialog": "template", "about": {"paper": "protocol"}}),
    ("intake.py", "admin", {"kind": "places"}, {}),
    *((page, "admin", {}, {}) for page in ("city.py", "city_map.py", "account.py")),
)
"""Page, who looks, its address and its state; «tour riding» stands for the number of a tour that rides."""


@pytest.mark.parametrize(("page", "role", "query", "state"), SCREENS)
def test_screen_shows_what_was_typed_as_text(
    screens: Screens, page: str, role: str, query: dict[str, str], state: dict[str, Any]
) -> None:
    screen = screens.draw(page, role, query, state)

    assert [each.message for each in screen.exception] == []
    drawn = list(texts_of(screen._tree))
    assert any(where == "Dialog.title" for where, _ in drawn) is ("dialog" in state)
    assert any("ж" in text for where, text in drawn if where not in SHOWN_AS_TEXT)
    assert [(where, text) for where, text in drawn if is_taken_for_markup(where, text)] == []


def careless_screen() -> None:
    """A screen that shows a typed name wherever one can be shown."""
    import streamlit as st  # noqa: PLC0415 - AppTest runs this function's source by itself

    typed = "**ж**"
    st.text(typed)
    st.text_input("Имя", typed)
    st.markdown(typed)
    st.button(typed)
    st.pills("Имя", [1], format_func=lambda number: typed)
    st.table({"Имя": [typed]})
    st.expander(typed).text("")
    st.html("<b>ж</b> **ж**")


def test_text_that_is_taken_for_markup_is_found() -> None:
    screen = AppTest.from_function(careless_screen).run()

    found = [where for where, text in texts_of(screen._tree) if is_taken_for_markup(where, text)]

    assert found == [
        "Markdown.body",
        "Button.label",
        "Option.content",
        "Table.cell",
        "Expandable.label",
        "Html.body",
    ]
