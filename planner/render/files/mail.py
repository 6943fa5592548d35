"""Letters as mails: plain text and simple HTML in one message, whose headers nobody's name can add to."""

import html
import re
from collections.abc import Iterator
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Any

from planner.domain.letter import Letter, Part
from planner.domain.typed import one_line

_LONGEST_SUBJECT = 150
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
)


class _Policy(EmailPolicy):
    """As usual for SMTP, but the address that unsubscribes stays in one piece, or no mail program could read it."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() == "list-unsubscribe":
            return f"{name}: {one_line(str(value))}\r\n".encode("ascii", "replace")
        return super().fold_binary(name, value)


_POLICY = _Policy(linesep="\r\n")


def mail_message(
    letter: Letter, *, to: str, sender: str, sender_name: str, message_id: str, written_at: datetime
) -> EmailMessage:
    """The message. Raises ValueError for an address that no mail can go to."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(one_line(sender_name), addr_spec=sender)
    message["To"] = _address(to)
    message["Subject"] = shortened_subject(letter.subject)
    message["Date"] = written_at
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(plain_text(letter))
    message.add_alternative(html_text(letter), subtype="html")
    message["Content-Language"] = letter.language
    return message


def shortened_subject(subject: str) -> str:
    """One line without signs that nobody sees, short enough for a list of mails."""
    line = one_line(subject)
    return line if len(line) <= _LONGEST_SUBJECT else f"{line[: _LONGEST_SUBJECT - 1]}…"


def plain_text(letter: Letter) -> str:
    """The letter for those who read plain text."""
    return "\n".join([one_line(letter.greeting), "", *_lines(letter.parts), "-- ", *_lines(letter.foot)])


def html_text(letter: Letter) -> str:
    """The same with links; no pictures, no styles from elsewhere, every text escaped."""
    body = "".join(_html(part, strong=True) for part in letter.parts)
    foot = "".join(_html(part, strong=False) for part in letter.foot)
    return (
        f'<!doctype html><html lang="{_escaped(letter.language)}"><meta charset="utf-8">'
        f"<title>{_escaped(letter.subject)}</title>"
        "<body>"
        f"<p>{_escaped(letter.greeting)}</p>{body}"
        f"<hr><small>{foot}</small></body></html>\n"
    )


def _lines(parts: tuple[Part, ...]) -> Iterator[str]:
    for part in parts:
        yield from (one_line(each) for each in (part.headline, *part.details) if each)
        if part.link:
            yield f"{one_line(part.link_text)}: {part.link}"
        yield ""


def _html(part: Part, *, strong: bool) -> str:
    headline = f"<strong>{_escaped(part.headline)}</strong>" if strong and part.headline else _escaped(part.headline)
    lines = [headline, *(_escaped(each) for each in part.details)]
    if part.link:
        lines.append(f'<a href="{_escaped(part.link)}">{_escaped(part.link_text)}</a>')
    return f"<p>{'<br>'.join(each for each in lines if each)}</p>"


def _escaped(text: str) -> str:
    return html.escape(one_line(text))


def _address(to: str) -> Address:
    """ValueError also where it has signs that an old mail server could not carry."""
    if not _ADDRESS.fullmatch(to):
        raise ValueError(f"no mail server takes {one_line(to)}")
    return Address(addr_spec=to)
