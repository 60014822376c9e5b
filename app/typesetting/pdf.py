"""A paper as PDF/A-2b: every position by GB/T 9704-2012, the same bytes for the same paper."""

from app.typesetting.compiler import Typeset
from app.typesetting.fonts import FontBook
from app.typesetting.paper import Paper
from app.typesetting.rendition import Rendition, SealPlace
from app.typesetting.settle import settle

MEDIA_TYPE = "application/pdf"


def render_pdf(paper: Paper, fonts: FontBook) -> Rendition:
    """Typeset a paper. Takes milliseconds of CPU when warm and blocks: call it in a thread.

    Any thread may call it; calls wait for one another. What could not be printed as the standard asks is told by
    ``substitutions`` and ``adjustments``, never left out in silence.
    """
    settled = settle(paper, fonts)
    return Rendition(
        settled.typeset.pdf,
        MEDIA_TYPE,
        settled.substitutions,
        settled.typeset.pages,
        seal_places(settled.typeset),
        settled.adjustments,
    )


def seal_places(typeset: Typeset) -> tuple[SealPlace, ...]:
    """Where seals and stamps belong, in the order of the issuers."""
    spots = (spot for spot in typeset.spots if spot.kind == "seal")
    return tuple(SealPlace(s.page, s.x, s.y, s.width, s.height, s.whose) for s in spots)
