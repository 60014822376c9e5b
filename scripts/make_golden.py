"""Write docs/typesetting/*.png, one picture for each example: ``python -m scripts.make_golden``. A test keeps them true.

Look at every picture that changes before it is committed.
"""

from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image

from app.typesetting.fonts import font_book
from app.typesetting.paper import Paper
from app.typesetting.pdf import render_pdf
from tests.factories.sample_papers import GALLERY

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "typesetting"
SCALE = 1.0  # 72 dots an inch: enough to see every millimetre, small enough to keep
GAP = 8
GREYS = 64


def picture(paper: Paper) -> Image.Image:
    """All pages of a document side by side."""
    document = pypdfium2.PdfDocument(render_pdf(paper, font_book()).content)
    pages = [page.render(scale=SCALE).to_pil() for page in document]
    document.close()
    wide = sum(page.width for page in pages) + GAP * (len(pages) - 1)
    sheet = Image.new("RGB", (wide, pages[0].height), (128, 128, 128))
    left = 0
    for page in pages:
        sheet.paste(page, (left, 0))
        left += page.width + GAP
    return sheet


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, paper in GALLERY.items():
        held = BytesIO()
        picture(paper).quantize(GREYS).save(held, "PNG", optimize=True)
        (FOLDER / f"{name}.png").write_bytes(held.getvalue())


if __name__ == "__main__":
    main()
