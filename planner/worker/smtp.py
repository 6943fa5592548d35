"""Handing mails to the mail server: one connection for as many as wait, with a limit for every answer."""

import smtplib
import ssl
from types import TracebackType

from planner.config import MailServer
from planner.domain.letter import Letter
from planner.render.files.mail import mail_message
from planner.services.notices.mails import Taken

ANSWER_S = 20.0
"""So long one waits for each answer of the server."""


class Unreachable(Exception):
    """No server, or none that lets us in: this is no mail's fault."""


class Refused(Exception):
    """The server does not take this mail; `for_good` where it says that it never will."""

    def __init__(self, problem: str, *, for_good: bool) -> None:
        super().__init__(problem)
        self.for_good = for_good


class Outgoing:
    """A connection to the mail server, opened with the first mail: `with Outgoing(server, host) as out: out.send(taken)`."""

    def __init__(self, server: MailServer, host: str) -> None:
        self._server, self._host = server, host
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> "Outgoing":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def send(self, taken: Taken) -> None:
        """Raises Unreachable, or Refused with what the server said; after either the next mail begins anew."""
        try:
            message = mail_message(
                Letter.from_data(taken.letter),
                to=taken.address,
                sender=self._server.sender,
                sender_name=self._server.sender_name,
                message_id=message_id(taken, self._host),
                written_at=taken.created_at,
            )
        except (ValueError, KeyError, TypeError) as error:
            raise Refused(str(error), for_good=True) from error
        smtp = self._opened()
        try:
            smtp.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise self._no(code, said) from error
        except smtplib.SMTPResponseException as error:
            raise self._no(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self._hang_up()
            raise Refused(f"{type(error).__name__}: {error}", for_good=False) from error

    def _opened(self) -> smtplib.SMTP:
        if self._smtp is not None:
            return self._smtp
        smtp: smtplib.SMTP | None = None
        try:
            smtp = _connected(self._server)
            if self._server.security == "starttls":
                smtp.starttls(context=ssl.create_default_context())
            if self._server.user:
                smtp.login(self._server.user, self._server.password)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            if smtp is not None:
                smtp.close()
            raise Unreachable(f"{type(error).__name__}: {error}") from error
        self._smtp = smtp
        return smtp

    def _hang_up(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None

    def _no(self, code: int, said: bytes | str) -> Refused:
        """421 means that the server is going away; 5xx that it will say the same every time."""
        if code == 421:
            self._hang_up()
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        return Refused(f"{code} {text}", for_good=500 <= code < 600)


def _connected(server: MailServer) -> smtplib.SMTP:
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=ANSWER_S, context=ssl.create_default_context())
    return smtplib.SMTP(server.host, server.port, timeout=ANSWER_S)


def message_id(taken: Taken, host: str) -> str:
    """The same at every try: by it mail programs show one that arrives twice only once."""
    return f"<{taken.uid}@{host}>"
