"""服务密钥: how other systems call in."""

from typing import Annotated

from fastapi import Depends, Path, Query, Response

from app.core.errors import InvalidCursor, NotFound, ReferenceNotFound, Senseless, Stale, TransitionRefused
from app.http.answers import answers, created, page, reply
from app.http.dependencies import IfMatch, provide, requires
from app.http.routing import office_router
from app.schemas.common import Ident, Page
from app.schemas.identity.keys import ServiceKeyCreate, ServiceKeyQuery, ServiceKeyRead, ServiceKeySecret
from app.services.identity.keys import ServiceKeyService
from app.vocabulary.identity import Permission

router = office_router("/service-keys", "service_keys")
Keys = Annotated[ServiceKeyService, Depends(provide(ServiceKeyService))]
KeyId = Annotated[Ident, Path(description="服务密钥的标识")]
KEEPER = [Depends(requires(Permission.KEYS_WRITE))]


@router.get(
    "",
    summary="服务密钥列表 List service keys",
    response_model=Page[ServiceKeyRead],
    responses=answers(InvalidCursor),
    dependencies=KEEPER,
)
async def list_service_keys(wanted: Annotated[ServiceKeyQuery, Query()], keys: Keys) -> Response:
    """本机关和下级机关的服务密钥，不含密钥本身。 The keys of the organ and those below it, without their secrets."""
    return page(await keys.search(wanted.wanted("-created_at")))


@router.post(
    "",
    summary="设立服务密钥 Create a service key",
    status_code=201,
    response_model=ServiceKeyRead,
    responses=answers(ReferenceNotFound, Senseless),
    dependencies=KEEPER,
)
async def create_service_key(said: ServiceKeyCreate, keys: Keys) -> Response:
    """设立密钥：以谁的名义、什么权限、哪些网段、到何时。密钥本身由下一步生成。

    Set up a key: for whom, with which scopes, from which networks, until when. Its secret is made by the next step.
    """
    return created(await keys.create(said), "/api/v1/service-keys")


@router.get(
    "/{service_key_id}",
    summary="服务密钥 Get a service key",
    response_model=ServiceKeyRead,
    responses=answers(NotFound),
    dependencies=KEEPER,
)
async def get_service_key(service_key_id: KeyId, keys: Keys) -> Response:
    """一个服务密钥，不含密钥本身。 One key, without its secret."""
    return reply(await keys.view(service_key_id))


@router.put(
    "/{service_key_id}/secret",
    summary="生成密钥 Put a new secret",
    response_model=ServiceKeySecret,
    responses=answers(NotFound, Stale, TransitionRefused),
    dependencies=KEEPER,
)
async def put_service_key_secret(service_key_id: KeyId, seen: IfMatch, keys: Keys) -> Response:
    """生成只显示一次的密钥；此前生成的即时失效。 Make a secret, told this once; the one before it is void at once."""
    return reply(await keys.put_secret(service_key_id, seen))


@router.post(
    "/{service_key_id}/revoke",
    summary="撤销服务密钥 Revoke a service key",
    response_model=ServiceKeyRead,
    responses=answers(NotFound, Stale, TransitionRefused),
    dependencies=KEEPER,
)
async def revoke_service_key(service_key_id: KeyId, seen: IfMatch, keys: Keys) -> Response:
    """撤销密钥，即时失效。 Revoke a key at once."""
    return reply(await keys.revoke(service_key_id, seen))
