"""What the tests of mail share: a real SMTP server that takes, refuses, is slow or hangs up; and the worker's settings."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlmodel import col, select

from planner.database import Database
from planner.domain.letter import Letter, Part
from planner.domain.models import Mail
from planner.domain.notices import MailState


@dataclass
class PostOffice:
    """What has arrived. `says` answers the end of each mail: "250 OK" takes it."""

    says: Callable[[Envelope], str] = lambda envelope: "250 OK"
    takes_recipient: Callable[[str], str] = lambda address: "250 OK"
    arrived: list[EmailMessage] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.takes_recipient(address)
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.says(envelope)
        if answer.startswith("2"):
            content = envelope.content
            assert isinstance(content, bytes)
            message = message_from_bytes(content, policy=default)
            assert isinstance(message, EmailMessage)
            self.arrived.append(message)
        return answer

    @property
    def ids(self) -> list[str]:
        """The Message-IDs in the order in which they came."""
        return [str(message["Message-ID"]) for message in self.arrived]


@contextmanager
def post_office(**says: Any) -> Iterator[PostOffice]:
    """A running server on a free port."""
    office = PostOffice(**says)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        office.port = probe.getsockname()[1]
    controller = Controller(office, hostname="127.0.0.1", port=office.port, ready_timeout=30)
    controller.start()
    try:
        yield office
    finally:
        controller.stop(no_assert=True)


def mail_settings(port: int) -> dict[str, str]:
    """The variables by which the worker finds that server."""
    return {
        "PLANNER_MAIL_URL": f"smtp://127.0.0.1:{port}?security=none",
        "PLANNER_MAIL_FROM": "Объезды города <tours@city.ru>",
        "PLANNER_PUBLIC_URL": "https://tours.city.ru",
    }


def add_mails(database: Database, n: int, **fields: Any) -> list[str]:
    """So many mails that wait to be sent; their Message-IDs."""
    letter = Letter("ru", "Тема", "Здравствуйте!", (Part("Новое поручение"),)).to_data()
    long_ago = datetime.now(UTC) - timedelta(minutes=1)
    with database.transaction() as session:
        values: dict[str, Any] = {"letter": letter, "next_at": long_ago, "created_at": long_ago} | fields
        mails = [Mail(**({"address": f"somebody{number}@city.ru"} | values)) for number in range(n)]
        session.add_all(mails)
        session.flush()
        return [f"<{mail.uid}@tours.city.ru>" for mail in mails]


def states(database: Database) -> list[MailState]:
    """Of all mails, in order."""
    return [mail.state for mail in mails(database)]


def mails(database: Database) -> list[Mail]:
    """All mails, in order."""
    with database.reading() as session:
        return list(session.exec(select(Mail).order_by(col(Mail.id))).all())
