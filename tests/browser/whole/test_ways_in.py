"""From the first start to the second person: the code of the console, a link instead of a dictated password, the eye."""

import re
import urllib.error
import urllib.request
from collections.abc import Callable

from playwright.sync_api import Page, expect

from planner.i18n import translator
from tests.browser.screens import PHONE, badge, press, screenshot, type_into, visit, wait_idle
from tests.browser.servers import SERVE, Server
from tests.browser.tours.plan_steps import set_up

t = translator("ru", "Asia/Yakutsk")
NEW = "синий забор у реки"


def asked_by_a_proxy(address: str) -> int:
    request = urllib.request.Request(address, headers={"X-Forwarded-For": "192.0.2.7"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def test_console_prints_the_code_that_lets_the_first_administrator_in(start: Callable[..., Server]) -> None:
    server = start(command=SERVE)
    [code] = re.findall(r"/set-up\?code=(\w+)", server.log.read_text(encoding="utf-8"))

    answers = [asked_by_a_proxy(f"{server.url}/set-up{query}") for query in ("", "?code=guessed2", f"?code={code}")]

    assert answers == [403, 403, 200]


def test_person_gets_a_link_and_sets_a_password(server: Server, new_page: Callable[..., Page]) -> None:
    page, phone = new_page(), new_page(viewport=PHONE)
    page.goto(f"{server.url}/set-up")
    screenshot(page, "set-up-tablet")
    set_up(page, server, t)

    visit(page, f"{server.url}/people")
    press(page, t("people.new"))
    type_into(page, t("people.name"), "Борисов Борис")
    type_into(page, t("people.email"), "boris@example.org")
    press(page, t("words.role.controller"))
    press(page, t("app.save"))
    address = page.locator(".to-copy code").inner_text().strip()
    screenshot(page, "people-link-tablet")
    press(page, t("people.link.done"))
    expect(badge(page, t("people.cannot_sign_in"))).to_have_count(0)

    phone.goto(address)
    screenshot(phone, "set-password-phone")
    password = phone.get_by_label(t("sign_in.password"), exact=True)
    password.fill(NEW)
    phone.get_by_role("button", name=t("sign_in.show_password"), exact=True).first.click()
    expect(password).to_have_attribute("type", "text")
    phone.get_by_label(t("sign_in.repeat"), exact=True).fill(NEW)
    screenshot(phone, "set-password-typed-phone")
    phone.get_by_role("button", name=t("set_password.go"), exact=True).click()
    wait_idle(phone)
    expect(phone.get_by_role("heading", name=t("start.greeting", name="Борисов Борис"), exact=True)).to_be_visible()


def test_own_password_is_changed_and_signs_in_again(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/sign-in")
    screenshot(page, "sign-in-tablet")
    page.get_by_label(t("sign_in.email"), exact=True).fill("boris@example.org")
    page.get_by_label(t("sign_in.password"), exact=True).fill(NEW)
    page.get_by_role("button", name=t("sign_in.go"), exact=True).click()
    wait_idle(page)
    visit(page, f"{server.url}/account")

    for field, text in (("old_password", NEW), ("new_password", NEW + " и мост"), ("repeat", NEW + " и мост")):
        page.get_by_label(t(f"account.{field}"), exact=True).fill(text)
    press(page, t("account.change_password"))
    page.goto(f"{server.url}/tours")

    expect(page.get_by_role("heading", name=t("sign_in.title"), exact=True)).to_be_visible()


def test_what_was_cancelled_for_one_person_is_not_in_the_next_form(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/sign-in")
    page.get_by_label(t("sign_in.email"), exact=True).fill("first@example.org")
    page.get_by_label(t("sign_in.password"), exact=True).fill("Ольга на площади")
    page.get_by_role("button", name=t("sign_in.go"), exact=True).click()
    wait_idle(page)
    visit(page, f"{server.url}/people")
    cards = page.locator("td button")

    cards.nth(0).click()
    wait_idle(page)
    type_into(page, t("people.phone"), "22-33-44")
    press(page.get_by_role("dialog"), t("app.cancel"))
    cards.nth(1).click()
    wait_idle(page)
    screenshot(page, "person-tablet")

    expect(page.get_by_label(t("people.phone"), exact=True)).to_have_value("")
