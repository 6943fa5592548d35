"""How tests come in by HTTP: the first administrator by the code of the console."""

from starlette.testclient import TestClient

from planner.database import Database, the_database
from planner.services.access.set_up import make_set_up_code

PASSWORD = "correct horse battery"
OLGA = {"name": "Ольга Сергеевна", "email": "olga@example.org", "password": PASSWORD, "repeat": PASSWORD}


def first_start(database: Database) -> str:
    """The code that the console prints."""
    with database.transaction() as session:
        return make_set_up_code(session) or ""


def set_up(site: TestClient) -> None:
    """Olga becomes the first administrator and is signed in."""
    given = {**OLGA, "code": first_start(the_database())}
    assert site.post("/set-up", data=given).status_code == 303
