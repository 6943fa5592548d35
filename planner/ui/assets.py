"""Style sheets and scripts on a screen. They come with the screen itself: on a bad line no second request can be lost."""

import json
from html import escape

import streamlit as st

from planner.render.assets import asset_text


def use_styles(*names: str) -> None:
    """Puts style sheets of `planner/web/assets` onto the screen; it takes no room."""
    st.html(f"<style>{''.join(map(asset_text, names))}</style>")


def run_script(name: str, **given: object) -> None:
    """Runs a script of `planner/web/assets` on the screen, again only when `given` changes.

    The script finds `given` as JSON at its own element: `document.currentScript.dataset.given`.
    """
    st.html(
        f'<script data-given="{escape(json.dumps(given))}">{asset_text(name)}</script>', unsafe_allow_javascript=True
    )
