"""Words in which the checks of drafts (拟稿检查) speak of organs, of co-signing and of the moment of a check."""

from app.vocabulary.labelled import Labelled


class OrganKind(Labelled):
    """What an organ is by law; decides what it may issue and to whom (DOC-K03, DOC-K13, DOC-R13, DOC-R15)."""

    PARTY_COMMITTEE = "party_committee", "党委"
    GOVERNMENT = "government", "政府"
    CONGRESS = "congress", "人大及其常委会"
    CONSULTATIVE = "consultative", "政协"
    DEPARTMENT = "department", "部门"
    OFFICE = "office", "办公厅（室）"
    OTHER = "other", "其他单位"


class OrganLevel(Labelled):
    """行政层级; joint issue is for organs of one level (DOC-R15)."""

    CENTRAL = "central", "中央"
    PROVINCE = "province", "省级"
    PREFECTURE = "prefecture", "市级"
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡级"


class CosignState(Labelled):
    """How far departments whose remit is touched have agreed (DOC-R14)."""

    NOT_NEEDED = "not_needed", "不涉及其他部门"
    PENDING = "pending", "会签中"
    AGREED = "agreed", "意见一致"
    DISAGREED = "disagreed", "意见不一致"


class CheckMoment(Labelled):
    """When a draft is checked. What cannot be known yet is not asked for: later moments know more."""

    DRAFTING = "drafting", "拟稿"
    REVIEW = "review", "核稿"
    SIGN = "sign", "签发"
    NUMBERED = "numbered", "登记编号"
    DISPATCH = "dispatch", "分发"

    @property
    def rank(self) -> int:
        """Higher is later."""
        return _RANKS[self]


_RANKS = {moment: rank for rank, moment in enumerate(CheckMoment)}
