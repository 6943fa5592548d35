"""What the command `import` does: reads a file of others, tells what it holds, brings it in."""

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from planner.config import settings
from planner.database import the_database
from planner.domain.actor import KEEPER
from planner.domain.errors import Invalid, PlannerError
from planner.i18n import Translator, translator
from planner.phrases.exchange.intake import (
    file_words,
    read_for,
    say_file,
    say_intake,
    told_file,
    told_intake,
    told_refusal,
)
from planner.render.reading.files import read_file
from planner.render.reading.rows import read_rows
from planner.render.reading.source import Source
from planner.services.city.city import get_city
from planner.services.intake.facilities import layer_called
from planner.services.intake.plan import category_called, plan_intake
from planner.services.intake.write import write_intake


def tell_file(chosen: argparse.Namespace, language: str) -> int:
    """Reads a file and tells what it holds; returns the exit code: 0 read, 1 refused. It asks for no settings."""
    t = translator(language, "UTC")
    try:
        read = read_rows(_opened(chosen), chosen.kind, swap=chosen.swap, words=file_words())
    except PlannerError as error:
        return _refuse(t, error, as_json=chosen.json)
    print(_as_json(told_file(t, read)) if chosen.json else "\n".join(say_file(t, read)))
    return 0


def bring_in(chosen: argparse.Namespace, t: Translator) -> int:
    """Imports a file and says what came in and what did not; returns the exit code: 0 done, 1 refused."""
    try:
        with the_database().reading() as session:
            read = read_for(get_city(session), _opened(chosen), chosen.kind, swap=chosen.swap)
            topic = category_called(session, KEEPER, chosen.topic) if chosen.topic else None
            layer = layer_called(session, KEEPER, chosen.layer) if chosen.layer else None
            plan = plan_intake(session, KEEPER, read, data=settings().data, category_id=topic, layer_id=layer)
        with the_database().transaction() as session:
            written = write_intake(session, KEEPER, plan, doubtful=chosen.doubtful, now=datetime.now(UTC))
    except PlannerError as error:
        return _refuse(t, error, as_json=chosen.json)
    print(_as_json(told_intake(t, read, plan, written)) if chosen.json else "\n".join(say_intake(t, plan, written)))
    return 0


def _opened(chosen: argparse.Namespace) -> Source:
    try:
        data = chosen.file.read_bytes()
    except OSError as error:
        raise Invalid("intake.refused.no_file", path=chosen.file) from error
    return read_file(data, chosen.file.name, swap=chosen.swap)


def _refuse(t: Translator, error: PlannerError, *, as_json: bool) -> int:
    if as_json:
        print(_as_json(told_refusal(t, error)))
    else:
        print(t(error.key, **error.values), file=sys.stderr)
    return 1


def _as_json(told: Mapping[str, Any]) -> str:
    is_wide = (sys.stdout.encoding or "").casefold().startswith("utf")
    return json.dumps(told, ensure_ascii=not is_wide, indent=2)
