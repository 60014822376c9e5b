"""PDF, by PDFium. It is not made for threads: one more reason for a process of its own."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

from app.services.attachments.errors import FileRefused
from app.services.attachments.reading.tidy import first, join_lines
from app.vocabulary.files import RefusalReason

MOST_PAGES = 500


def read(path: Path, limit: int) -> str:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as fault:
        locked = fault.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        raise FileRefused(RefusalReason.ENCRYPTED if locked else RefusalReason.BROKEN) from fault
    return first(_pages(document), limit, "\f")


def _pages(document: pypdfium2.PdfDocument) -> Iterator[str]:
    for number in range(min(len(document), MOST_PAGES)):
        page = document[number]
        text = page.get_textpage()
        yield join_lines(text.get_text_range())
        text.close()
        page.close()
