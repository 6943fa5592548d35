"""What tests of the ways in begin with: Olga's account, and a password typed at the door."""

from datetime import datetime

from planner.database import Database
from planner.services.access.password_sign_in import Opened, begin_sign_in, finish_sign_in
from planner.services.access.passwords import hash_password, is_right
from planner.services.access.set_up import create_first_administrator

PASSWORD = "correct horse battery"
OFFICE = "192.0.2.0/24"


def make_olga(database: Database, now: datetime) -> str:
    """The first administrator, and the token of her first sign-in."""
    hashed = hash_password(PASSWORD)
    with database.transaction() as session:
        return create_first_administrator(
            session, name="Ольга", email=" Olga@Example.org ", password_hash=hashed, now=now
        )


def try_password(
    database: Database,
    now: datetime,
    password: str = PASSWORD,
    *,
    email: str = "olga@example.org",
    network: str = OFFICE,
    browser: str = "",
) -> Opened | int | None:
    """As the door does it: the tokens, None for a wrong password, or the seconds to wait."""
    with database.transaction() as session:
        attempt = begin_sign_in(session, email=email, network=network, browser=browser, now=now)
    if attempt.wait_s:
        return attempt.wait_s
    if not is_right(password, attempt.password_hash):
        return None
    with database.transaction() as session:
        return finish_sign_in(session, attempt, browser=browser, now=now)
