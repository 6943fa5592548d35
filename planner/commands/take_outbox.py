"""python -m planner import-outbox: what a tablet on the bus has saved as a file."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from planner.database import the_database
from planner.domain.actor import KEEPER
from planner.domain.errors import Invalid
from planner.i18n import Translator
from planner.phrases.ride.outbox import say_bad_files, say_taken, say_why
from planner.services.field.items import Answered, State
from planner.services.field.outbox import import_outbox
from planner.storage import the_store


def take_outbox(t: Translator, source: Path) -> int:
    """Takes it and says what was taken and what was not; returns the exit code: 0 all of it, 1 something was not."""
    try:
        with source.open("rb") as file:
            imported = import_outbox(the_database(), KEEPER, the_store(), file, now=datetime.now(UTC))
    except (FileNotFoundError, IsADirectoryError, Invalid) as error:
        known = error if isinstance(error, Invalid) else Invalid("field.error.outbox")
        print(t(known.key, **known.values), file=sys.stderr)
        return 1
    print("\n".join([say_taken(t, imported), *say_bad_files(t, imported)]))
    for answer in imported.answers:
        if answer.state is not State.RECEIVED:
            print(_not_taken(t, answer))
    is_all = all(answer.state is State.RECEIVED for answer in imported.answers)
    return 0 if is_all and not imported.bad_files else 1


def _not_taken(t: Translator, answer: Answered) -> str:
    state = t("field.outbox.refused") if answer.state is State.REFUSED else t("field.outbox.later")
    return t("field.outbox.line", state=state, uid=answer.uid or "?", error=say_why(t, answer))
