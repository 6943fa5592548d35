"""Data for the scripts of a map, written so that typed text can neither end the script nor become code."""

import json
import re

_JINJA_OPENING = re.compile(r"\{(?=[{%#])")


def script_json(value: object) -> str:
    """`value` as compact JSON that may stand in a <script>, in a folium template and in what streamlit-folium rewrites.

    In compact JSON a brace is never followed by `{`, `%` or `#` outside a text, so escaping those keeps Jinja out. folium
    compiles each script as a template, and streamlit-folium renames words after an underscore; both must not touch texts.
    """
    text = json.dumps(value, separators=(",", ":"))
    for sign in "<>&'_`":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return _JINJA_OPENING.sub(r"\\u007b", text)
