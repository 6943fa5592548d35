"""The text of a CSV and its records, whatever program has saved it: encodings, separators, signs that nobody sees."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from planner.domain.errors import Invalid

SEPARATORS = ";,\t|"
_BOMS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"))
_MORE_BOMS = ((codecs.BOM_UTF16_BE, "utf-16"),)
_ONE_BYTE = ("cp1251", "koi8-r", "cp866", "mac-cyrillic")
_BOM_READ_OTHERWISE = ("\ufeff", "ï»¿", "п»ї")
"""A byte order mark, and what it looks like once somebody has read it in another encoding and saved it again."""
_SEP_LINE = re.compile(r'"?sep=(\\t|.)"?[;,\t| ]*(?:\r\n|\r|\n)', re.IGNORECASE)
_COMMON = {letter: 33 - at for at, letter in enumerate("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё")}
_RUSSIAN = re.compile(r"[а-яё]", re.IGNORECASE)
_LOOKED_AT = 20_000
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decoded(data: bytes) -> str:
    """The text without byte order marks, in the encoding that makes most sense of it.

    Invalid("tables.error.binary") for what is no text: a picture, a workbook.
    """
    text = (_marked(data) or _unmarked(data)).rstrip("\x1a\0")  # how old programs end a file
    while mark := next((each for each in _BOM_READ_OTHERWISE if text.startswith(each)), ""):
        text = text[len(mark) :]
    if _BINARY.search(text[:_LOOKED_AT]) or _BINARY.search(text):
        raise Invalid("tables.error.binary", field="file")
    return text


def separated(text: str) -> tuple[str, str]:
    """The separator, and the text without the line «sep=;» that says it to Excel.

    Else it is the one that cuts most of the first lines into as many cells as the header, and then into most.
    """
    if said := _SEP_LINE.match(text):
        return said[1].replace("\\t", "\t"), text[said.end() :]

    def fit(separator: str) -> tuple[float, int]:
        lines = [line for line in _lenient(text[:_LOOKED_AT], separator) if any(line)][:20]
        width = len(lines[0]) if lines else 0
        alike = sum(len(line) == width for line in lines)
        return (alike / len(lines) if width > 1 else 0.0, width)

    return max(SEPARATORS, key=fit), text


def records(text: str, separator: str, *, lenient: bool = False) -> list[list[str]]:
    """Every record with its cells stripped. Invalid("tables.error.quotes", `row`) where a quotation mark is not closed, and
    unless `lenient` where a cell goes on behind one.
    """
    found: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            found.append([cell.strip() for cell in record])
    except csv.Error as error:
        if not lenient or "unexpected end" in str(error):
            raise Invalid("tables.error.quotes", field="file", row=len(found) + 1) from None
        return [_by_line(line, separator) for line in text.splitlines()]
    return found


def _by_line(line: str, separator: str) -> list[str]:
    """The cells of a line in which somebody put quotation marks within quotation marks: one closes before a separator."""
    sep = re.escape(separator)
    found = re.findall(rf'\s*"(.*?)"\s*(?={sep}|$){sep}?|([^{sep}]*){sep}?', line)
    cells = [(quoted or plain).replace('""', '"').strip() for quoted, plain in found]
    return cells[:-1] if cells and not line.endswith(separator) else cells


def _lenient(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _marked(data: bytes) -> str:
    """By a byte order mark; "" where there is none, or where it lies."""
    for mark, encoding in (*_BOMS, *_MORE_BOMS):
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                return data.decode(encoding, "ignore") if len(data) % 2 else ""
    return ""


def _unmarked(data: bytes) -> str:
    if b"\0" in data[:_LOOKED_AT]:
        return _wide(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return _mended(text)
    # One bad byte in megabytes of UTF-8 is a slip; the text as it is in an older encoding has no such order.
    return max(
        (data.decode("utf-8", "replace"), *(data.decode(each, "replace") for each in _ONE_BYTE)), key=_likeliness
    )


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: the zeros stand on one side of the letters."""
    head = data[:_LOOKED_AT]
    encoding = "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Invalid("tables.error.binary", field="file") from None


def _mended(text: str) -> str:
    """Text that was read as Windows-1251 and saved as UTF-8 («Р”РІРѕСЂ») as it was before."""
    head = text[:_LOOKED_AT]
    if not {"Р", "С"} & set(head):
        return text
    try:
        return text.encode("cp1251").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def _likeliness(text: str) -> float:
    """How much it looks like Russian: common letters count for it; odd signs, and capitals behind small letters, against."""
    head = text[:_LOOKED_AT]
    score = 0.0
    before = ""
    for sign in head:
        if ord(sign) > 127:
            score += _COMMON[sign.lower()] if _RUSSIAN.match(sign) else (-5 if sign in "«»№–—’“”„…\xa0°" else -40)
            if sign.isupper() and before.islower():
                score -= 60
        before = sign
    return score
