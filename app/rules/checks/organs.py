"""What organs and people are, told from their names where nobody said it."""

import re
from typing import Final

from app.rules.checks.draft import Issuer, Recipient
from app.vocabulary.documents import DocType as Kind
from app.vocabulary.drafting import OrganKind

PUBLISHED: Final = frozenset({Kind.COMMUNIQUE, Kind.ANNOUNCEMENT, Kind.PUBLIC_NOTICE})
"""公布性文种: addressed to everybody."""

_OFFICE: Final = re.compile("(?:办公厅|办公室|政府办|委办)$")
_KINDS: Final = (
    (_OFFICE, OrganKind.OFFICE),
    (re.compile("人民代表大会|人大(?:常委会|$|第.{1,6}会议)"), OrganKind.CONGRESS),
    (re.compile("政协|政治协商会议"), OrganKind.CONSULTATIVE),
    (re.compile("人民政府$|国务院$|^各?[^厅局委办部]{1,10}(?:政府)$"), OrganKind.GOVERNMENT),
    (
        re.compile("^中共.{1,20}(?:委员会|工委|[省市县区旗州镇乡]委)$|^[^厅局部]{1,8}[省市县区旗州镇乡]委$"),
        OrganKind.PARTY_COMMITTEE,
    ),
    (
        re.compile(
            "(?:公司|集团|(?:村民|居民|业主|管理)委员会|[村居]委会|学[校院]|中心|协会|支部|俱乐部|指挥部|武装部|项目部|经营部)$"
        ),
        OrganKind.OTHER,
    ),
    (re.compile("(?:部|厅|局|委员会|委|总局|司|署)$"), OrganKind.DEPARTMENT),
)
_PERSON: Final = re.compile(
    "(?:同志|书记|[省市州县区旗乡镇]长|[厅局处科司]长|主任|部长|总理|主席|委员|先生|女士|领导)$"
)
_COLLECTIVE: Final = re.compile("^(?:各|有关|驻|本)|各.{1,20}[、，]|(?:各单位|各部门)$")


def kind_of(organ: Issuer | Recipient) -> OrganKind | None:
    """党委, 政府, 部门…, as stated or as the name says it; None where it does not."""
    if organ.kind is not None:
        return organ.kind
    if isinstance(organ, Issuer) and organ.is_office:
        return OrganKind.OFFICE
    return next((kind for pattern, kind in _KINDS if pattern.search(organ.name)), None)


def is_office(issuer: Issuer) -> bool:
    return issuer.is_office or kind_of(issuer) is OrganKind.OFFICE


def is_personal(name: str) -> bool:
    """Whether a name is that of a person or a post, not of an organ."""
    return _PERSON.search(name.strip()) is not None


def is_collective(name: str) -> bool:
    """A collective term for organs of one kind: 各县（市、区）人民政府."""
    return _COLLECTIVE.search(name.strip()) is not None


def names_of(organ: Issuer | Recipient) -> frozenset[str]:
    """Every name an organ may be written with."""
    return frozenset(name.strip() for name in (organ.name, organ.short_name) if name)


def is_same(name: str, organ: Issuer | Recipient) -> bool:
    return name.strip() in names_of(organ)
