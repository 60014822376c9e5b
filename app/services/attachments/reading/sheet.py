"""XLSX, by calamine: every sheet with its name, a row a line, cells separated by tabs.

calamine lays a sheet out as a full rectangle: two cells in opposite corners ask for half a terabyte and abort the
process. The limit of memory turns that into a refusal.
"""

from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum

from app.services.attachments.errors import FileRefused
from app.services.attachments.reading.tidy import first
from app.vocabulary.files import RefusalReason


def read(path: Path, limit: int) -> str:
    try:
        workbook = CalamineWorkbook.from_path(path)
    except PasswordError as fault:
        raise FileRefused(RefusalReason.ENCRYPTED) from fault
    return first(_lines(workbook), limit)


def _lines(workbook: CalamineWorkbook) -> Iterator[str]:
    for sheet in workbook.sheets_metadata:
        yield sheet.name
        if sheet.typ == SheetTypeEnum.WorkSheet:
            for row in workbook.get_sheet_by_name(sheet.name).iter_rows():
                if line := "\t".join(_cell(value) for value in row).strip("\t"):
                    yield line


def _cell(value: object) -> str:
    """A cell as people read it: whole numbers arrive as floats."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
