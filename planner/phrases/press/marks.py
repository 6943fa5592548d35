"""What was changed in a release against what was made out of the data, and which of its numbers are old by now."""

from collections.abc import Iterator, Mapping, Sequence

from planner.domain.models import Release
from planner.domain.press import TEXTS, Change, Figures, Offer, OldNumber, Piece, compared, nearest, old_numbers
from planner.i18n import Translator, translator
from planner.phrases.press.release import say_figures

Line = Sequence[Piece]


def changed_lines(before: str, after: str) -> Sequence[Line]:
    """The lines of both texts in which something went or came; none where both say the same."""
    return [line for line in _lines(compared(before, after)) if any(piece.change is not Change.SAME for piece in line)]


def marks_of(release: Release) -> Mapping[str, Sequence[Line]]:
    """By the names of its texts what is otherwise than it was made; empty where nothing is, or nothing was made."""
    if release.offered is None:
        return {}
    offer = Offer.from_data(release.offered)
    found = {}
    for name in TEXTS:
        text = getattr(release, name)
        wording = offer.en if name.endswith("_en") else offer.ru
        offered = {"title": wording.titles, "lead": wording.leads, "body": (wording.body,)}[name.removesuffix("_en")]
        found[name] = changed_lines(nearest(text, offered), text)
    return {name: lines for name, lines in found.items() if lines}


def old_numbers_of(t: Translator, release: Release, now: Figures | None) -> Sequence[OldNumber]:
    """The numbers in any of its texts that the data have changed since, each once."""
    if release.offered is None or now is None:
        return []
    offer = Offer.from_data(release.offered)
    found: list[OldNumber] = []
    for language, wording, ending in (("ru", offer.ru, ""), ("en", offer.en, "_en")):
        text = "\n".join(getattr(release, f"{name}{ending}") for name in ("title", "lead", "body"))
        anew = say_figures(translator(language, t.zone.key), now)
        found += old_numbers(text, wording.said, offer.figures, now, anew)
    return list(dict.fromkeys(found))


def _lines(pieces: Sequence[Piece]) -> Iterator[Line]:
    line: list[Piece] = []
    for piece in pieces:
        first, *rest = piece.text.split("\n")
        line.append(Piece(piece.change, first))
        for part in rest:
            yield [each for each in line if each.text]
            line = [Piece(piece.change, part)]
    yield [each for each in line if each.text]
