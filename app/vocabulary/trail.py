"""Terms of the sealed trail (留痕)."""

from app.vocabulary.labelled import Labelled


class Flaw(Labelled):
    """What a check of the trail may find at a link or an entry."""

    LINK_MISSING = "link_missing", "链环缺失"
    LINK_FOREIGN = "link_foreign", "链环与前一环不衔接"
    ENTRY_MISSING = "entry_missing", "记录被删除"
    ENTRY_ALTERED = "entry_altered", "记录被改动"
    ENTRY_OUT_OF_ORDER = "entry_out_of_order", "记录次序被改动"
    ENTRY_SLIPPED_IN = "entry_slipped_in", "记录系事后插入"
    ANCHOR_MISSED = "anchor_missed", "与留存的链环不符"
