"""Requests that take too long, that the end of the service catches, that fail; and what the log says of them."""

import asyncio
import json
import signal
from pathlib import Path

import pytest
import structlog
from sqlalchemy import text

from app.db.database import APP_ROLE, Database
from app.http.draining import noticed
from app.main import ROUTERS, create_app
from app.settings import Settings
from tests.api.serving import running
from tests.factories import things
from tests.factories.client import Client, problem
from tests.factories.make import Someone

_STATES = text("SELECT state, query FROM pg_stat_activity WHERE datname = current_database() AND state IS NOT NULL")


class TestTime:
    async def test_is_bounded_and_nothing_is_written(self, database: Database, clerk: Someone, tmp_path: Path) -> None:
        things.gates["late"] = things.Gate()
        async with running(database, tmp_path, request_timeout=0.3) as app, Client(app, clerk.token) as client:
            answer = await client.post("/things/hold/late", json={"title": "late-in-time"})
            problem(answer, 503, "unavailable")
            assert answer.headers["retry-after"] == "1"
        async with database.open() as db:
            assert await things.count(db, "late-in-time") == 0


class TestConnections:
    async def test_of_readers_hold_no_transaction(self, things_client: Client, database: Database) -> None:
        gate = things.gates["peek"] = things.Gate()
        reading = asyncio.create_task(things_client.get("/things/peek/peek"))
        await gate.reached.wait()
        onlooker = Database(database.url, pool_size=2)  # without the role, which may not see what others do
        async with onlooker.open() as db:
            states = await db.rows(_STATES)
        await onlooker.close()
        gate.open.set()
        assert (await reading).status_code == 200
        assert {row.state for row in states} <= {"idle", "active"}
        assert "idle" in {row.state for row in states if "count" in row.query}

    async def test_are_waited_for_only_so_long(self, database: Database, settings: Settings, clerk: Someone) -> None:
        few = Database(database.url, pool_size=1, timeout=0.3, clock=database.clock, role=APP_ROLE)
        gate = things.gates["full"] = things.Gate()
        app = create_app(settings, few, routers=[*ROUTERS, things.router])
        async with app.router.lifespan_context(app), Client(app, clerk.token) as client:
            holding = asyncio.create_task(client.get("/things/peek/full"))
            await gate.reached.wait()
            refused = await client.get("/incoming-documents")
            problem(refused, 503, "unavailable")
            assert refused.headers["retry-after"] == "1"
            gate.open.set()
            assert (await holding).status_code == 200
            assert (await client.get("/incoming-documents")).status_code == 200
        await few.close()


class TestEnd:
    async def test_is_told_to_load_balancers_and_to_those_who_wait(
        self, database: Database, clerk: Someone, tmp_path: Path
    ) -> None:
        gate = things.gates["end"] = things.Gate()
        async with running(database, tmp_path) as app, Client(app, clerk.token) as client:
            waiting = asyncio.create_task(client.post("/things/hold/end", json={"title": "at-the-end"}))
            await gate.reached.wait()
            app.state.draining = True
            ready = await client.get("http://localhost/readyz")
            assert problem(ready, 503, "unavailable")["missing"] == ["draining"]
            assert (await client.get("http://localhost/livez")).status_code == 200
            waiting.cancel()  # as the server does when its patience ends
            problem(await waiting, 503, "unavailable")
        async with database.open() as db:
            assert await things.count(db, "at-the-end") == 0

    async def test_a_cancelled_request_of_a_living_service_stays_cancelled(self, things_client: Client) -> None:
        gate = things.gates["cancel"] = things.Gate()
        waiting = asyncio.create_task(things_client.post("/things/hold/cancel", json={"title": "cancelled"}))
        await gate.reached.wait()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    def test_is_noticed_before_the_server_acts(self) -> None:
        order: list[str] = []
        before = signal.signal(signal.SIGTERM, lambda *_: order.append("server"))
        try:
            with noticed(lambda: order.append("service")):
                signal.raise_signal(signal.SIGTERM)
            signal.raise_signal(signal.SIGTERM)
        finally:
            signal.signal(signal.SIGTERM, before)
        assert order == ["service", "server", "server"]


class TestLog:
    async def test_has_one_line_per_request_and_no_content(self, things_client: Client, clerk: Someone) -> None:
        with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
            answer = await things_client.post("/things?secret=1", json={"title": "内容"})
            await things_client.get("/nowhere/110105199001011234")
        assert [line["event"] for line in lines] == ["request", "request"]
        first, second = lines
        assert (first["method"], first["route"], first["status"]) == ("POST", "/api/v1/things", 400)
        assert first["caller"] == str(clerk.id)
        assert first["request_id"] == answer.headers["x-request-id"]
        assert second["route"] is None
        assert "110105" not in json.dumps(lines, default=str)

    async def test_tells_the_trace_a_request_belongs_to(self, things_client: Client) -> None:
        trace, good = "4bf92f3577b34da6a3ce929d0e0e4736", "00-{}-00f067aa0ba902b7-01"
        with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
            for told in (good.format(trace), good.format("0" * 32), good.format("x" * 32), ""):
                await things_client.get("/things", headers={"traceparent": told})
        assert [line.get("trace_id") for line in lines] == [trace, None, None, None]

    async def test_knows_of_a_fault_what_the_caller_does_not(self, things_client: Client) -> None:
        with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
            answer = await things_client.post("/things/fault", json={"title": "内容"})
        body = problem(answer, 500, "internal_error")
        fault = next(line for line in lines if line["event"] == "unexpected")
        assert fault["request_id"] == body["request_id"]
        assert "ZeroDivisionError" not in answer.text
        assert "foresaw" not in answer.text
        assert set(body) == {"type", "title", "status", "code", "detail", "instance", "request_id"}
