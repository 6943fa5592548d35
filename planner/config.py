"""Settings, read once from the environment."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
"""The folder that holds `planner/`, `pages/` and `data/`."""

SIGN_IN_COOKIE = "planner_sign_in"
BROWSER_COOKIE = "planner_browser"
LANGUAGE_COOKIE = "planner_language"
READER_COOKIE = "planner_reader"
"""By which a browser says «Я тоже это вижу» once; of whoever reads the public pages nothing else is known."""


@dataclass(frozen=True)
class MailServer:
    """The SMTP server that takes mails, and the address that they come from.

    `security`: "starttls" asks for TLS before anything is said, "tls" begins with it, "none" is for a server on this machine.
    """

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    security: str
    sender: str
    sender_name: str


@dataclass(frozen=True)
class TelegramBot:
    """The bot that brings notices to those who ask it: `url` is the Bot API, or a relay to it; `name` leads people to the bot."""

    token: str = field(repr=False)
    url: str
    name: str


@dataclass(frozen=True)
class Settings:
    """What an installation may choose; `from_environment` says by which variable.

    `secure_cookies`: cookies go over HTTPS only. `public_url`: the address that links and QR codes carry; empty means the
    one under which the visitor came. `mail`: the server that takes mails; without one none are sent. `telegram`: the bot, or none. `backups`: the folder of the
    backups by schedule; none: there are none. `demo_links`: sign-in links exist; set by `python -m planner demo` alone.
    `demo_streets`: the demo city brings its streets along.
    """

    data: Path
    database_url: str
    files_url: str
    port: int
    public_url: str
    secure_cookies: bool
    mail: MailServer | None
    telegram: TelegramBot | None
    demo_links: bool
    demo_streets: bool
    backups: Path | None
    backups_kept: int


VARIABLES: Mapping[str, str] = {
    "PLANNER_DATA": "data/var",
    "PLANNER_DATABASE_URL": "",
    "PLANNER_FILES": "",
    "PLANNER_PUBLIC_URL": "",
    "PLANNER_SECURE_COOKIES": "0",
    "PLANNER_MAIL_URL": "",
    "PLANNER_MAIL_FROM": "",
    "PLANNER_TELEGRAM_TOKEN": "",
    "PLANNER_TELEGRAM_BOT": "",
    "PLANNER_TELEGRAM_URL": "https://api.telegram.org",
    "PLANNER_BACKUPS": "",
    "PLANNER_BACKUPS_KEPT": "7",
    "PLANNER_DEMO_STREETS": "1",
    "PORT": "8501",
}
"""Every variable that one may set, with its default."""
_READ = (*VARIABLES, "PLANNER_DEMO_LINKS")


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Settings from variables: PLANNER_DATA (folder), PLANNER_DATABASE_URL (default: SQLite in that folder),
    PLANNER_FILES (folder or s3:// address), PLANNER_PUBLIC_URL, PLANNER_SECURE_COOKIES (1 or 0),
    PLANNER_MAIL_URL (smtp://user:password@host:port, smtps:// …), PLANNER_MAIL_FROM,
    PLANNER_TELEGRAM_TOKEN, PLANNER_TELEGRAM_BOT (its name), PLANNER_TELEGRAM_URL (the Bot API),
    PLANNER_BACKUPS (folder), PLANNER_BACKUPS_KEPT, PLANNER_DEMO_STREETS (1 or 0), PORT.

    Raises ValueError with a clear sentence on a value that cannot be used.
    """
    given = {name: environment.get(name) or default for name, default in VARIABLES.items()}
    data = (ROOT / given["PLANNER_DATA"]).resolve()
    if not given["PORT"].isdigit() or not 0 < int(given["PORT"]) < 65536:
        raise ValueError(f"PORT must be a number from 1 to 65535, not {given['PORT']!r}")
    if not given["PLANNER_BACKUPS_KEPT"].isdecimal() or int(given["PLANNER_BACKUPS_KEPT"]) < 1:
        raise ValueError(f"PLANNER_BACKUPS_KEPT must be a number from 1 on, not {given['PLANNER_BACKUPS_KEPT']!r}")
    return Settings(
        data=data,
        database_url=given["PLANNER_DATABASE_URL"] or f"sqlite:///{data / 'planner.db'}",
        files_url=given["PLANNER_FILES"] or str(data / "files"),
        port=int(given["PORT"]),
        public_url=given["PLANNER_PUBLIC_URL"].rstrip("/"),
        secure_cookies=given["PLANNER_SECURE_COOKIES"] == "1",
        mail=_mail_server(given["PLANNER_MAIL_URL"], given["PLANNER_MAIL_FROM"], given["PLANNER_PUBLIC_URL"]),
        telegram=_telegram_bot(given),
        demo_links=environment.get("PLANNER_DEMO_LINKS") == "1",
        demo_streets=given["PLANNER_DEMO_STREETS"] != "0",
        backups=(ROOT / given["PLANNER_BACKUPS"]).resolve() if given["PLANNER_BACKUPS"] else None,
        backups_kept=int(given["PLANNER_BACKUPS_KEPT"]),
    )


def _mail_server(url: str, sender: str, public_url: str) -> MailServer | None:
    """The address is never repeated in what is raised: a password stands in it."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if not host or parts.scheme not in ("smtp", "smtps") or parts.path not in ("", "/"):
        raise ValueError(
            "PLANNER_MAIL_URL must be like smtp://user:password@host:587 or smtps://user:password@host:465"
        )
    if parts.query not in ("", "security=none"):
        raise ValueError("PLANNER_MAIL_URL knows ?security=none and nothing else behind the address")
    name, address = parseaddr(sender)
    if "@" not in address or not sender.isprintable():
        raise ValueError(f"PLANNER_MAIL_FROM must be an address such as tours@example.org, not {sender!r}")
    if not public_url.startswith(("http://", "https://")):
        raise ValueError("PLANNER_MAIL_URL needs PLANNER_PUBLIC_URL too: mails carry links")
    security = "tls" if parts.scheme == "smtps" else "none" if parts.query else "starttls"
    usual = {"tls": 465, "starttls": 587, "none": 25}
    user, password = (unquote(part or "") for part in (parts.username, parts.password))
    return MailServer(host, port or usual[security], user, password, security, address, name)


def _telegram_bot(given: Mapping[str, str]) -> TelegramBot | None:
    """The token is never repeated in what is raised."""
    token, name = given["PLANNER_TELEGRAM_TOKEN"], given["PLANNER_TELEGRAM_BOT"].removeprefix("@")
    url = given["PLANNER_TELEGRAM_URL"].rstrip("/")
    if not token:
        return None
    if not re.fullmatch(r"\d+:[\w-]+", token, re.ASCII):
        raise ValueError("PLANNER_TELEGRAM_TOKEN must be the token of a bot, such as 123456:ABC-def")
    if not re.fullmatch(r"\w{3,64}", name, re.ASCII):
        raise ValueError(
            "PLANNER_TELEGRAM_TOKEN needs PLANNER_TELEGRAM_BOT too: the name of the bot, by which people find it"
        )
    if not url.startswith(("http://", "https://")) or not urlsplit(url).hostname:
        raise ValueError(f"PLANNER_TELEGRAM_URL must begin with https:// or http://, not {url!r}")
    if not given["PLANNER_PUBLIC_URL"].startswith(("http://", "https://")):
        raise ValueError("PLANNER_TELEGRAM_TOKEN needs PLANNER_PUBLIC_URL too: messages carry links")
    return TelegramBot(token, url, name)


def settings() -> Settings:
    """The settings of this process; read anew only where a variable is another one now, as each request asks a few times."""
    return _settings(tuple(os.environ.get(name) for name in _READ))


@lru_cache(maxsize=8)
def _settings(values: tuple[str | None, ...]) -> Settings:
    return from_environment({name: value for name, value in zip(_READ, values, strict=True) if value is not None})
