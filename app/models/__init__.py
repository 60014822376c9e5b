"""Every table. Importing this package makes the metadata complete and the classes ready to be filled from rows."""

from sqlalchemy.orm import configure_mappers

from app.models import archives, identity, incoming, matters, office, outgoing, seals, trail

configure_mappers()  # a Session would do it at its first use; there is none here

__all__ = ["archives", "identity", "incoming", "matters", "office", "outgoing", "seals", "trail"]
