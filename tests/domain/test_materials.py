"""Tests of `planner.domain.materials`."""

import pytest

from planner.domain.materials import Material, materials_of


@pytest.mark.parametrize(
    ("line", "material"),
    [
        ("Пресс-релиз", Material("Пресс-релиз")),
        ("Пресс-релиз: https://city.ru/a.pdf", Material("Пресс-релиз", "https://city.ru/a.pdf")),
        ("https://city.ru/a.pdf — пресс-релиз.", Material("пресс-релиз", "https://city.ru/a.pdf")),
        ("Фото (http://city.ru/1)", Material("Фото", "http://city.ru/1")),
        ("  HTTPS://city.ru/A  ", Material("HTTPS://city.ru/A", "HTTPS://city.ru/A")),
        ("Смета, javascript:alert(1)", Material("Смета, javascript:alert(1)")),
        ("Два: https://a.ru и https://b.ru", Material("Два: и https://b.ru", "https://a.ru")),
    ],
)
def test_material_of_a_line(line: str, material: Material) -> None:
    assert materials_of(line) == [material]


def test_materials_are_lines_that_say_something() -> None:
    assert materials_of("\nПлан\n\n  \nСмета\n") == [Material("План"), Material("Смета")]
