"""Whether a paper is ours and fit to be handled (初审), and how it goes back (退文, 补正)."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from app.rules.finding import Finding, Findings, blank
from app.vocabulary.documents import Screening
from app.vocabulary.returns import ReturnReason as Reason

REASONS: Final[Mapping[Screening, tuple[Reason, ...]]] = {
    Screening.OURS: (Reason.NOT_OUR_REMIT, Reason.WRONG_CHANNEL, Reason.SHOULD_ISSUE_ITSELF),
    Screening.ROUTING: (Reason.MULTI_RECIPIENT, Reason.WRONG_CHANNEL, Reason.NO_SIGNER, Reason.JOINT_SIGNERS_MISSING),
    Screening.FORM: (Reason.WRONG_TYPE, Reason.NO_NUMBER, Reason.NO_SEAL, Reason.NO_CONTACT, Reason.REQUEST_IN_REPORT),
    Screening.CONSULTED: (Reason.NO_CONSULTATION_EVIDENCE,),
    Screening.DRAFTING: (Reason.MULTI_MATTER, Reason.UNCLEAR_REQUEST, Reason.ATTACHMENTS_MISSING),
}
"""The reasons for a return that a failed question usually leads to; any other may be given."""


def check_screening(answers: Mapping[Screening, bool | None]) -> Findings:
    """Only a paper that passes all five questions is passed on; a failed one is returned or corrected (DOC-I03)."""
    found = []
    for question in Screening:
        answer = answers.get(question)
        if answer is None:
            found.append(Finding("DOC-I03", f"初审未答复：{question.label}", f"/{question}"))
        elif not answer:
            reasons = "、".join(reason.label for reason in REASONS[question])
            suggestion = f"退文（如：{reasons}）或者要求补正"
            found.append(Finding("DOC-I03", f"初审不符合：{question.label}", f"/{question}", suggestion))
    return tuple(found)


def check_return(reasons: Collection[Reason], other_text: str | None = None) -> Findings:
    """A return names at least one reason; ``OTHER`` says in words which (DOC-X01)."""
    if not reasons:
        return (Finding("DOC-X01", "退文应当至少注明一项原因", "/reasons"),)
    if Reason.OTHER in reasons and blank(other_text):
        return (Finding("DOC-X01", "退文原因选“其他”的，应当写明具体情况", "/other_text"),)
    return ()


def check_correction(due_on: date, today: date) -> Findings:
    """A correction is asked for by a day that is still to come (DOC-X02)."""
    if due_on > today:
        return ()
    return (Finding("DOC-X02", "补正期限应当晚于今天", "/due_on"),)
