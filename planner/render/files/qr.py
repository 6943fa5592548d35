"""QR codes of links: on a screen that a row of tablets photographs across the aisle, and on paper."""

import io

import segno

SIDE_PX = 640
"""About 12 cm on a tablet or in print at 140 dpi: a camera reads a code from ten times its side."""

_QUIET_ZONE = 4  # modules of white on each side, ISO/IEC 18004


def qr_svg(text: str, *, side_px: int = SIDE_PX) -> str:
    """An `<svg>` element `side_px` wide and high, black on white with its quiet zone, error correction M or better.

    Fit to be put into a page as it is. Raises ValueError for a text that is too long for a code (about 2,300 bytes).
    """
    out = io.BytesIO()
    # One unit a module and a viewBox: segno's own float scales round the white ground down by a module.
    _code(text).save(
        out,
        kind="svg",
        border=_QUIET_ZONE,
        light="#fff",
        omitsize=True,
        xmldecl=False,
        nl=False,
        svgclass=None,
        lineclass=None,
    )
    size = f'<svg width="{side_px}" height="{side_px}" shape-rendering="crispEdges" '
    return out.getvalue().decode().replace("<svg ", size, 1)


def qr_png(text: str, *, side_px: int = SIDE_PX) -> bytes:
    """The same as a PNG of whole pixels a module: at most `side_px` a side, unless the code has more modules than that.

    Raises ValueError for a text that is too long for a code.
    """
    code = _code(text)
    modules, _ = code.symbol_size(border=_QUIET_ZONE)
    out = io.BytesIO()
    code.save(out, kind="png", scale=max(1, side_px // modules), border=_QUIET_ZONE, light="#fff")
    return out.getvalue()


def _code(text: str) -> segno.QRCode:
    return segno.make_qr(text, error="m")
