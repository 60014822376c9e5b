"""Files to upload and the forms they come in."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import httpx

from tests.factories.client import Client

FILES = "/attachments"
BOUNDARY = "x-boundary-x"
TEXT = "关于做好防汛工作的通知\n各单位：\n请做好防汛准备。\n".encode()


async def upload(client: Client, name: str = "通知.txt", content: bytes = TEXT, **fields: str) -> httpx.Response:
    """Upload a file as a browser would."""
    return await client.post(FILES, files={"file": (name, content)}, data=fields)


async def uploaded(client: Client, name: str = "通知.txt", content: bytes = TEXT) -> dict[str, Any]:
    """Upload a file that must be taken."""
    answer = await upload(client, name, content)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


def part(disposition: str | bytes, content: bytes = TEXT, **headers: str) -> bytes:
    """One part of a form, written by hand."""
    raw = disposition if isinstance(disposition, bytes) else disposition.encode()
    more = b"".join(f"{name.replace('_', '-')}: {value}\r\n".encode() for name, value in headers.items())
    return b"Content-Disposition: " + raw + b"\r\n" + more + b"\r\n" + content + b"\r\n"


def form(*parts: bytes, end: bytes = b"--") -> bytes:
    """A body of these parts."""
    mark = f"--{BOUNDARY}".encode()
    return b"".join(mark + b"\r\n" + one for one in parts) + mark + end + b"\r\n"


async def send(client: Client, body: bytes | AsyncIterator[bytes], kind: str = "", **headers: str) -> httpx.Response:
    """Send a body as it is."""
    said = {"Content-Type": kind or f"multipart/form-data; boundary={BOUNDARY}", **headers}
    return await client.post(FILES, content=body, headers=said)


def left_behind(folder: Path) -> list[str]:
    """What lies in the folder of uploads and in the store."""
    return sorted(
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and "/postgres/" not in str(path)
    )


def seen(paper: Mapping[str, Any]) -> dict[str, str]:
    return {"If-Match": f'"{paper["version"]}"'}
