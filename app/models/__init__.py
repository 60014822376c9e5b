"""Every table. Importing this package makes the metadata complete."""

from app.models import documents, identity, matters, office, trail

__all__ = ["documents", "identity", "matters", "office", "trail"]
