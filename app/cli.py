"""The command line: ``shuniu serve``, ``shuniu worker``, ``shuniu admin …``.

Where no database is set, every command uses the embedded server of the data directory, which processes share.
"""

import argparse
import asyncio
import contextlib
import getpass
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import uvicorn
from pydantic import ValidationError

from app import logs
from app.core.errors import AppError
from app.db import migrate
from app.db.database import Database
from app.db.embedded import EmbeddedPostgres, EmbeddedPostgresError
from app.http.answers import as_json
from app.http.openapi import describe
from app.jobs import administration
from app.main import opened, routes
from app.repositories.health import HealthRepository
from app.services.attachments.intake import Intake
from app.settings import Settings, get_settings
from app.vocabulary.common import Profile
from app.vocabulary.identity import PersonKind

NEW_PASSWORD = "OFFICE_NEW_PASSWORD"  # noqa: S105 - the name of a variable
T = TypeVar("T")
Parser = argparse.ArgumentParser
Command = Callable[[argparse.Namespace], int]


class Refused(Exception):
    """The command cannot be done; the message says why and what to do."""


def main() -> None:
    """The entry point ``shuniu``."""
    given = parser().parse_args()
    signal.signal(signal.SIGTERM, _end)
    try:
        sys.exit(given.run(given))
    except ValidationError as fault:  # its own text would repeat the values
        wrong = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in fault.errors())
        sys.exit("shuniu: " + "; ".join(wrong))
    except (Refused, AppError, EmbeddedPostgresError) as fault:
        sys.exit(f"shuniu: {fault}")
    except KeyboardInterrupt:
        sys.exit(130)


def _end(*_: object) -> None:
    """SIGTERM ends in good order: what was opened is closed, an embedded server stopped."""
    raise SystemExit(0)


@contextlib.contextmanager
def with_database() -> Iterator[Settings]:
    """The settings, with a database that runs; child processes find it in the environment."""
    settings = get_settings()
    if settings.database_url is not None:
        yield settings
        return
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with EmbeddedPostgres(settings.data_dir / "postgres") as server:
        os.environ["OFFICE_DATABASE_URL"] = server.url
        get_settings.cache_clear()
        yield get_settings()


def run(act: Callable[[Database, Settings], Awaitable[T]]) -> T:
    """Do something on a database with the present schema. Raises: Refused (it has another one)."""

    async def done(settings: Settings) -> T:
        async with opened(settings) as database:
            async with database.open() as db:
                found = await HealthRepository(db).revision()
            if found != migrate.head():
                raise Refused(f"the database is at {found}, this program needs {migrate.head()}: shuniu admin migrate")
            return await act(database, settings)

    with with_database() as settings:
        return asyncio.run(done(settings))


def serve(given: argparse.Namespace) -> int:
    """The API, each process with a worker unless told otherwise."""
    told = {"HOST": given.host, "PORT": given.port, "WORKERS": given.workers, "RUN_WORKER": given.run_worker}
    os.environ.update({f"OFFICE_{name}": str(value) for name, value in told.items() if value is not None})
    get_settings.cache_clear()

    async def nothing(_: Database, __: Settings) -> None:
        """That the database can be used is all there is to find out."""

    with with_database() as settings:
        run(nothing)
        logs.configure(settings.log_level)
        uvicorn.run(
            "app.main:service",
            factory=True,
            host=settings.host,
            port=settings.port,
            workers=settings.workers,
            loop="uvloop",
            http="app.http.protocol:Protocol",
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,  # the application reads them, from the proxies it trusts
            timeout_graceful_shutdown=round(settings.request_timeout),
            timeout_worker_healthcheck=60,  # a process that starts on a busy machine is not dead
        )
    return 0


def work(_: argparse.Namespace) -> int:
    """The jobs alone."""

    async def working(database: Database, settings: Settings) -> None:
        logs.configure(settings.log_level)
        from app.jobs.table import Tools
        from app.jobs.worker import Worker

        worker = Worker(Tools(database, Intake.open(settings)))
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, worker.stop)
        await worker.run()

    run(working)
    return 0


def bring_up(_: argparse.Namespace) -> int:
    """Bring the database to the present schema."""
    with with_database() as settings:
        assert settings.database_url is not None
        asyncio.run(migrate.upgrade(settings.database_url))
    print(f"the database is at {migrate.head()}")
    return 0


def demo(_: argparse.Namespace) -> int:
    """Fill an empty database with a county office to try the service with."""
    from app.jobs.demo import build_demo  # its words and names are for this command alone

    async def built(database: Database, settings: Settings) -> str:
        return administration.told_of_demo(await build_demo(database, files=Intake.open(settings)))

    print(run(built))
    return 0


def create_user(given: argparse.Namespace) -> int:
    """Make an account of any kind; an unknown organ is set up with it if its name is told."""
    user = administration.NewUser(
        given.username,
        given.name,
        PersonKind(given.kind),
        given.organ,
        given.organ_name,
        given.organ_short_name,
        Profile(given.organ_profile),
    )
    password = _password(given.username)
    print(run(lambda database, settings: administration.create_user(database, settings, user, password)))
    return 0


def reset_password(given: argparse.Namespace) -> int:
    """Give an account a temporary password and end its log-ins."""
    print(run(lambda database, settings: administration.reset_password(database, settings, given.username)))
    return 0


def _password(username: str) -> str | None:
    """From the environment, the terminal or what is piped in, never from the arguments; None lets one be made."""
    if NEW_PASSWORD in os.environ:
        return os.environ[NEW_PASSWORD]
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n") or None
    first = getpass.getpass(f"Password for {username} (none: a temporary one is made): ")
    if first and first != getpass.getpass("Once more: "):
        raise Refused("the two differ")
    return first or None


def openapi(given: argparse.Namespace) -> int:
    """Print the published document, or write it to a file."""
    text = json.dumps(json.loads(as_json(describe(routes()))), ensure_ascii=False, indent=2) + "\n"
    if given.output is None:
        sys.stdout.write(text)
    else:
        given.output.write_text(text, encoding="utf-8")
    return 0


def verify(given: argparse.Namespace) -> int:
    """Compute the hash chain of the trail anew; 1 if it does not hold."""
    told, holds = run(lambda database, _: administration.verify(database, given.anchor))
    print(told)
    return 0 if holds else 1


def _anchor(text: str) -> tuple[int, bytes]:
    number, _, digest = text.partition(":")
    return int(number), bytes.fromhex(digest)


def parser() -> Parser:
    made = argparse.ArgumentParser(prog="shuniu", description="枢纽: the daily work of a general office as one API.")
    made.add_argument("--version", action="version", version=version("shuniu"))
    commands = made.add_subparsers(required=True, metavar="COMMAND")

    def command(among: "argparse._SubParsersAction[Parser]", name: str, act: Command) -> Parser:
        added: Parser = among.add_parser(name, help=act.__doc__, description=act.__doc__)
        added.set_defaults(run=act)
        return added

    serving = command(commands, "serve", serve)
    serving.add_argument("--host", help="address to listen on (OFFICE_HOST)")
    serving.add_argument("--port", type=int, help="port to listen on (OFFICE_PORT)")
    serving.add_argument("--workers", type=int, help="API processes (OFFICE_WORKERS)")
    serving.add_argument("--no-worker", dest="run_worker", action="store_false", default=None, help="no jobs here")
    command(commands, "worker", work)
    admin = commands.add_parser("admin", help="What an operator does.").add_subparsers(required=True, metavar="ACT")
    command(admin, "migrate", bring_up)
    command(admin, "demo", demo)
    user = command(admin, "create-user", create_user)
    user.epilog = (
        f"The password comes from {NEW_PASSWORD}, the terminal or standard input; else a temporary one is made."
    )
    user.add_argument("--username", required=True)
    user.add_argument("--name", required=True, help="name of the person")
    user.add_argument("--kind", choices=[one.value for one in PersonKind], default=PersonKind.STAFF.value)
    user.add_argument("--organ", required=True, metavar="CODE", help="code of the organ")
    user.add_argument("--organ-name", help="set the organ up with this name if its code is unknown")
    user.add_argument("--organ-short-name")
    user.add_argument("--organ-profile", choices=[one.value for one in Profile], default=Profile.PARTY_GOV.value)
    command(admin, "reset-password", reset_password).add_argument("--username", required=True)
    document = command(admin, "openapi", openapi)
    document.add_argument("--output", type=Path, help="file to write; standard output if left out")
    checking = command(admin, "verify-trail", verify)
    checking.add_argument("--anchor", type=_anchor, metavar="NUMBER:DIGEST", help="a link noted earlier")
    return made


if __name__ == "__main__":
    main()
