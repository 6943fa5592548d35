"""Tests of `planner.render.maps.script_json`."""

import json

from folium.template import Template
from hypothesis import given
from hypothesis import strategies as st

from planner.render.maps.script_json import script_json

NASTY = st.text(alphabet=st.sampled_from(list("<>&'\"`_{}%#$\\/ab\n\u2028")), max_size=30) | st.text(max_size=20)


@given(st.recursive(NASTY | st.integers() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(NASTY, inner)))
def test_script_json_says_the_same_and_holds_no_dangerous_sign(value: object) -> None:
    written = script_json(value)

    assert json.loads(written) == value
    assert not set(written) & set("<>&'`_")


@given(NASTY)
def test_script_json_is_no_template(text: str) -> None:
    written = script_json([text, {"key": text}])

    assert Template(written).render() == written.rstrip("\n")
