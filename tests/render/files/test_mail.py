"""Letters as mails: what is typed stays text, in headers, in plain text and in HTML."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from planner.domain.letter import Letter, Part
from planner.render.files.mail import html_text, mail_message, plain_text

NOW = datetime(2026, 11, 23, tzinfo=UTC)
STOP = "https://tours.a-city-with-a-rather-long-name.example.org/mail/stop/" + "a" * 43


def letter(**fields: object) -> Letter:
    values = {
        "language": "ru",
        "subject": "Новое поручение",
        "greeting": "Здравствуйте, Ирина Петровна!",
        "parts": (Part("Новое поручение", ("ул. Зейская, 1",), "https://x.ru/issue?id=1&a=2", "Открыть"),),
        "foot": (Part("Отвечать не нужно."),),
        "unsubscribe": STOP,
    }
    return Letter(**(values | fields))  # type: ignore[arg-type]


def arrived(written: Letter, **fields: str) -> EmailMessage:
    """What a mail program reads."""
    values = {"to": "a@city.ru", "sender": "tours@city.ru", "sender_name": "Объезды", "message_id": "<1@city.ru>"}
    sent = mail_message(written, written_at=NOW, **(values | fields))
    message = message_from_bytes(sent.as_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_mail_says_who_sends_it_and_how_to_stop_it() -> None:
    message = arrived(letter())

    assert {name: str(message[name]) for name in message.keys() if name not in ("MIME-Version", "Content-Type")} == {  # noqa: SIM118 - a message is no mapping
        "From": "Объезды <tours@city.ru>",
        "To": "a@city.ru",
        "Subject": "Новое поручение",
        "Date": "Mon, 23 Nov 2026 00:00:00 +0000",
        "Message-ID": "<1@city.ru>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "ru",
        "List-Unsubscribe": f"<{STOP}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def test_address_that_stops_mails_stays_in_one_piece() -> None:
    sent = mail_message(
        letter(), to="a@city.ru", sender="b@city.ru", sender_name="", message_id="<1@city.ru>", written_at=NOW
    )

    assert f"List-Unsubscribe: <{STOP}>\r\n".encode() in sent.as_bytes()


@pytest.mark.parametrize(
    "typed",
    [
        "Яма\r\nBcc: evil@example.org",
        "Яма\nX-Evil: 1",
        "Яма\u2028Bcc: evil@example.org",
        "Яма\x00\x0bBcc: evil@example.org",
    ],
)
def test_no_text_adds_a_header(typed: str) -> None:
    message = arrived(letter(subject=typed), sender_name=typed)

    assert (message["Bcc"], message["X-Evil"]) == (None, None)
    assert (len(message.get_all("To", [])), str(message["To"])) == (1, "a@city.ru")


def test_text_is_not_turned_round_in_the_subject() -> None:
    assert str(arrived(letter(subject="Счёт \u202egnp.exe"))["Subject"]) == "Счёт gnp.exe"


@pytest.mark.parametrize(
    "address", ["a@b.ru\r\nBcc: evil@example.org", "пётр@city.ru", "a@город.рф", "nobody", "", "<a@b.ru"]
)
def test_address_that_no_mail_can_go_to_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        arrived(letter(), to=address)


def test_long_subject_is_cut() -> None:
    assert str(arrived(letter(subject="я" * 200))["Subject"]) == "я" * 149 + "…"


def test_plain_text_has_every_line_and_link() -> None:
    assert plain_text(letter()) == (
        "Здравствуйте, Ирина Петровна!\n\nНовое поручение\nул. Зейская, 1\n"
        "Открыть: https://x.ru/issue?id=1&a=2\n\n-- \nОтвечать не нужно.\n"
    )


def test_html_has_typed_text_as_text() -> None:
    written = html_text(
        letter(parts=(Part("<script>alert(1)</script>", ("яма & <b>бордюр</b>",), 'https://x.ru/"', "Открыть"),))
    )

    assert "<strong>&lt;script&gt;alert(1)&lt;/script&gt;</strong><br>яма &amp; &lt;b&gt;бордюр&lt;/b&gt;" in written
    assert '<a href="https://x.ru/&quot;">Открыть</a>' in written


def test_letter_comes_back_as_it_was_kept() -> None:
    assert Letter.from_data(letter().to_data()) == letter()
