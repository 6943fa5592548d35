"""QR codes of links: on a screen that a row of tablets photographs across the aisle, and on paper."""

import io

import segno

SIDE_PX = 640
"""About 12 cm on a tablet or in print at 140 dpi: a camera reads a code from ten times its side."""

_QUIET_ZONE = 4  # modules of white on each side, ISO/IEC 18004


def qr_png(text: str, *, side_px: int = SIDE_PX) -> bytes:
    """A PNG, black on white with its quiet zone, error correction M or better, of whole pixels a module.

    At most `side_px` a side, unless the code has more modules than that. Raises ValueError for a text that is too long for
    a code (about 2,300 bytes).
    """
    code = _code(text)
    modules, _ = code.symbol_size(border=_QUIET_ZONE)
    out = io.BytesIO()
    code.save(out, kind="png", scale=max(1, side_px // modules), border=_QUIET_ZONE, light="#fff")
    return out.getvalue()


def _code(text: str) -> segno.QRCode:
    return segno.make_qr(text, error="m")
