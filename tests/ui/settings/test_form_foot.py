"""Archiving asks first and says what follows; what was archived is found on the screen and comes back with one tap."""

from sqlmodel import select
from streamlit.testing.v1 import AppTest

from planner.database import the_database
from planner.domain.models import Person, PersonRole
from planner.i18n import translator
from tests.ui.drawn_screens import Screens, press

T = translator("ru", "Asia/Yakutsk")


def standing(number: int) -> tuple[bool, int]:
    """Whether a person is archived, and how many roles they have."""
    with the_database().reading() as session:
        roles = session.exec(select(PersonRole).where(PersonRole.person_id == number)).all()
        return session.get_one(Person, number).archived, len(roles)


def typed_phone(screen: AppTest) -> str | None:
    (field,) = [each for each in screen.text_input if each.label == T("people.phone")]
    return field.value


def test_archiving_asks_says_what_follows_and_can_be_undone(screens: Screens) -> None:
    number = screens.ids["person 1"]
    archived_before, roles = standing(number)
    screen = screens.draw("people.py", "admin", {}, {"dialog": "person", "about": {"person_id": number}})
    next(each for each in screen.text_input if each.label == T("people.phone")).set_value("22-33-44").run()

    press(screen, T("app.archive"))
    asked = [each.value for each in screen.warning]
    facts = [each.value for each in screen.markdown if T("archive.touches.roles", number=roles) in each.value]
    still = standing(number)
    press(screen, T("app.cancel"))
    kept = typed_phone(screen)
    press(screen, T("app.archive"))
    press(screen, T("app.archive"))
    gone = standing(number)
    screen.run()
    press(screen, T("archive.restore"))

    assert (archived_before, roles > 0) == (False, True)
    assert (asked, len(facts), still, kept) == ([T("archive.ask.person")], 1, (False, roles), "22-33-44")
    assert (gone, standing(number)) == ((True, 0), (False, 0))
