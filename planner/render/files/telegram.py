"""A letter as a message of Telegram: plain text, so that what people typed is never markup."""

from planner.domain.letter import Letter, Part

LONGEST = 4096
"""Signs that Telegram takes in one message, counted as it counts them: in units of UTF-16."""


def telegram_text(letter: Letter) -> str:
    """The whole letter; where it is too long, as many of its parts as fit, and its foot."""
    foot = "\n\n".join(filter(None, map(_said, letter.foot)))
    parts = [_said(part) for part in letter.parts]
    if len(parts) > 1:
        parts.insert(0, letter.subject)
    kept = list(parts)
    while len(kept) > 1 and _length(_whole([*kept, "…", foot])) > LONGEST:
        kept.pop()
    body = _whole(kept if len(kept) == len(parts) else [*kept, "…"])
    return _whole([_shortened(body, LONGEST - _length(foot) - 2), foot])


def _whole(parts: list[str]) -> str:
    return "\n\n".join(filter(None, parts))


def _shortened(text: str, most: int) -> str:
    return (
        text
        if _length(text) <= most
        else text.encode("utf-16-le", "replace")[: 2 * (most - 1)].decode("utf-16-le", "ignore") + "…"
    )


def _said(part: Part) -> str:
    return "\n".join(filter(None, [part.headline, *part.details, part.link]))


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "replace")) // 2
