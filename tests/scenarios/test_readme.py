"""The walk of the README, run as it is written: every command, every answer shown."""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.db.database import Database
from app.jobs.demo import build_demo
from app.main import create_app
from tests.conftest import make_settings

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
WALK = README[README.index("## 走一遍") : README.index("## 部署")]
PASSWORD = re.search(r"演示密码都是 `([^`]+)`", README)[1]
ELLIPSIS = "…"


def blocks() -> Iterator[tuple[str, str]]:
    for found in re.finditer(r"```(bash|json)\n(.*?)```", WALK, re.S):
        yield found[1], found[2]


def commands(block: str) -> Iterator[str]:
    """The commands of a block; one may run over several lines while a quote is open or a backslash ends the line."""
    gathered = ""
    for line in block.splitlines():
        gathered += line.removesuffix("\\") + ("" if line.endswith("\\") else "\n")
        if line.endswith("\\") or gathered.count("'") % 2:
            continue
        yield gathered.strip()
        gathered = ""


def fits(shown: Any, got: Any, at: str = "") -> None:
    """What the README shows is what was answered; `…` stands for anything."""
    if shown == ELLIPSIS:
        return
    if isinstance(shown, dict):
        assert isinstance(got, dict), at
        left_out = ELLIPSIS in shown
        assert left_out or set(shown) == set(got), f"{at}: {set(shown) ^ set(got)}"
        for name, value in shown.items():
            if name != ELLIPSIS:
                assert name in got, f"{at}/{name} is not in the answer"
                fits(value, got[name], f"{at}/{name}")
    elif isinstance(shown, list):
        known = [one for one in shown if one != ELLIPSIS]
        assert isinstance(got, list), at
        assert len(got) >= len(known) if len(known) < len(shown) else len(got) == len(known), f"{at}: {got}"
        for place, value in enumerate(known):
            fits(value, got[place], f"{at}/{place}")
    else:
        assert shown == got, f"{at}: {got!r}"


class Shell:
    """As much of a shell as the README uses."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client, self.known, self.last = client, {"API": "/api/v1"}, None

    async def run(self, command: str) -> None:
        if command.startswith(("export API=", "token()")) or not command:
            return
        if told := re.match(r"export (\w+)=\$\(token (\w+)\)", command):
            self.known[told[1]] = await self.token(told[2])
        elif told := re.match(r"export (\w+)=\$\((curl .*)\)\s+# items\[0\]\.id$", command):
            self.known[told[1]] = (await self.curl(told[2]))["items"][0]["id"]
        elif told := re.match(r"export (\w+)=\$\(python3 -c '(.*)'\)$", command):
            ran = subprocess.run([sys.executable, "-c", told[2]], capture_output=True, text=True, check=True)
            self.known[told[1]] = ran.stdout.strip()
        elif told := re.match(r"export (\w+)=…\s+# 答复中的 id$", command):
            self.known[told[1]] = self.last["id"]
        else:
            assert command.startswith("curl "), command
            self.last = await self.curl(command)

    async def token(self, username: str) -> str:
        answer = await self.client.post("/api/v1/auth/login", json={"username": username, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return answer.json()["access_token"]

    async def curl(self, command: str) -> Any:
        parts = command.split("'")
        told = "'".join(self.filled(part) if place % 2 == 0 else part for place, part in enumerate(parts))
        words, options = iter(shlex.split(told)[1:]), {"method": "GET", "headers": {}}
        for word in words:
            if word == "-X":
                options["method"] = next(words)
            elif word == "-H":
                name, _, value = next(words).partition(": ")
                options["headers"][name] = value
            elif word == "-d":
                options["content"] = next(words).encode()
            elif word == "-F":
                path = ROOT / next(words).removeprefix("file=@")
                options["files"] = {"file": (path.name, path.read_bytes())}
            elif word == "--data-urlencode":
                name, _, value = next(words).partition("=")
                options["params"] = {name: value}
            elif word not in ("-s", "-G"):
                options["url"] = word
        return (await self.client.request(**options)).json()

    def filled(self, text: str) -> str:
        return re.sub(r"\$(\w+)", lambda found: self.known[found[1]], text)


@pytest.mark.rule("DOC-S02", "DOC-S04")
async def test_the_walk_of_the_readme(fresh_database, tmp_path):
    url = await fresh_database()
    database = Database(url, role="shuniu_app")
    database.caches.start(url)
    await database.caches.ready()
    await build_demo(database, scale=0.02)
    app = create_app(make_settings(url, tmp_path), database)
    transport = httpx.ASGITransport(app=app, client=("127.0.0.1", 50_000))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", timeout=30) as client,
    ):
        shell, shown = Shell(client), 0
        for kind, block in blocks():
            if kind == "json":
                fits(json.loads(block), shell.last)
                shown += 1
                continue
            for command in commands(block):
                await shell.run(command)
        assert shown >= 15
    await database.close()
