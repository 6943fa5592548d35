"""A pile is gone through one by one: what is done leads to the next at once, and the arrows go past what is not decided."""

from datetime import UTC, datetime

from sqlmodel import select
from streamlit.testing.v1 import AppTest

from planner.database import the_database
from planner.domain.models import Comment
from planner.domain.models.types import new_id
from planner.i18n import translator
from planner.services.control.work import Pile
from tests.ui.drawn_screens import Screens, press

T = translator("ru", "Asia/Yakutsk")


def begin(screens: Screens, role: str, pile: Pile) -> AppTest:
    return screens.draw("review.py", role, {"pile": pile.value}, {})


def where(screen: AppTest) -> str:
    """«Просрочено · 1 из 3», without its marks."""
    return next(each.value for each in screen.markdown if " · " in each.value and each.value.startswith("**")).strip(
        "*"
    )


def said(pile: Pile, at: int, n: int) -> str:
    return f"{T(f'work.pile.{pile}')} · {T('review.where', at=at, all=n)}"


def test_arrows_go_on_and_back(screens: Screens) -> None:
    screen = begin(screens, "controller", Pile.LATE)
    n = int(where(screen).rpartition(" ")[2])
    steps = [where(screen)]

    for button in (T("review.next"), T("review.before")):
        press(screen, button)
        steps.append(where(screen))

    assert n > 1
    assert steps == [said(Pile.LATE, 1, n), said(Pile.LATE, 2, n), said(Pile.LATE, 1, n)]


def test_what_was_done_leads_to_the_next_at_once(screens: Screens) -> None:
    screen = begin(screens, "controller", Pile.LATE)
    n = int(where(screen).rpartition(" ")[2])
    issue_id = screen.session_state["review"].items[0].issue_id
    with the_database().transaction() as session:
        now = datetime.now(UTC)
        session.add(Comment(id=new_id(), issue_id=issue_id, author="Кто-то", text="Готовим", written_at=now))

    screen.run()

    assert where(screen) == said(Pile.LATE, 2, n)


def test_the_end_says_how_many_there_were_and_leads_back(screens: Screens) -> None:
    screen = begin(screens, "controller", Pile.LATE)
    n = int(where(screen).rpartition(" ")[2])

    for _ in range(n):
        press(screen, T("review.next"))

    assert [each.value for each in screen.success] == [T("review.over", n=n)]


def test_a_word_about_it_has_a_key_too_and_leads_to_the_next(screens: Screens) -> None:
    screen = begin(screens, "controller", Pile.LATE)
    n = int(where(screen).rpartition(" ")[2])
    first = screen.session_state["review"].items[0].issue_id

    press(screen, T("review.comment"))
    screen.text_area[-1].input("Готовим").run()
    press(screen, T("issue_page.send"))

    with the_database().reading() as session:
        said_now = session.exec(select(Comment.text).where(Comment.issue_id == first)).all()
    assert "Готовим" in said_now
    assert where(screen) == said(Pile.LATE, 2, n)
