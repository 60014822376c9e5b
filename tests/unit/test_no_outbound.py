"""Nothing here calls out by itself: an office that sets nothing up talks to nobody outside (SEC-R08)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings import Settings

ROOT = Path(__file__).parents[2]
CALLING_OUT = {
    "aiohttp", "aiosmtplib", "boto3", "botocore", "ftplib", "grpc", "http.client", "httpx", "ldap3", "obstore", "paramiko",
    "poplib", "imaplib", "redis", "requests", "smtplib", "socket", "telnetlib", "urllib.request", "urllib3", "websockets",
    "xmlrpc", "minio", "aioboto3",
}  # fmt: skip
"""What a program calls out with."""
MAY = {"app/services/attachments/store.py"}
"""Attachments may lie in an object store, if `storage_url` names one; else they lie on the own disk."""


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


@pytest.mark.rule("SEC-R08")
class TestCallingOut:
    def test_is_set_up_by_nobody_but_the_operator(self) -> None:
        """Whatever names a place outside is empty until somebody fills it; the doors inwards are the own host's."""
        for name, field in Settings.model_fields.items():
            if name.endswith(("_url", "_issuer", "_jwks", "_origins", "_endpoint", "_hosts_out")):
                assert not field.default, name
            assert "://" not in str(field.default), name
        assert Settings.model_fields["host"].default == "127.0.0.1"

    def test_is_what_few_places_could_do(self) -> None:
        found = {
            str(path.relative_to(ROOT))
            for path in (ROOT / "app").rglob("*.py")
            if any(one in CALLING_OUT or one.partition(".")[0] in CALLING_OUT for one in imported(path))
        }
        assert found == MAY
