"""What cells may say for our vocabularies: kinds of agencies, severities and roles, as people write them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.domain.words import GRANTED_ROLES, AgencyKind, Role, Severity


@dataclass(frozen=True)
class Words:
    """The words of the catalogues, folded, with what each means; the codes themselves are known beside."""

    kinds: Mapping[str, AgencyKind] = field(default_factory=dict)
    severities: Mapping[str, Severity] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)


_KINDS = {
    AgencyKind.MEDIA: r"сми\b|массовой информации|газет|телевид|радио|редакц|пресс|media|press",
    AgencyKind.COUNCIL: r"совет|общественн|council|\bтос\b|ассоциац",
    AgencyKind.CONTRACTOR: r"подряд|contractor|\bооо\b|\bип\b|\bзао\b",
    AgencyKind.UTILITY: r"коммун|\bмуп\b|\bмку\b|\bгуп\b|водоканал|сет[ие]|utilit|служба|управляющ|\bук\b|\bтсж\b|\bмбу\b",
    AgencyKind.DEPARTMENT: r"управлени|отдел|департамент|комитет|администрац|министерств|department|office|инспекц|орган",
}
_SEVERITIES = {
    Severity.DANGER: r"опасн|авари|критич|срочн|высок|danger|critical|urgent|high|угроз|^(?:1|а|a)$",
    Severity.LOW: r"неудобств|низк|незначит|мелк|low|minor|inconvenien|^3$",
    Severity.NORMAL: r"проблем|обычн|средн|норм|normal|medium|problem|планов|^2$",
}
_ROLES = (
    (r"админ|admin", Role.ADMIN),
    (r"организатор|organi[sz]er", Role.ORGANIZER),
    (r"секретар|secretary", Role.SECRETARY),
    (r"контрол|controller", Role.CONTROLLER),
    (r"наблюдат|observer", Role.OBSERVER),
    (r"исполнит|official|ответственн", Role.OFFICIAL),
)


def kind_of(text: str, words: Words) -> AgencyKind | None:
    """The kind of an agency; None for a word that says none."""
    folded = text.casefold()
    if folded in list(AgencyKind):
        return AgencyKind(folded)
    return words.kinds.get(folded) or next((kind for kind, said in _KINDS.items() if re.search(said, folded)), None)


def severity_of(text: str, words: Words) -> Severity | None:
    """How bad; None for a word that says nothing."""
    folded = text.casefold()
    if folded in list(Severity):
        return Severity(folded)
    known = words.severities.get(folded)
    return known or next((severity for severity, said in _SEVERITIES.items() if re.search(said, folded)), None)


def roles_of(text: str, words: Words) -> tuple[frozenset[Role], list[str]]:
    """The roles that a cell names, and the words of it that name none."""
    found, odd = set[Role](), []
    for word in filter(None, (" ".join(each.split()) for each in re.split(r"[,;/\n]+", text))):
        folded = word.casefold()
        role = words.roles.get(folded) or next((role for said, role in _ROLES if re.search(said, folded)), None)
        if role in GRANTED_ROLES:
            found.add(role)
        else:
            odd.append(word)
    return frozenset(found), odd


def listed(text: str) -> list[str]:
    """The names in a cell: one behind another with commas, semicolons or lines between."""
    names = (" ".join(each.split()) for each in re.split(r"[,;\n|]+", text))
    return list(dict.fromkeys(filter(None, names)))
