"""The published document: what FastAPI knows of the routes, completed by what every operation of its shape does."""

from app.http.openapi.document import describe

__all__ = ["describe"]
