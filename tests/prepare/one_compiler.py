"""Engines that share what they have compiled: each test has a database of its own, and all ask the same."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine


def compiled_once(create_engine: Callable[..., Engine]) -> Callable[..., Engine]:
    """The same function, whose engines speak through the first connected one's dialect and keep statements where it keeps them.

    SQLAlchemy keeps compiled statements by engine, and finds them by dialect; a dialect knows its server only after the
    first connection, so before that an engine has its own.
    """
    first: dict[str, Engine] = {}

    def create(*arguments: Any, **options: Any) -> Engine:
        engine = create_engine(*arguments, **options)
        shared = first.get(engine.dialect.name, engine)
        if shared.dialect.server_version_info is None:
            first[engine.dialect.name] = engine
        else:
            engine.dialect = engine.pool._dialect = shared.dialect
            engine._compiled_cache = shared._compiled_cache
        return engine

    return create
