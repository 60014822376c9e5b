"""What can be wrong with a file. Too large, storage full and storage away are words of `core/errors.py`."""

from app.core.errors import AppError, ErrorKind
from app.vocabulary.files import RefusalReason


class FileRefused(AppError):
    """The file is not taken, or its text cannot be read; ``reason`` says why and is shown to the sender."""

    kind, code, title = ErrorKind.RULE, "file_refused", "文件不符合要求"
    title_en = "The file is refused"

    def __init__(self, reason: RefusalReason) -> None:
        super().__init__(reason.label, reason=reason)
        self.reason = reason


class TooManyAttachments(AppError):
    """The matter holds as many attachments as one matter may."""

    kind, code, title = ErrorKind.CONFLICT, "too_many_attachments", "附件数量已达上限"
    title_en = "The matter has as many attachments as it may"
