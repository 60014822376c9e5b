"""发文的版式文件：按 GB/T 9704-2012 排印的 PDF、DOCX。"""

from typing import Annotated

from fastapi import Depends, Query, Request, Response

from app.core.errors import NotFound, Unprintable
from app.http.answers import answers, reply
from app.http.contents import disposition
from app.http.dependencies import provide
from app.http.routing import office_router
from app.routers.outgoing_documents import READER, OutgoingId
from app.schemas.outgoing_rendition import RenditionQuery, RenditionReport
from app.services.outgoing.rendering import OutgoingRenderingService

router = office_router("/outgoing-documents", "outgoing_documents")
Rendering = Annotated[OutgoingRenderingService, Depends(provide(OutgoingRenderingService))]
_FILE = {"schema": {"type": "string", "format": "binary", "maxLength": 104_857_600}}
_BYTES = {
    "content": {
        "application/pdf": _FILE,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _FILE,
    }
}


@router.get(
    "/{outgoing_id}/rendition",
    summary="版式文件 Get the typeset document",
    response_class=Response,
    responses={200: _BYTES, **answers(NotFound, Unprintable)},
    dependencies=READER,
)
async def get_rendition_of_outgoing_document(
    request: Request, outgoing_id: OutgoingId, wanted: Annotated[RenditionQuery, Query()], rendering: Rendering
) -> Response:
    """按国家标准排印；签发前每页有“草稿”或者“送审稿”字样。同一内容排出的字节相同。印章不由本接口生成，只留出位置。

    Typeset by the national standard; a draft says so on every page. The same content gives the same bytes. No seal is
    ever drawn, its place is kept.
    """
    typeset = await rendering.render(outgoing_id, wanted, request.app.state.settings.font_dir)
    headers = {"Content-Disposition": disposition(typeset.name), "ETag": f'"{typeset.sha256}"'}
    return Response(typeset.made.content, 200, headers, typeset.made.media_type)


@router.get(
    "/{outgoing_id}/rendition-report",
    summary="排印情况 Report on the typesetting",
    response_model=RenditionReport,
    responses=answers(NotFound, Unprintable),
    dependencies=READER,
)
async def get_rendition_report_of_outgoing_document(
    request: Request, outgoing_id: OutgoingId, wanted: Annotated[RenditionQuery, Query()], rendering: Rendering
) -> Response:
    """页数、以何种字体代替、印章应在何处、为排下内容作了哪些调整（LAY-S01、LAY-B14）。

    Pages, faces that stood in for others, where the seals belong, and what was done to make it fit.
    """
    return reply(await rendering.report(outgoing_id, wanted, request.app.state.settings.font_dir))
