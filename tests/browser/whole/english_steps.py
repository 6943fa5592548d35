"""What is read in English along the story: the screens and dialogs in which others act in Russian."""

from datetime import date

from playwright.sync_api import Locator, Page

from tests.browser.issues import control_steps
from tests.browser.issues.control_steps import Line
from tests.browser.screens import choose, pick, type_digits, type_into, wait_idle
from tests.browser.tours.plan_steps import open_stop
from tests.browser.whole.english import Reader

LIGHTS, ROADS, PAVEMENTS = "Street lighting", "Roadway", "Pavements and access"


def read_set_up(reader: Reader, address: str) -> None:
    """The form of the first administrator, in the language chosen at the door."""
    t = reader.t
    labels = (t("set_up.name"), t("sign_in.email"), t("sign_in.password"))
    reader.open_at_the_door(address, t("set_up.title"), *labels, t("set_up.go"))


def read_tour_form(reader: Reader) -> None:
    """The form of a new tour; times are typed into it as in Russian, whatever the browser's language."""
    t, page = reader.t, reader.page
    reader.open("/tours", t("tours.new"))
    fields = [t(f"tours.field.{name}") for name in ("title", "start_name", "bus_name", "seats")]
    reader.open("/tour_edit", *fields, t("app.save"))

    type_digits(page, t("tours.starts_at"), "1530")

    assert _digits(page, t("tours.starts_at")) == ["15", "30"]


def read_plan(reader: Reader, tour_id: int) -> None:
    """The plan with its warning, each way to add a stop, a stop's dialogs, and the better order."""
    t, page, path = reader.t, reader.page, f"/tour?id={tour_id}"
    reader.open(path, t("plan.details"), t("plan.left", n=1), t("words.tour_state.draft"), t("plan.fix"))
    choose(page, t("plan.add.issues"))
    reader.read(t("plan.area.district"))
    pick(page, t("plan.area.category"), LIGHTS)
    reader.read(LIGHTS)
    choose(page, t("plan.add.issues"))
    reader.read(t("plan.add.find"))
    type_into(page, t("plan.add.find"), "Первомайский парк")
    reader.read(t("plan.add.button"))
    type_into(page, t("plan.add.find"), "50.2905, 127.53")
    reader.press(t("plan.add.point", lat="50.29050", lon="127.53000"), t("stops.name"), t("stops.add"))

    reader.open(path)
    open_stop(page, t, 1)
    reader.read(t("stops.minutes_talk"), t("stops.agenda_text", number=1), t("stops.speaker"), t("app.save"))

    reader.open(path)
    reader.press(t("plan.order.find"), t("plan.order.new"), t("plan.order.take"))


def read_publishing(reader: Reader, tour_id: int) -> None:
    """The plan with its agenda, and the question before it is published."""
    t = reader.t
    reader.open(f"/tour?id={tour_id}")
    reader.press(t("tours.publish"), t("tours.publish_explain"))


def read_joining(reader: Reader, link: str) -> None:
    """The page behind the tour's link."""
    t = reader.t
    reader.open_at_the_door(link, t("join.name"), t("join.agency"), t("join.go"))


def read_sharing(reader: Reader, tour_id: int) -> None:
    """The ride before it begins, and the dialog with the link for tablets."""
    t = reader.t
    reader.open(
        f"/ride?tour={tour_id}",
        t("ride.tap.start"),
        t("ride.boarding", number=0),
    )
    reader.press(t("ride.tablets"), t("ride.done"))


def read_tablet(reader: Reader, address: str) -> None:
    """The stop on a participant's tablet, and the form of a new issue with all its parts."""
    t, page = reader.t, reader.page
    page.goto(address)
    reader.read(t("ride.new_issue"), t("ride.own"))
    page.get_by_role("button", name=t("ride.new_issue"), exact=True).click()
    page.get_by_text(t("tablet.report.more"), exact=True).click()
    reader.read(
        t("tablet.report.topic"), t("tablet.report.save"), t("words.severity.danger"), t("tablet.report.address")
    )
    page.get_by_role("button", name=t("tablet.place.correct"), exact=True).click()
    reader.read(t("tablet.map.take"), t("tablet.map.add_point"))
    page.get_by_role("button", name=t("tablet.map.leave"), exact=True).click()
    page.get_by_role("button", name=t("tablet.report.close"), exact=True).click()
    page.locator("#connection a").click()

    reader.read(t("tablet.outbox.send"), t("tablet.outbox.export"))


def read_instruction(reader: Reader, tour_id: int, issue_id: int) -> None:
    """The dialog of an instruction at the stop, where the day comes before the month in English too."""
    t, page = reader.t, reader.page
    reader.open(f"/ride?tour={tour_id}")
    _open_by(reader, page.locator(f".st-key-instruct-{issue_id}"))
    dialog = page.get_by_role("dialog")
    reader.read(t("instruct.text"), t("instruct.agency"), t("instruct.co_executors"), t("instruct.save"))

    type_digits(dialog, t("instruct.due"), "28122099")

    assert _digits(dialog, t("instruct.due")) == ["28", "12", "2099"]


def read_report(reader: Reader, hole: int, tiles: int) -> None:
    """The official's piles, and the dialogs of a report: from the card of a pile and from the issue's page."""
    t, page = reader.t, reader.page
    reader.open("/work", t("work.pile.due_soon"), t("work.pile.later"))
    control_steps.open_pile(page, reader.server, t, "due_soon")
    _open_by(reader, page.locator(f"[class*=st-key-report-{hole}-]"))
    reader.read(t("instructions.ask.text.report"), t("instructions.step.report"))
    reader.open(f"/issue?id={tiles}", t("words.instruction_state.assigned"))
    reader.press(t("instructions.step.report"), t("instructions.ask.text.report"))


def read_verifying(reader: Reader, hole: int, tiles: int) -> None:
    """What waits to be verified, and the dialogs that return it or close it."""
    t, page = reader.t, reader.page
    reader.open("/work", t("work.pile.to_verify"))
    control_steps.open_pile(page, reader.server, t, "to_verify")
    reader.read(t("work.verify"))
    reader.open(f"/issue?id={hole}", t("words.instruction_state.reported"))
    reader.press(t("instructions.step.return"), t("instructions.ask.text.return"))
    reader.open(f"/issue?id={tiles}")
    reader.press(t("instructions.step.accept"), t("words.outcome.fixed"))


def read_end(reader: Reader, hole: int, tiles: int) -> None:
    """The pages of the two issues when everything has been verified, with their history."""
    t = reader.t
    steps = [t(f"words.step.{step}") for step in ("raise", "add_photo", "instruct", "report")]
    reader.open(f"/issue?id={hole}", t("words.instruction_state.returned"), *steps, t("words.step.return"))
    reader.open(f"/issue?id={tiles}", t("instructions.closed_in_time"), *steps, t("words.step.accept"))


def read_list(reader: Reader, tour_id: int, hole: int, tiles: int, due_on: date) -> None:
    """The tour's issues in an English list and in an English file."""
    t = reader.t
    reader.open(f"/issues?tour={tour_id}", t("issues.found", number="2"))

    rows = control_steps.downloaded_csv(reader.page, reader.t)

    number, state, tour = (t(f"issues.export.{name}") for name in ("number", "state", "tour"))
    assert control_steps.cards_of_list(reader.page, t) == [
        Line(hole, t("issues.look.returned_due", day=f"{due_on:%d.%m}")),
        Line(tiles, t("words.outcome.fixed")),
    ]
    assert [(row[number], row[state], row[tour]) for row in rows] == [
        (str(hole), t("words.issue_state.returned"), "История"),
        (str(tiles), t("words.issue_state.closed"), "История"),
    ]


def _open_by(reader: Reader, place: Locator) -> None:
    """Opens a dialog by the one button in a place."""
    place.get_by_role("button").click()
    reader.page.get_by_role("dialog").wait_for()
    wait_idle(reader.page)


def _digits(room: Page | Locator, label: str) -> list[str]:
    """What stands in a field of a date or a time, part by part."""
    return room.get_by_role("group", name=label, exact=True).get_by_role("spinbutton").all_inner_texts()
