"""Access tokens of the organ's own OpenID issuer, checked against keys in a local file: intranets reach no issuer."""

import asyncio
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from app.core.clock import Clock
from app.core.errors import InvalidToken, LoginExpired, Unavailable
from app.settings import Settings

SIGNATURES = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"}
)
"""Public-key signatures. ``none`` and shared secrets are never accepted, whatever the setting says.
``Ed25519`` is the present name of what most issuers still call ``EdDSA`` (RFC 9864)."""

_TYPES = frozenset({"jwt", "at+jwt", "application/at+jwt"})
_LEEWAY_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Claimed:
    """Whom a token names, and until when."""

    username: str
    until: datetime


@lru_cache(maxsize=4)
def _keys(path: Path, changed: int) -> KeySet:  # noqa: ARG001 - ``changed`` makes a rewritten file be read again
    found = json.loads(path.read_bytes())
    public = [key for key in found["keys"] if key.get("kty") in {"RSA", "EC", "OKP"}]
    return KeySet.import_key_set({"keys": public})


def _read(path: Path) -> KeySet:
    try:
        return _keys(path, path.stat().st_mtime_ns)
    except (OSError, ValueError, KeyError, AttributeError, TypeError, JoseError) as fault:
        raise Unavailable("统一身份认证公钥不可用") from fault


class OidcVerifier:
    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings, self._clock = settings, clock

    async def claimed(self, token: str) -> Claimed:
        """Check signature, algorithm, type, issuer, audience and time.

        Raises: InvalidToken (also when no issuer is set up), LoginExpired, Unavailable (the key file cannot be read).
        """
        settings = self._settings
        if not (settings.oidc_issuer and settings.oidc_audience and settings.oidc_jwks):
            raise InvalidToken
        keys = await asyncio.to_thread(_read, settings.oidc_jwks)
        try:
            return self._checked(token, keys, settings.oidc_issuer, settings.oidc_audience)
        except ExpiredTokenError as fault:
            raise LoginExpired from fault
        except (JoseError, ValueError, TypeError, KeyError, OverflowError, OSError) as fault:
            raise InvalidToken from fault

    def _checked(self, token: str, keys: KeySet, issuer: str, audience: str) -> Claimed:
        named = set(self._settings.oidc_algorithms)
        allowed = SIGNATURES & (named | {"Ed25519"} if "EdDSA" in named else named)
        if not allowed:
            raise ValueError("no algorithm is allowed")
        found = jwt.decode(token, keys, registry=JWSRegistry(algorithms=allowed, strict_check_header=False))
        if str(found.header.get("typ", "JWT")).lower() not in _TYPES or found.claims.get("typ") in {"ID", "Refresh"}:
            raise ValueError("not an access token")
        jwt.JWTClaimsRegistry(
            now=int(self._clock.now().timestamp()),
            leeway=_LEEWAY_SECONDS,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
        ).validate(found.claims)
        return Claimed(
            _named(found.claims, self._settings.oidc_claim), datetime.fromtimestamp(found.claims["exp"], UTC)
        )


def _named(claims: dict[str, Any], claim: str) -> str:
    name = claims[claim]
    if not isinstance(name, str) or not name:
        raise ValueError("no user name")
    return name
