"""From the last stop to a confirmed protocol: `python -m tests.benchmarks.three_minutes`.

A real server and a real Chromium on tablets (768×1024). The bus leaves its last stop with 40 issues, three of them undecided. The secretary
closes the ride, which shows these three: one is put off, one needs nothing (with a reason), one becomes an instruction.
The chair looks through the protocol and confirms it with a PIN. Prints what both did, how long people take for that by the
keystroke-level model (`tests/benchmarks/hand.py`), and how long the machine took on top of it. To read the points aloud is not
counted: that happens on the last leg. The aim is three minutes for both together.
"""

import os
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.benchmarks.hand import Hand
from tests.browser.conftest import NOTHING_OUTSIDE, QUIET
from tests.browser.find_browser import find_browser
from tests.browser.ride.protocol_story import PIN, LastStop, make_last_stop
from tests.browser.ride.ride_story import sign_in
from tests.browser.screens import TABLET, WATCH, badge, visit
from tests.browser.servers import SERVE, start_server

AIM_S = 180.0


def close_the_ride(hand: Hand) -> None:
    """The secretary: leaves the last stop, decides about what is undecided, closes."""
    t, dialog = hand.t, hand.page.get_by_role("dialog")
    hand.press(t("ride.tap.leave"))
    hand.press(t("ride.tap.close"))
    hand.read()
    hand.tap(dialog.get_by_role("button", name=t("ride.undecided.next_tour")).first)
    hand.tap(dialog.get_by_role("button", name=t("ride.undecided.no_action")).first)
    hand.write(t("ride.undecided.why"), "Уже сделано", dialog)
    hand.press(t("ride.undecided.no_action"), dialog)
    hand.tap(dialog.get_by_role("button", name=t("ride.instruct"), exact=True).first)
    hand.read()
    hand.write(t("instruct.text"), "Засыпать яму", dialog)
    hand.pick(t("instruct.agency"), "Гор", "Горсвет")
    hand.press(t("instruct.save"), dialog)
    hand.press(t("ride.tap.close"), dialog)


def confirm(hand: Hand, last_stop: LastStop) -> None:
    """The chair: from the ride's screen to the protocol, and the PIN."""
    t, dialog = hand.t, hand.page.get_by_role("dialog")
    visit(hand.page, f"{last_stop.ride.server.url}/ride?tour={last_stop.ride.tour_id}")
    hand.read()
    hand.follow(t("protocol.screen"))
    hand.press(t("protocol.confirm"))
    hand.read()
    hand.write(t("protocol.confirm.pin"), PIN, dialog)
    hand.press(t("protocol.confirm"), dialog)
    badge(hand.page, t("protocol.state.confirmed")).wait_for()


def main() -> None:
    """Prints a line for each of the two, and both together."""
    print("load of the machine:", *(f"{load:.1f}" for load in os.getloadavg()))
    print("who         clicks  fields  keys  screens  person s  machine s")
    path = find_browser(os.environ)
    with tempfile.TemporaryDirectory(prefix="planner-benchmark-") as name, sync_playwright() as playwright:
        server = start_server(Path(name) / "server", command=SERVE)
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, NOTHING_OUTSIDE])
        last_stop = make_last_stop(server, server.open_database())
        hands = []
        for who, token in (("secretary", last_stop.sonya), ("chair", last_stop.ride.token)):
            context = browser.new_context(viewport=TABLET, locale="ru-RU", timezone_id="Asia/Yakutsk")
            context.add_init_script(WATCH)
            hand = Hand(context.new_page(), last_stop.ride.t)
            sign_in(hand.page, last_stop.ride, token)
            if who == "secretary":
                visit(hand.page, f"{server.url}/ride?tour={last_stop.ride.tour_id}")
                close_the_ride(hand)
            else:
                confirm(hand, last_stop)
            hands.append(hand)
            print(
                f"{who:10} {hand.clicks:7} {hand.fields:7} {hand.keys:5} {hand.screens:8} {hand.seconds:9.0f}"
                f" {hand.waited:10.1f}",
                flush=True,
            )
        together = sum(hand.seconds + hand.waited for hand in hands)
        print(f"together {together:.0f} s")
        assert together < AIM_S
        browser.close()
        server.stop()


if __name__ == "__main__":
    main()
