"""What became of an outbox that was taken from a file: how much came in, what was there already, what was not taken and why."""

from collections.abc import Iterator, Mapping

from planner.i18n import Translator
from planner.services.field.items import Answered, State
from planner.services.field.outbox import Imported
from planner.services.field.sent import ItemKind

_NAMES: Mapping[str, str] = {
    ItemKind.REPORT: "tablet.kind.report",
    ItemKind.PHOTO: "tablet.kind.photo",
    ItemKind.VOICE: "tablet.voice.with",
    ItemKind.EDIT: "tablet.kind.edit",
    ItemKind.WITHDRAW: "tablet.kind.withdraw",
    ItemKind.SUPPORT: "tablet.kind.support",
    ItemKind.COMMENT: "tablet.kind.comment",
    ItemKind.START: "ride.tap.start",
    ItemKind.ARRIVE: "ride.tap.arrive",
    ItemKind.LEAVE: "ride.tap.leave",
    ItemKind.UNDO: "tablet.undo",
    ItemKind.HEADS: "tablet.kind.heads",
    ItemKind.BOARD: "tablet.kind.board",
    ItemKind.UNBOARD: "tablet.kind.board",
    ItemKind.GET_OFF: "tablet.kind.board",
    ItemKind.INSTRUCT: "tablet.kind.instruct",
    ItemKind.CLOSE: "tablet.kind.close",
    ItemKind.STANCE: "tablet.kind.stance",
}
_LONGEST = 80


def say_taken(t: Translator, imported: Imported) -> str:
    """How many came in by this file, and how many had come before."""
    fresh = t("field.outbox.taken", n=len(imported.taken), tour=imported.tour)
    there = t("field.outbox.there", n=len(imported.there)) if imported.there else ""
    return " ".join(filter(None, [fresh, there]))


def say_bad_files(t: Translator, imported: Imported) -> list[str]:
    """Each file that was no photo and no recording."""
    return [t("field.outbox.bad_file", name=name) for name in imported.bad_files]


def say_not_taken(t: Translator, imported: Imported) -> Iterator[tuple[str, str]]:
    """Each item that was not taken: what it is, and why."""
    for item, answer in zip(imported.items, imported.answers, strict=True):
        if answer.state is not State.RECEIVED:
            yield _name(t, item), say_why(t, answer)


def say_why(t: Translator, answer: Answered) -> str:
    """Why an item was not taken."""
    error = answer.error
    return t("app.failure", number=answer.failure) if error is None else t(error.key, **error.values)


def _name(t: Translator, item: object) -> str:
    given = item if isinstance(item, dict) else {}
    kind, text = given.get("kind"), given.get("text")
    known = t(_NAMES[kind]) if isinstance(kind, str) and kind in _NAMES else t("field.outbox.unknown")
    short = text.strip()[:_LONGEST] if isinstance(text, str) else ""
    return f"{known}: «{short}»" if short else known
