"""What the service can say about itself without asking anybody: limits, words, problems; and whether it is ready."""

import importlib
import inspect
import os
import pkgutil
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import app.vocabulary
from app.core.errors import AppError, NotFound, Unavailable
from app.db.database import Db
from app.http.middleware import LARGEST_HEADERS, LONGEST_URL
from app.http.problems import by_code, status_of
from app.http.requests import DEEPEST
from app.repositories.health import HealthRepository
from app.settings import Settings
from app.vocabulary.labelled import Labelled


class NotReady(Unavailable):
    """Something the service needs is missing; ``missing`` names it."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__()
        self.extra["missing"] = missing


@cache
def words() -> dict[str, list[dict[str, str]]]:
    """Every vocabulary by its name in snake_case: values with their official terms."""
    for module in pkgutil.iter_modules(app.vocabulary.__path__, "app.vocabulary."):
        importlib.import_module(module.name)
    ours = [one for one in Labelled.__subclasses__() if one.__module__.startswith("app.")]
    named = {re.sub(r"(?<!^)(?=[A-Z])", "_", one.__name__).lower(): one for one in ours}
    return {
        name: [{"value": word.value, "label": word.label} for word in known] for name, known in sorted(named.items())
    }


def limits(settings: Settings) -> dict[str, int]:
    return {
        "body_bytes": settings.body_max_bytes,
        "body_depth": DEEPEST,
        "url_bytes": LONGEST_URL,
        "header_bytes": LARGEST_HEADERS,
        "line_characters": 200,
        "text_characters": 20_000,
        "array_items": 200,
        "bulk_items": 100,
        "page_items": settings.page_size_max,
        "requests_per_minute": settings.rate_limit,
        "logins_per_minute": settings.login_rate_limit,
        "request_seconds": max(1, int(settings.request_timeout)),
        "attachment_bytes": settings.attachment_max_bytes,
        "attachments_per_matter": settings.attachments_per_matter,
    }


def problem_kind(error: type[AppError]) -> dict[str, Any]:
    own = inspect.cleandoc(error.__dict__.get("__doc__") or "").partition("\n")[0]
    return {
        "code": error.code,
        "status": status_of(error),
        "title": error.title,
        "title_en": error.title_en,
        "meaning": own or f"{error.title_en}.",
    }


def problem_kinds() -> list[dict[str, Any]]:
    return [problem_kind(error) for error in by_code().values()]


def problem_kind_of(code: str) -> dict[str, Any]:
    """Raises: NotFound."""
    found = by_code().get(code)
    if found is None:
        raise NotFound
    return problem_kind(found)


def storage_folders(settings: Settings) -> list[Path]:
    """The folders of this host that must be writable: for files on their way in, and for the store if it is a folder."""
    parts = urlsplit(settings.storage_url or "")
    return [settings.data_dir, *([Path(unquote(parts.path))] if parts.scheme == "file" else [])]


async def missing(db: Db, settings: Settings, *, draining: bool, revision: str) -> list[str]:
    """What stands in the way of serving: ``draining``, ``database``, ``migrations``, ``storage``."""
    absent = ["draining"] if draining else []
    try:
        if await HealthRepository(db).revision() != revision:
            absent.append("migrations")
    except Unavailable:
        absent.append("database")
    if not all(os.access(folder, os.W_OK | os.X_OK) for folder in storage_folders(settings)):
        absent.append("storage")
    return absent


async def check_ready(db: Db, settings: Settings, *, draining: bool, revision: str) -> None:
    """Raises: NotReady."""
    absent = await missing(db, settings, draining=draining, revision=revision)
    if absent:
        raise NotReady(absent)
