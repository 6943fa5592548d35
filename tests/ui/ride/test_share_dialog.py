"""The address that a tablet opens."""

import pytest

from planner.ui.ride.share_dialog import join_address


def test_join_address_is_under_the_address_that_was_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_PUBLIC_URL", "https://tours.example.org/")

    assert join_address("k7m2p9qx", "http://10.0.0.5:8501/ride?tour=1") == "https://tours.example.org/join/k7m2p9qx"


def test_join_address_is_else_where_the_visitor_came_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANNER_PUBLIC_URL", raising=False)

    assert join_address("k7m2p9qx", "http://10.0.0.5:8501/ride?tour=1") == "http://10.0.0.5:8501/join/k7m2p9qx"
