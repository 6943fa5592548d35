"""Settings from the environment."""

from pathlib import Path

import pytest

from planner.config import ROOT, VARIABLES, MailServer, TelegramBot, from_environment


def test_settings_without_variables_keep_everything_in_one_folder() -> None:
    chosen = from_environment({})

    assert chosen.data == ROOT / "data" / "var"
    assert chosen.database_url == f"sqlite:///{ROOT}/data/var/planner.db"
    assert chosen.files_url == f"{ROOT}/data/var/files"
    assert (chosen.port, chosen.public_url, chosen.secure_cookies, chosen.demo_links) == (8501, "", False, False)
    assert chosen.mail is None


def test_settings_follow_the_variables(tmp_path: Path) -> None:
    chosen = from_environment(
        {
            "PLANNER_DATA": str(tmp_path),
            "PLANNER_DATABASE_URL": "postgresql://planner@db/planner",
            "PLANNER_FILES": "s3://key:secret@files/photos",
            "PLANNER_PUBLIC_URL": "https://tours.example.org/",
            "PLANNER_SECURE_COOKIES": "1",
            "PORT": "8600",
        }
    )

    assert (chosen.data, chosen.database_url) == (tmp_path, "postgresql://planner@db/planner")
    assert (chosen.files_url, chosen.public_url) == ("s3://key:secret@files/photos", "https://tours.example.org")
    assert (chosen.port, chosen.secure_cookies) == (8600, True)


@pytest.mark.parametrize("port", ["0", "65536", "eighty", "-1"])
def test_port_that_is_none_is_refused_in_words(port: str) -> None:
    with pytest.raises(ValueError, match="PORT must be a number from 1 to 65535"):
        from_environment({"PORT": port})


MAIL = {"PLANNER_MAIL_FROM": "Объезды <tours@city.ru>", "PLANNER_PUBLIC_URL": "https://tours.city.ru"}


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.city.ru", ("mail.city.ru", 587, "", "", "starttls")),
        ("smtp://me%40city.ru:p%2Fw%3A1@mail.city.ru:2525/", ("mail.city.ru", 2525, "me@city.ru", "p/w:1", "starttls")),
        ("smtps://me:secret@mail.city.ru", ("mail.city.ru", 465, "me", "secret", "tls")),
        ("smtp://localhost?security=none", ("localhost", 25, "", "", "none")),
    ],
)
def test_mail_server_is_read_from_its_address(url: str, server: tuple[str, int, str, str, str]) -> None:
    mail = from_environment({**MAIL, "PLANNER_MAIL_URL": url}).mail

    assert mail == MailServer(*server, "tours@city.ru", "Объезды")


@pytest.mark.parametrize(
    ("variables", "why"),
    [
        ({"PLANNER_MAIL_URL": "mail.city.ru:25"}, "PLANNER_MAIL_URL must be like"),
        ({"PLANNER_MAIL_URL": "http://me:secret@mail.city.ru"}, "PLANNER_MAIL_URL must be like"),
        ({"PLANNER_MAIL_URL": "smtp://me:secret@mail.city.ru:99999"}, "PLANNER_MAIL_URL must be like"),
        ({"PLANNER_MAIL_URL": "smtp://me:secret@mail.city.ru?tls=no"}, "knows \\?security=none and nothing else"),
        ({"PLANNER_MAIL_FROM": ""}, "PLANNER_MAIL_FROM must be an address"),
        ({"PLANNER_MAIL_FROM": "a@city.ru\r\nBcc: b@city.ru"}, "PLANNER_MAIL_FROM must be an address"),
        ({"PLANNER_PUBLIC_URL": ""}, "PLANNER_MAIL_URL needs PLANNER_PUBLIC_URL too"),
    ],
)
def test_mail_server_that_cannot_be_is_refused_without_its_password(variables: dict[str, str], why: str) -> None:
    given = {**MAIL, "PLANNER_MAIL_URL": "smtp://me:secret@mail.city.ru", **variables}

    with pytest.raises(ValueError, match=why) as refused:
        from_environment(given)

    assert str(refused.value).count("secret") == 0


def test_password_of_the_mail_server_is_in_no_log() -> None:
    chosen = from_environment({**MAIL, "PLANNER_MAIL_URL": "smtp://me:secret@mail.city.ru"})

    assert repr(chosen).count("secret") == 0


def test_readme_lists_every_setting_with_its_default() -> None:
    rows = [line for line in (ROOT / "README.md").read_text("utf-8").splitlines() if line.startswith("| `")]

    settings = {row.split("|")[1].strip(" `"): row.split("|")[2].strip(" `") for row in rows}

    listed = {name: settings.get(name) for name in VARIABLES}
    assert listed == {name: default or "" for name, default in VARIABLES.items()}


TELEGRAM = {
    "PLANNER_TELEGRAM_TOKEN": "1:secret",
    "PLANNER_TELEGRAM_BOT": "@tours_bot",
    "PLANNER_PUBLIC_URL": "https://city.ru",
}


def test_telegram_is_asked_by_the_public_api_or_by_a_relay() -> None:
    usual = from_environment(TELEGRAM).telegram
    relayed = from_environment({**TELEGRAM, "PLANNER_TELEGRAM_URL": "https://relay.city.ru/bots/"}).telegram

    assert (usual, from_environment({}).telegram) == (
        TelegramBot("1:secret", "https://api.telegram.org", "tours_bot"),
        None,
    )
    assert relayed is not None
    assert (relayed.url, "secret" in repr(relayed)) == ("https://relay.city.ru/bots", False)


@pytest.mark.parametrize(
    ("variables", "why"),
    [
        ({"PLANNER_TELEGRAM_TOKEN": "secret"}, "must be the token of a bot"),
        ({"PLANNER_TELEGRAM_BOT": ""}, "needs PLANNER_TELEGRAM_BOT"),
        ({"PLANNER_TELEGRAM_URL": "file:///etc/passwd"}, "must begin with https"),
        ({"PLANNER_PUBLIC_URL": ""}, "needs PLANNER_PUBLIC_URL"),
    ],
)
def test_telegram_that_cannot_be_is_refused_without_its_token(variables: dict[str, str], why: str) -> None:
    with pytest.raises(ValueError, match=why) as refusal:
        from_environment({**TELEGRAM, **variables})

    assert "secret" not in str(refusal.value)
