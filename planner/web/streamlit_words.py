"""Streamlit's own words, which it has in English alone, beside what the visitor reads instead."""

from planner.domain.topic_icons import TOPIC_ICONS
from planner.i18n import Translator, translator

_WORDS = [
    "dismiss",
    "options",
    "option",
    "choose_date_of",
    "progress",
    "map_frame",
    "kilobytes",
    "megabytes",
    "choose",
    "skip",
    "open",
    "close",
    "select_all",
    "select_matches",
    "no_results",
    "clear_all",
    "clear_value",
    "clear_entry",
    "clear_date",
    "date_out_of_range",
    "clear_time",
    "add_new",
    "remove",
    "selected_values",
    "choose_date",
    "calendar_keys",
    "next_month",
    "previous_month",
    "increment",
    "decrement",
    "show_password",
    "hide_password",
    "press_enter",
    "press_enter_to_submit",
    "shortcut",
    "upload",
    "file_upload",
    "add_files",
    "cancel_upload",
    "drop_files",
    "drop_file",
    "upload_failed",
    "network_error",
    "too_large",
    "wrong_kind",
    "one_file",
    "unexpected",
    "error",
    "help_for",
    "main_menu",
    "more",
    "expand_sidebar",
    "collapse_sidebar",
    "sidebar",
    "app_pages",
    "notifications",
    "running",
    "pagination",
    "next_page",
    "previous_page",
    "page",
    "day_of",
    "month_of",
    "year_of",
    "hour_of",
    "minute_of",
    "hours",
    "minutes_or_month",
    "day",
    "year",
]
_HOLES = {"what": "{}", "most": "{}"}


def streamlit_words(t: Translator) -> list[tuple[str, str]]:
    """What Streamlit says and what is said instead, `{}` for any text; nothing for those who read English.

    `screen/words.js` puts them in. Streamlit's words stand in the English catalogue, as it writes them.
    """
    english = translator("en", t.zone.key)
    if t.language == english.language:
        return []
    words = [(english(f"streamlit.{name}", **_HOLES), t(f"streamlit.{name}", **_HOLES)) for name in _WORDS]
    return words + [(f"{icon} icon", t(f"topic_icon.{icon}")) for icon in TOPIC_ICONS]
