"""Who follows the story in English: opens the screens and dialogs that the others use, reads them, and saves nothing."""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Page, expect
from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel, select

from planner.config import LANGUAGE_COOKIE, SIGN_IN_COOKIE
from planner.database import Database
from planner.domain.models import Person, PersonRole
from planner.domain.models.types import id_of
from planner.domain.words import Role
from planner.i18n import LANGUAGES, Translator
from planner.services.access.sign_in import open_sign_in_for
from tests.browser.screens import TABLET, texts_of, visit, wait_idle
from tests.browser.servers import Server

CYRILLIC = re.compile(r"[А-Яа-яЁё]+")
UNSEEN = "\N{WORD JOINER}"
"""Stands in typed texts that would else become links (`planner/ui/text.py`)."""
SECONDS = 10


class Listening(Translator):
    """A translator that remembers what the story looked for on its screens."""

    def __init__(self, language: str, zone: str) -> None:
        super().__init__(language, zone)
        self.said: list[tuple[str, dict[str, object]]] = []

    def __call__(self, key: str, /, **values: object) -> str:
        self.said.append((key, values))
        return super().__call__(key, **values)


@dataclass
class English:
    """The readers: `like` makes one with the rights of somebody in the story, whom reading in English does not change."""

    t: Translator
    server: Server
    database: Database
    new_page: Callable[..., Page]
    _pages: dict[str, "Reader"] = field(default_factory=dict)

    def stranger(self) -> "Reader":
        """Somebody at the door, who has pressed «English»."""
        return Reader(self.t, self.server, self.database, self.new_page(viewport=TABLET, locale="en"))

    def like(self, email: str) -> "Reader":
        """Somebody with the roles and the agency of the person with this address; the same one each time."""
        if email not in self._pages:
            with self.database.transaction() as session:
                token = _token_of_a_double(session, email)
            self._pages[email] = self._with(token)
        return self._pages[email]

    def beside(self, tablet: Page) -> "Reader":
        """The same participant on a second tablet: the language of a tablet is the browser's."""
        (token,) = [each["value"] for each in tablet.context.cookies() if each["name"] == SIGN_IN_COOKIE]
        return self._with(token)

    def _with(self, token: str) -> "Reader":
        reader = self.stranger()
        for name, value in ((SIGN_IN_COOKIE, token), (LANGUAGE_COOKIE, self.t.language)):
            reader.page.context.add_cookies([{"name": name, "value": value, "url": self.server.url}])
        return reader


@dataclass
class Reader:
    """One browser. Every reading says what was missing and which Russian words nobody had typed."""

    t: Translator
    server: Server
    database: Database
    page: Page

    def open(self, path: str, *words: str) -> None:
        """Opens a screen and reads these words on it."""
        visit(self.page, f"{self.server.url}{path}")
        self.read(*words)

    def open_at_the_door(self, address: str, *words: str) -> None:
        """Opens a page before the sign-in, chooses the language there, and reads."""
        self.page.goto(address)
        self.page.get_by_role("link", name=LANGUAGES[self.t.language], exact=True).click()
        expect(self.page.locator("html")).to_have_attribute("lang", self.t.language)
        self.read(*words)

    def press(self, button: str, *words: str) -> None:
        """Opens a dialog by its button and reads these words on it."""
        self.page.get_by_role("button", name=button, exact=True).click()
        self.page.get_by_role("dialog").wait_for()
        wait_idle(self.page)
        self.read(*words)

    def read(self, *words: str) -> None:
        """Reads what is shown: these words are there, and what is Russian was typed by people."""
        until = time.monotonic() + SECONDS
        while (missing := self._missing(words)) and time.monotonic() < until:
            self.page.wait_for_timeout(100)
        russian = self._russian()
        assert (missing, russian) == ([], []), f"{self.page.url}: not there {missing}, not English {russian}"

    def _missing(self, words: Iterable[str]) -> list[str]:
        shown = "\n".join(texts_of(self.page))
        return [each for each in words if each not in shown]

    def _russian(self) -> list[str]:
        with self.database.reading() as session:
            typed = sorted({*typed_texts(session), LANGUAGES["ru"]}, key=len, reverse=True)
        return [text for text in texts_of(self.page) if CYRILLIC.search(_without(text, typed))]


def typed_texts(session: Session) -> set[str]:
    """All that people wrote into the database, also inside JSON; not names that have an English one beside them, nor the
    words of the search, which are pieces of what they wrote.
    """
    found: set[str] = set()
    for table in SQLModel.metadata.sorted_tables:
        if table.name in ("issue_words", "word_gram"):
            continue
        columns = [column for column in table.columns if f"{column.name}_en" not in table.columns]
        for row in session.connection().execute(select_columns(*columns)):
            found.update(text for value in row for text in _strings(value))
    return {text for text in found if CYRILLIC.search(text)}


def english_faults(said: Iterable[tuple[str, dict[str, object]]], english: Translator) -> list[str]:
    """Sentences of the story that English does not say, or says in Russian; what people typed into them may be Russian."""
    faults = []
    for key, values in said:
        typed = [value for value in values.values() if isinstance(value, str)]
        sentence = english(key, **values)
        if sentence == key or CYRILLIC.search(_without(sentence, typed)):
            faults.append(f"{key}: {sentence}")
    return faults


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def _without(text: str, typed: Sequence[str]) -> str:
    """What is left of a text without typed ones, whole or cut off by «…»."""
    text = " ".join(text.replace(UNSEEN, "").split())
    for each in typed:
        text = text.replace(each, "")
    *cut_off, rest = text.split("…")
    for piece in cut_off:
        begins = CYRILLIC.search(piece)
        if begins and not any(piece[begins.start() :] in each for each in typed):
            return text
    return rest


def _token_of_a_double(session: Session, email: str) -> str:
    person = session.exec(select(Person).where(Person.email == email)).one()
    roles = session.exec(select(PersonRole.role).where(PersonRole.person_id == person.id)).all()
    double = Person(name=f"Reader like {id_of(person)}", language="en", agency_id=person.agency_id)
    session.add(double)
    session.flush()
    session.add_all(PersonRole(person_id=id_of(double), role=Role(role)) for role in roles)
    session.flush()
    return open_sign_in_for(session, double, now=datetime.now(UTC))
