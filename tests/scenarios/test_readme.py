"""The walks of the README, run as they are written: every command, every answer shown."""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pypdfium2
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
DEFINITIONS = ("export API=", "field()", "token()", "step()")
"""What the shell of this test knows without being told."""


def blocks() -> Iterator[tuple[str, str]]:
    for found in re.finditer(r"```(bash|json)\n(.*?)```", WALK, re.S):
        yield found[1], found[2]


def commands(block: str) -> Iterator[str]:
    """The commands of a block; one may run over several lines while a quote is open or a backslash ends the line."""
    gathered = ""
    for line in block.splitlines():
        gathered += line.removesuffix("\\") + ("" if line.endswith("\\") else "\n")
        if line.endswith("\\") or is_open(gathered):
            continue
        yield gathered.strip()
        gathered = ""
    assert not gathered, gathered


def is_open(command: str) -> bool:
    """Whether a quote waits for its end."""
    try:
        shlex.split(command)
    except ValueError:
        return True
    return False


def member(answer: Any, path: str) -> Any:
    """What `field` prints: ``items.0.id``."""
    for key in path.split("."):
        answer = answer[int(key) if key.isdigit() else key]
    return answer


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
    """As much of a shell as the README uses. ``saved`` is what `curl -o` wrote, by file name."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client, self.known, self.last = client, {"API": "/api/v1"}, None
        self.saved: dict[str, bytes] = {}

    async def run(self, command: str) -> None:
        if command.startswith(DEFINITIONS) or not command:
            return
        if command.startswith("step "):
            self.last = await self.step(command)
        elif told := re.match(r"export (\w+)=(.*)$", command):
            self.known[told[1]] = str(await self.value(told[2]))
        else:
            assert command.startswith("curl "), command
            answer = await self.curl(command)
            self.last = self.last if answer is None else answer

    async def value(self, told: str) -> Any:
        """What stands behind the = of an export."""
        if found := re.match(r"\$\(token (\w+)\)", told):
            return await self.token(found[1])
        if found := re.match(r"\$\((curl .*) \| field ([\w.]+)\)$", told):
            return member(await self.curl(found[1]), found[2])
        if found := re.match(r"\$\(field ([\w.]+) < answer\.json\)$", told):
            return member(self.last, found[1])
        if found := re.match(r"\$\(python3 -c '(.*)'\)$", told):
            ran = subprocess.run([sys.executable, "-c", found[1]], capture_output=True, text=True, check=True)
            return ran.stdout.strip()
        found = re.match(r"'([^']*)'$", told)
        assert found, told
        return found[1]

    async def step(self, command: str) -> Any:
        """The function of that name: path, token, version seen, body."""
        _, path, token, version, body = self.words(command)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "If-Match": f'"{version}"'}
        url = f"{self.known['API']}/{path}"
        answer = await self.client.post(url, content=body.encode(), headers=headers)
        assert answer.status_code == 200, (command, answer.text)
        return answer.json()

    async def token(self, username: str) -> str:
        answer = await self.client.post("/api/v1/auth/login", json={"username": username, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return answer.json()["access_token"]

    async def curl(self, command: str) -> Any:
        """The answer; None where it goes to a file."""
        words, options = (
            iter(self.words(command.removesuffix(" | tee answer.json"))[1:]),
            {"method": "GET", "headers": {}},
        )
        file = None
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
            elif word == "-o":
                file = next(words)
            elif word not in ("-s", "-G"):
                options["url"] = word
        answer = await self.client.request(**options)
        if file is None:
            return answer.json()
        assert answer.status_code == 200, answer.text
        self.saved[file] = answer.content
        return None

    def words(self, command: str) -> list[str]:
        """Split like a shell does, with the variables filled in but for what stands in single quotes."""
        parts = command.split("'")
        return shlex.split("'".join(self.filled(part) if place % 2 == 0 else part for place, part in enumerate(parts)))

    def filled(self, text: str) -> str:
        return re.sub(r"\$(\w+)", lambda found: self.known[found[1]].replace('"', '\\"'), text)


def text_of(pdf: bytes) -> str:
    """The words of a PDF without blanks and line ends."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()


@pytest.mark.rule("DOC-S02", "DOC-S04")
async def test_the_walks_of_the_readme(fresh_database, tmp_path):
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
        assert shown >= 25
    titles = {
        "request.pdf": "关于青山水库除险加固工程立项的请示",
        "reply.pdf": "关于同意青山水库除险加固工程立项的批复",
    }
    assert set(shell.saved) == set(titles)
    for name, title in titles.items():
        assert shell.saved[name].startswith(b"%PDF-")
        assert title in text_of(shell.saved[name])
    await database.close()
