"""Runs migrations on the connection that `Database.migrate` hands over."""

from typing import Any, Literal

from alembic import context
from sqlmodel import AutoString, SQLModel

from planner.domain import models
from planner.domain.models.finding import is_modelled
from planner.domain.models.types import UtcDateTime, Word

assert models.Tour.metadata is SQLModel.metadata


def plain_types(kind: str, item: Any, autogen_context: object) -> str | Literal[False]:
    """Writes our column types into migrations as what the database sees, so that an old migration needs no model."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Word):
        return "sa.String(24)"
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
    include_name=is_modelled,
    render_item=plain_types,
)
with context.begin_transaction():
    context.run_migrations()
