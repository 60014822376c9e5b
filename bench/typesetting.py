"""``python -m bench.typesetting``: a document of five pages as PDF and as DOCX, warm, in one thread.

Prints documents per second and CPU seconds per document for each, with the time of the first one, which loads the typefaces.
Every document differs from the one before, so that nothing is remembered from it.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from app.typesetting.docx import render_docx
from app.typesetting.fonts import FontBook, font_book
from app.typesetting.paper import Layout, Paper
from app.typesetting.pdf import render_pdf
from app.typesetting.rendition import Rendition

ROUNDS = 100
PAGES = 5
_PARAGRAPH = (
    "各级各部门要坚持人民至上、生命至上，立足防大汛、抗大旱、抢大险、救大灾，严格执行24小时值班制度和领导带班制度，"
    "遇有重大险情、灾情，要在30分钟内电话报告、1小时内书面报告，全面落实各项防范应对措施，确保安全度汛。"
)


def five_pages(*, fits: bool = True) -> Paper:
    """A notice of five pages: eight headings, each with two paragraphs.

    One that does not fit at once would have its signature alone on the last page and is set again with other lines.
    """
    body = "\n".join(f"{numeral}、强化责任落实\n{_PARAGRAPH}\n{_PARAGRAPH}" for numeral in "一二三四五六七八")
    body += f"\n{_PARAGRAPH}" if fits else ""
    return Paper(
        layout=Layout.DOCUMENT,
        issuer_marks=("某市人民政府",),
        title="某市人民政府关于做好2026年防汛抗旱工作的通知",
        body=body,
        doc_number="某政发〔2026〕12号",
        recipients=("各县（市、区）人民政府", "市政府各部门、各直属单位"),
        issuers=("某市人民政府",),
        doc_date=date(2026, 4, 8),
        cc=("市委各部门", "市人大常委会办公室", "市政协办公室"),
        print_org="某市人民政府办公室",
        print_date=date(2026, 4, 9),
    )


def measure(name: str, render: Callable[[Paper, FontBook], Rendition], paper: Paper, fonts: FontBook) -> None:
    """Time ``ROUNDS`` documents and print the figures."""
    started = time.perf_counter()
    first = render(paper, fonts)
    cold = time.perf_counter() - started
    papers = [
        replace(paper, doc_number=f"某政发〔2026〕{n}号", body=f"{paper.body}第{n}号。") for n in range(1, ROUNDS + 1)
    ]
    wall, cpu = time.perf_counter(), time.process_time()
    for one in papers:
        render(one, fonts)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(
        f"{name:5} {first.pages} pages {len(first.content) / 1024:6.0f} KiB  first {cold * 1000:5.0f} ms  "
        f"{ROUNDS / wall:6.1f} documents/s  {cpu / ROUNDS * 1000:6.1f} ms CPU/document"
    )


def main() -> int:
    started = time.perf_counter()
    fonts = font_book()
    print(f"typefaces read in {(time.perf_counter() - started) * 1000:.0f} ms")
    for fits in (True, False):
        paper = five_pages(fits=fits)
        made = render_pdf(paper, fonts)
        if made.pages != PAGES or bool(made.adjustments) is fits:
            print(f"the example has {made.pages} pages, not {PAGES}, or was adjusted: {made.adjustments}")
        print("fits at once" if fits else "set again, because the signature stood alone")
        measure("PDF", render_pdf, paper, fonts)
        measure("DOCX", render_docx, paper, fonts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
