"""Files of photos and voice notes that no row names: what a killed server or an abandoned form has left, found and deleted."""

from datetime import timedelta

from sqlalchemy import select, union
from sqlmodel import Session, SQLModel

from planner.domain.actor import Actor
from planner.domain.permissions import Action, require
from planner.storage import FileStore

NAMING_FILES = (
    *(("photo", "original"), ("photo", "clean"), ("photo", "thumbnail")),
    *(("publicphoto", "picture"), ("publicphoto", "thumbnail")),
    *(("reportphoto", "clean"), ("reportphoto", "thumbnail")),
    *(("fieldphoto", "original"), ("fieldvoice", "file")),
    ("voteoption", "picture"),
)
"""Every table and column that names files of the store: what is not named here is cleaned away, and in no backup."""

GRACE = timedelta(days=1)
"""A file may wait this long for its row: files are stored first."""


def remove_orphans(session: Session, actor: Actor, store: FileStore, *, grace: timedelta = GRACE) -> int:
    """Deletes files older than `grace` that no row names, and unfinished ones; returns how many. For administrators.

    Safe beside visitors and other processes: whoever stores the same picture again makes its file young, and a young file
    stays.
    """
    require(actor, Action.MANAGE_CITY)
    columns = [SQLModel.metadata.tables[table].columns[column] for table, column in NAMING_FILES]
    named = set(session.scalars(union(*(select(column) for column in columns))))
    orphans = [name for name in store.hashes(older_than=grace) if name not in named]
    return store.remove_parts(older_than=grace) + sum(store.remove(name, older_than=grace) for name in orphans)
