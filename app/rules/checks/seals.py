"""Seals and what they are put to (SEAL-R01 … SEAL-R16)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from app.rules.finding import Finding, Findings, blank
from app.vocabulary.identity import Role
from app.vocabulary.seals import IssuerRank, SealEmblem, SealShape, SealState, SealType

LEADERS: Final = frozenset({Role.LEADER, Role.PRINCIPAL_LEADER})
SPECIAL: Final = frozenset(
    {
        SealType.CONTRACT,
        SealType.FINANCE,
        SealType.INTERNAL_UNIT,
        SealType.LEGAL_REP_NAME,
        SealType.LEADER_SIGNATURE,
    }
)
"""Seals that must not be taken for the organ's own (SEAL-R10)."""
ON_DOCUMENTS: Final = frozenset({SealType.OFFICIAL, SealType.PARTY, SealType.PRINT_PLATE, SealType.ELECTRONIC})
"""Seals that stand for the organ itself under its papers."""
DIAMETERS: Final = {IssuerRank.PROVINCE: 50, IssuerRank.COUNTY: 45, IssuerRank.TOWNSHIP: 42}
"""Millimetres (SEAL-R11)."""
LARGEST, EMBOSSED = 45, (35, 42)
EMBLEMS: Final = {
    IssuerRank.PROVINCE: SealEmblem.NATIONAL,
    IssuerRank.COUNTY: SealEmblem.NATIONAL,
    IssuerRank.TOWNSHIP: SealEmblem.STAR,
    IssuerRank.UNIT: SealEmblem.STAR,
}


@dataclass(frozen=True, slots=True)
class SealLook:
    """What a seal looks like; sizes in millimetres, for a round one both are the diameter."""

    seal_type: SealType
    shape: SealShape
    emblem: SealEmblem
    rank: IssuerRank
    width_mm: int
    height_mm: int


def check_approver(roles: Collection[str], *, is_delegated: bool) -> Findings:
    """A use is approved by a leader, or by whom the organ entrusted with this class in writing (SEAL-R01)."""
    if is_delegated or LEADERS & set(roles):
        return ()
    return (Finding("SEAL-R01", "用印应当由本单位负责人批准，或者由按类别书面授权的人员批准"),)


def check_seal_name(engraved: str, seal_type: SealType, issuers: Collection[str], signers: Collection[str]) -> Findings:
    """What is engraved is what the paper is signed with (SEAL-R02, DOC-E13).

    ``issuers`` are the full and the short name of our organ; ``signers`` is who signed, where the paper carries a
    signature seal (命令、议案), else nobody.
    """
    if seal_type is SealType.LEADER_SIGNATURE and engraved in signers:
        return ()
    if seal_type not in ON_DOCUMENTS:
        return (Finding("SEAL-R02", f"“{seal_type.label}”不能代替发文机关印章", "/seal_id"),)
    if engraved.replace(" ", "") in {name.replace(" ", "") for name in issuers}:
        return ()
    return (Finding("SEAL-R02", "印章名称与公文署名不一致", "/seal_id"),)


def check_signed_original(signed_text: int | None, rechecked: str | None, present: str) -> Findings:
    """The seal goes on the signed text as it was rechecked (SEAL-R03). Hashes are SHA-256 in hex."""
    if signed_text is None:
        return (Finding("SEAL-R03", "没有签发原件，不能用印"),)
    return () if rechecked == present else (Finding("SEAL-R03", "现稿与复核后的签发稿不一致，不能用印"),)


def check_final_file(sha256: str | None, attached: Collection[str]) -> Findings:
    """Blank paper is never sealed: the final file is there, or its hash; and if both, they agree (SEAL-R04)."""
    if sha256 is None:
        several = len(set(attached)) > 1
        told = "有多个附件的，应当写明用印文件的摘要值" if several else "应当附上定稿文件或者填写其摘要值"
        return (Finding("SEAL-R04", f"空白纸张不得用印：{told}", "/file_sha256"),)
    if attached and sha256 not in attached:
        return (Finding("SEAL-R04", "所填摘要值与所附定稿文件不一致", "/file_sha256"),)
    return ()


def check_same_file(approved: str | None, presented: str, attached: Collection[str]) -> Findings:
    """What lies before the keeper is what was approved (SEAL-R04)."""
    if approved is None or presented != approved or (attached and approved not in attached):
        return (Finding("SEAL-R04", "待用印的文件与批准的文件不一致", "/file_sha256"),)
    return ()


def check_copies(copies: int, approved: int) -> Findings:
    """Not more copies than approved (SEAL-R05)."""
    return (Finding("SEAL-R05", f"用印份数超过批准的{approved}份", "/copies"),) if copies > approved else ()


def check_keeper(keeper: UUID, approvers: Sequence[UUID | None]) -> Findings:
    """Who keeps the seal did not approve its use (SEAL-R07)."""
    return (Finding("SEAL-R07", "监印人与批准人不宜为同一人"),) if keeper in approvers else ()


def check_outing(
    carrier: UUID, escort: UUID | None, place: str | None, due: datetime | None, now: datetime, *, approved: bool
) -> Findings:
    """A seal leaves the house with an approval, two people, a place and a time to be back (SEAL-R08)."""
    found = []
    if not approved:
        found.append(Finding("SEAL-R08", "印章外带应当经领导批准", "/is_off_site"))
    if blank(place):
        found.append(Finding("SEAL-R08", "印章外带应当写明地点", "/place"))
    if escort is None or escort == carrier:
        found.append(Finding("SEAL-R08", "印章外带应当有他人同行", "/escort_id"))
    if due is None or due <= now:
        found.append(Finding("SEAL-R08", "印章外带应当写明归还时间，且晚于现在", "/due_back_at"))
    return tuple(found)


def check_place(*, is_out: bool, is_for_this: bool) -> Findings:
    """A seal that is out of the house is used for nothing else (SEAL-R08)."""
    if is_out and not is_for_this:
        return (Finding("SEAL-R08", "印章已带出，尚未归还", "/seal_id"),)
    return ()


def check_handover(giver: UUID, taker: UUID, witness: UUID) -> Findings:
    """A seal is handed over before a third person (SEAL-R09)."""
    if len({giver, taker, witness}) == 3:
        return ()
    return (Finding("SEAL-R09", "移交人、接收人、监交人应当是三个人", "/witness_id"),)


def check_keeper_role(roles: Collection[str], pointer: str = "/keeper_id") -> Findings:
    """A seal is kept by whoever has that post (SEAL-R09)."""
    if Role.SEAL_KEEPER in roles:
        return ()
    return (Finding("SEAL-R09", "保管人应当担任印章管理员", pointer),)


def check_special_name(name: str, seal_type: SealType, official: Collection[str]) -> Findings:
    """A special seal does not bear the name of the organ's own (SEAL-R10)."""
    if seal_type in SPECIAL and name in official:
        return (Finding("SEAL-R10", "专用章、名章的名称应当与单位正式印章有所区别", "/name"),)
    return ()


def check_look(look: SealLook) -> Findings:
    """Shape, size and emblem (SEAL-R11)."""
    if look.seal_type is SealType.EMBOSSING:
        least, most = EMBOSSED
        fits = least <= look.width_mm <= most
        return () if fits else (Finding("SEAL-R11", "钢印直径应为3.5至4.2厘米", "/width_mm"),)
    if look.seal_type not in (SealType.OFFICIAL, SealType.INTERNAL_UNIT):
        return ()
    found = []
    if look.shape is not SealShape.ROUND or look.width_mm != look.height_mm:
        found.append(Finding("SEAL-R11", "印章应为圆形", "/shape"))
    wanted = DIAMETERS.get(look.rank)
    if wanted is not None and look.seal_type is SealType.OFFICIAL and look.width_mm != wanted:
        found.append(Finding("SEAL-R11", f"该级机关印章直径应为{wanted / 10}厘米", "/width_mm"))
    elif look.width_mm > LARGEST and look.rank is not IssuerRank.PROVINCE:
        found.append(Finding("SEAL-R11", "印章直径不得超过4.5厘米", "/width_mm"))
    rank = look.rank if look.seal_type is SealType.OFFICIAL else IssuerRank.UNIT
    if look.emblem is not EMBLEMS[rank]:
        found.append(Finding("SEAL-R11", f"印章中央应刊{EMBLEMS[rank].label}", "/emblem"))
    return tuple(found)


def check_in_use(state: SealState, started_on: date, today: date) -> Findings:
    """Only a seal in use is used: not one that is stopped or given back (SEAL-R12), not a lost one (SEAL-R13)."""
    if state is SealState.LOST:
        return (Finding("SEAL-R13", "印章已遗失并声明作废，不得用印", "/seal_id"),)
    if state is not SealState.IN_USE:
        return (Finding("SEAL-R12", f"印章{state.label}，不得用印", "/seal_id"),)
    return (Finding("SEAL-R12", "印章尚未启用", "/seal_id"),) if today < started_on else ()


def check_resumed(seal_type: SealType) -> Findings:
    """A seal of matter that was stopped is given back or destroyed; only an electronic one is resumed (SEAL-R12, R16)."""
    if seal_type is SealType.ELECTRONIC:
        return ()
    return (Finding("SEAL-R12", "停用的实物印章应当缴回封存或者销毁，不得恢复使用"),)


def check_issuer_seals(sealed_by: str | None, *, is_ours: bool) -> Findings:
    """Each issuer seals for itself, and it is on record who did (SEAL-R14)."""
    if not is_ours and blank(sealed_by):
        return (Finding("SEAL-R14", "联合行文机关用印应当登记用印人", "/sealed_by"),)
    return ()


def check_provider(seal_type: SealType, provider: str | None, reference: str | None) -> Findings:
    """An electronic seal is a reference to whoever makes its signatures; other seals have none (SEAL-R15, SEAL-R16)."""
    if seal_type is SealType.ELECTRONIC:
        if blank(provider) or blank(reference):
            return (Finding("SEAL-R16", "电子印章应当登记服务机构和印章标识，本系统不存图片和私钥", "/provider"),)
        return ()
    if provider is not None or reference is not None:
        return (Finding("SEAL-R15", "只有电子印章登记电子印章服务机构", "/provider"),)
    return ()


def check_electronic_use(
    seal_type: SealType, signature: str | None, certificate_until: date | None, today: date
) -> Findings:
    """An electronic seal was used when its provider says so by a reference; a picture is none (SEAL-R15)."""
    if seal_type is not SealType.ELECTRONIC:
        told = "实物印章没有电子签章标识"
        return () if signature is None else (Finding("SEAL-R15", told, "/provider_reference"),)
    if blank(signature):
        return (Finding("SEAL-R15", "电子印章应当写明服务机构出具的签章标识；图样不是用印", "/provider_reference"),)
    if certificate_until is not None and certificate_until < today:
        return (Finding("SEAL-R15", "电子印章的证书已过期", "/seal_id"),)
    return ()
