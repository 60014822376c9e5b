"""The application: settings, routers, refusals, and what must run before the first request and after the last."""

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager

from fastapi import APIRouter, FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app import logs
from app.core.errors import Unavailable
from app.db import migrate
from app.db.database import Database
from app.db.embedded import EmbeddedPostgres
from app.http import docs, problems
from app.http.authentication import Callers
from app.http.draining import noticed
from app.http.index import IndexedRouter
from app.http.middleware import Edge
from app.http.signing import signing_key
from app.repositories.health import HealthRepository
from app.routers import (
    archive_disposals,
    archive_loans,
    archive_records,
    archives,
    attachments,
    audit,
    auth,
    calendar,
    delegations,
    departments,
    incoming_documents,
    incoming_exchange,
    incoming_handling,
    incoming_histories,
    incoming_steps,
    issuer_codes,
    me,
    notifications,
    numbers,
    organs,
    outgoing_attachments,
    outgoing_beside,
    outgoing_checks,
    outgoing_documents,
    outgoing_exchange,
    outgoing_histories,
    outgoing_issue,
    outgoing_rendition,
    outgoing_review,
    outgoing_seal,
    parameters,
    people,
    roles,
    rules,
    seal_request_histories,
    seal_request_steps,
    seal_requests,
    seals,
    service_keys,
    system,
    tasks,
    workflows,
)
from app.services.attachments.intake import Intake
from app.settings import Settings, get_settings

ROUTERS = (
    system.probes,
    system.router,
    auth.router,
    me.router,
    organs.router,
    departments.router,
    people.router,
    roles.router,
    delegations.router,
    service_keys.router,
    audit.router,
    incoming_documents.router,
    incoming_exchange.router,
    incoming_steps.router,
    incoming_handling.router,
    incoming_histories.router,
    outgoing_checks.router,
    outgoing_documents.router,
    outgoing_review.router,
    outgoing_issue.router,
    outgoing_exchange.router,
    outgoing_exchange.keys,
    outgoing_beside.router,
    outgoing_histories.router,
    outgoing_attachments.router,
    outgoing_seal.router,
    outgoing_rendition.router,
    issuer_codes.router,
    archives.router,
    archive_records.router,
    archive_loans.router,
    archive_disposals.router,
    seals.router,
    seals.uses,
    seal_requests.router,
    seal_request_steps.router,
    seal_request_histories.router,
    tasks.router,
    notifications.router,
    attachments.uploads,
    attachments.router,
    parameters.router,
    calendar.router,
    rules.router,
    numbers.router,
    workflows.router,
)
"""Every part of the API. A new router is added here and nowhere else."""

_PATIENCE = 30
"""Seconds to wait for a database at start-up."""

_EXPOSED = ("ETag", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-Id", "Idempotency-Replayed")
_ASKED = ("Authorization", "Content-Type", "If-Match", "If-None-Match", "Idempotency-Key", "X-Request-Id")
_SILENT: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}


def routes(routers: Iterable[APIRouter] = ROUTERS) -> list[BaseRoute]:
    """All operations, flat: each knows its whole path."""
    return [route for router in routers for route in router.routes]


@contextlib.asynccontextmanager
async def _served(settings: Settings) -> AsyncIterator[str]:
    """Where PostgreSQL answers: the one that is set, or our own, started and brought to the present schema."""
    if settings.database_url is not None:
        yield settings.database_url
        return
    server = EmbeddedPostgres(settings.data_dir / "postgres")
    await asyncio.to_thread(server.start)
    try:
        await migrate.upgrade(server.url)
        yield server.url
    finally:
        await asyncio.to_thread(server.stop)


async def _role(url: str) -> str | None:
    """The role to work under. A database that starts at the same time as the service is waited for."""
    probe = Database(url, pool_size=1)
    try:
        for _ in range(_PATIENCE):
            with contextlib.suppress(Unavailable):
                async with probe.open() as db:
                    return await HealthRepository(db).role()
            await asyncio.sleep(1)
        raise Unavailable
    finally:
        await probe.close()


@contextlib.asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """The database the settings name, ready for work. Used by the API, the worker and the commands alike.

    Raises: Unavailable (it does not answer within half a minute), EmbeddedPostgresError.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    async with _served(settings) as url:
        database = Database(
            url,
            pool_size=settings.pool_size,
            timeout=settings.pool_timeout,
            statement_ms=settings.statement_timeout_ms,
            role=await _role(url),
            cursor_key=signing_key(settings),
        )
        database.caches.start(url)
        try:
            yield database
        finally:
            await database.close()


def _worker(settings: Settings, database: Database, intake: Intake) -> AbstractAsyncContextManager[None]:
    """The jobs beside the API, if this process runs them. What they are made of is loaded only then."""
    if not settings.run_worker:
        return contextlib.nullcontext()
    from app.jobs.table import Tools  # noqa: PLC0415
    from app.jobs.worker import working  # noqa: PLC0415

    return working(Tools(database, intake))


def _lifespan(
    settings: Settings, given: Database | None, offered: Sequence[BaseRoute]
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @contextlib.asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        state = app.state
        own = contextlib.nullcontext(given) if given is not None else opened(settings)
        async with own as database:
            state.database, state.revision = database, migrate.head()
            state.intake = await asyncio.to_thread(Intake.open, settings)
            state.store = state.intake.store
            state.openapi = docs.Document(offered)
            gc.collect()
            gc.freeze()
            beside = _worker(settings, database, state.intake) if given is None else contextlib.nullcontext()
            with noticed(lambda: setattr(state, "draining", True)):
                async with beside:
                    yield
            state.draining = True

    return life


def create_app(
    settings: Settings | None = None, database: Database | None = None, *, routers: Iterable[APIRouter] = ROUTERS
) -> FastAPI:
    """The service. A database that is handed in is used and left open; otherwise one is opened for the life of the app."""
    settings = settings or get_settings()
    cors = Middleware(
        CORSMiddleware,
        allow_origins=settings.cors_origins,
        allow_methods=["GET", "POST", "PATCH", "PUT", "DELETE"],
        allow_headers=_ASKED,
        expose_headers=_EXPOSED,
    )
    app = FastAPI(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        telemetry=_SILENT,
        middleware=[
            Middleware(ProxyHeadersMiddleware, trusted_hosts=settings.trusted_proxies),
            Middleware(Edge, settings=settings),
            *([cors] if settings.cors_origins else []),
        ],
    )
    problems.install(app)
    app.state.settings, app.state.callers, app.state.draining = settings, Callers(settings), False
    offered = routes(routers)
    app.router = IndexedRouter(routes=[*offered, *docs.routes()], lifespan=_lifespan(settings, database, offered))
    return app


def service() -> FastAPI:
    """What a server starts in each of its processes: ``uvicorn --factory app.main:service``."""
    settings = get_settings()
    logs.configure(settings.log_level)
    return create_app(settings)
