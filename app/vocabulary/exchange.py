"""Terms of 公文交换: what one organ learns of what another did with a paper."""

from app.vocabulary.labelled import Labelled


class ExchangeNews(Labelled):
    """An act of the other organ, as it stands in the trail of ours; the trail names that organ and no person of it."""

    RECEIPT_CAME = "receipt_came", "对方已签收"
    RETURN_CAME = "return_came", "对方已退文"
    RECALL_ACCEPTED = "recall_accepted", "对方同意撤回"
    RECALL_DECLINED = "recall_declined", "对方不同意撤回"
    ANSWERED = "answered", "已发文答复"
