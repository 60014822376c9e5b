"""The service for uvicorn: as `shuniu serve` makes it, in one process."""

from fastapi import FastAPI

from app.logs import configure
from app.main import create_app
from app.settings import get_settings


def create() -> FastAPI:
    settings = get_settings()
    configure(settings.log_level)
    return create_app(settings)
