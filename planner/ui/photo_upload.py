"""Photos from a tablet: choosing them, and adding them one by one, so that a broken one spoils nothing."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from planner.domain.words import PhotoPhase
from planner.services.access.visit import Visit
from planner.services.issues.photos import add_photo, keep_photo
from planner.storage import the_store
from planner.ui.visit import attempt, prepare

MOST_MEGABYTES = 20
_BETWEEN = timedelta(milliseconds=1)
"""Between the photos of one save, so that they are shown in the order in which they were chosen."""


@dataclass(frozen=True)
class BrokenPhoto:
    """A photo that was not added: the name of its file, and why, safe for Markdown."""

    name: str
    sentence: str


def choose_photos(visit: Visit, *, key: str) -> list[UploadedFile]:
    """Camera or files, several at once."""
    with st.container(key=f"ph-{key}"):
        return st.file_uploader(
            visit.t("photos.label"),
            type=["image", ".heic", ".heif"],
            accept_multiple_files=True,
            max_upload_size=MOST_MEGABYTES,
            key=key,
        )


def add_photos(visit: Visit, issue_id: int, files: Sequence[UploadedFile], *, batch: str) -> list[BrokenPhoto]:
    """Adds each photo in a transaction of its own and returns those that could not be added.

    `batch` is the id of the dialog: the same file saved again from it is the same photo.
    """
    tries = (_add(visit, issue_id, file, batch, number) for number, file in enumerate(files))
    return [broken for broken in tries if broken is not None]


def _add(visit: Visit, issue_id: int, file: UploadedFile, batch: str, number: int) -> BrokenPhoto | None:
    uid = str(uuid.uuid5(uuid.UUID(batch), file.file_id))
    prepared = prepare(visit, lambda: keep_photo(visit.actor, the_store(), data=file.getvalue()))
    kept = prepared.value
    if kept is None:
        return BrokenPhoto(file.name, prepared.problem.sentence if prepared.problem else "")
    done = attempt(
        visit,
        lambda session: add_photo(
            session,
            visit.actor,
            uid=uid,
            issue_id=issue_id,
            data=kept,
            phase=PhotoPhase.BEFORE,
            now=visit.now + number * _BETWEEN,
        ),
    )
    return BrokenPhoto(file.name, done.problem.sentence) if done.problem else None
