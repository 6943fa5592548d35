"""Countries in words."""

from collections.abc import Iterable, Mapping

from babel import Locale


def country_names(language: str, codes: Iterable[str]) -> Mapping[str, str]:
    """What each country is called, by its code, in the order of the names."""
    names = Locale.parse(language).territories
    return dict(sorted(((code, names.get(code, code)) for code in codes), key=lambda pair: pair[1]))
