"""Ready phrases of instructions: every topic of the demo city has its own, in both languages."""

import json

import pytest

from planner.config import ROOT
from planner.domain.models import Category
from planner.i18n import LANGUAGES, translator
from planner.phrases.ride.ready import EVERYWHERE, OF_TOPICS, ready_phrases


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_topic_of_the_demo_city_has_phrases_of_its_own(language: str) -> None:
    t = translator(language, "UTC")
    icons = {each["icon"] for each in json.loads((ROOT / "data/demo/categories.json").read_text(encoding="utf-8"))}

    said = {icon: ready_phrases(t, Category(name=icon, icon=icon))[: -len(EVERYWHERE)] for icon in icons}

    assert icons - OF_TOPICS == set()
    assert {icon: len(set(phrases)) for icon, phrases in said.items()} == dict.fromkeys(icons, 3)
    assert len({phrase for phrases in said.values() for phrase in phrases}) == 3 * len(icons)


def test_topic_without_phrases_has_those_that_fit_everywhere() -> None:
    t = translator("ru", "UTC")

    assert ready_phrases(t, Category(name="Прочее", icon="star")) == [t(key) for key in EVERYWHERE]
