"""消息: what people are told, and that they read it."""

from typing import Annotated

from fastapi import Depends, Path, Query, Response

from app.core.errors import InvalidCursor, NotFound
from app.http.answers import answers, page, reply
from app.http.dependencies import provide, requires
from app.http.routing import office_router
from app.schemas.common import Ident, Page
from app.schemas.notifications import NotificationQuery, NotificationRead, NotificationsRead
from app.services.notifications.service import NotificationService
from app.vocabulary.identity import Permission

router = office_router("/notifications", "notifications")
Notifications = Annotated[NotificationService, Depends(provide(NotificationService))]
SELF = [Depends(requires(Permission.SELF))]


@router.get(
    "",
    summary="消息列表 List notifications",
    response_model=Page[NotificationRead],
    responses=answers(InvalidCursor),
    dependencies=SELF,
)
async def list_notifications(wanted: Annotated[NotificationQuery, Query()], notifications: Notifications) -> Response:
    """本人的消息，新的在前。 The caller's messages, newest first."""
    return page(await notifications.search(wanted.wanted("-at"), unread=wanted.unread))


@router.post(
    "/read-all", summary="全部标为已读 Read all notifications", response_model=NotificationsRead, dependencies=SELF
)
async def read_all_notifications(notifications: Notifications) -> Response:
    """把现有的未读消息全部标为已读。 Mark everything as read that lies in the box now."""
    return reply(await notifications.read_all())


@router.post(
    "/{notification_id}/read",
    summary="标为已读 Read a notification",
    response_model=NotificationRead,
    responses=answers(NotFound),
    dependencies=SELF,
)
async def read_notification(
    notification_id: Annotated[Ident, Path(description="消息的标识")], notifications: Notifications
) -> Response:
    """标为已读；首次阅读的时间不再改变。 Mark one as read; the first time stays."""
    return reply(await notifications.read(notification_id))
