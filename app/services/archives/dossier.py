"""What a domain hands to the archive: the facts of a paper and the texts only the domain knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.vocabulary.archives import ComponentRole

TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Leaf:
    """What is to be kept as a file of the record."""

    role: ComponentRole
    name: str
    content: bytes
    media_type: str

    @classmethod
    def of_text(cls, role: ComponentRole, text: str) -> "Leaf":
        """A text under the name of what it is, in UTF-8."""
        return cls(role, f"{role.label}.txt", text.encode(), TEXT)


@dataclass(frozen=True, slots=True)
class Dossier:
    """One paper on its way to the archive.

    ``sheet`` is the label and value of each fact of the 发文稿纸 or 文件处理单, ``annexes`` how many attachments the text
    names; ``ready_on`` is the day the work on it was done; ``own_copy`` says that the 正本 is among the leaves and not among
    the files.
    """

    responsible_party: str
    document_number: str | None
    doc_date: date | None
    year: int
    ready_on: date
    leaves: Sequence[Leaf]
    sheet: Sequence[tuple[str, str]]
    is_ours: bool
    is_joint: bool = False
    annexes: int = 0
    own_copy: bool = False
