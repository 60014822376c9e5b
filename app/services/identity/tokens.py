"""The shapes of what callers carry: local tokens, service keys, tokens of an OpenID issuer."""

import base64
import binascii
import secrets
from enum import Enum, auto
from uuid import UUID

KEY_PREFIX = "shn_"
_SHOWN = len(KEY_PREFIX) + 8
_ID_BYTES, _SECRET_BYTES = 16, 32
_REFRESH_LENGTH = (_ID_BYTES + _SECRET_BYTES) * 4 // 3


class Carrier(Enum):
    """What kind of bearer token it is; told from its shape alone."""

    SESSION = auto()
    KEY = auto()
    OIDC = auto()


def carrier(token: str) -> Carrier:
    if token.startswith(KEY_PREFIX):
        return Carrier.KEY
    return Carrier.OIDC if token.count(".") == 2 else Carrier.SESSION


def access_token() -> str:
    return secrets.token_urlsafe(_SECRET_BYTES)


def refresh_token(session_id: UUID) -> str:
    """A random token that names its log-in, so that one used before is known for what it is."""
    return base64.urlsafe_b64encode(session_id.bytes + secrets.token_bytes(_SECRET_BYTES)).decode()


def session_of(refresh: str) -> UUID | None:
    """The log-in a refresh token names; None if it is not of our making."""
    if len(refresh) != _REFRESH_LENGTH:
        return None
    try:
        return UUID(bytes=base64.b64decode(refresh, altchars=b"-_", validate=True)[:_ID_BYTES])
    except (ValueError, binascii.Error):
        return None


def service_key() -> tuple[str, str]:
    """A new key, and its beginning by which people recognise it in lists."""
    key = KEY_PREFIX + secrets.token_urlsafe(_SECRET_BYTES)
    return key, key[:_SHOWN]
