"""The key that signs packages for organs outside: Ed25519 (RFC 8037), made from the deployment's signing key."""

import base64
import hashlib
import hmac
from functools import lru_cache
from typing import Final

from joserfc import jws
from joserfc.jwk import OKPKey

ALGORITHM: Final = "Ed25519"
_PURPOSE: Final = b"shuniu exchange package 1"
_PKCS8: Final = bytes.fromhex("302e020100300506032b657004220420")
"""What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410)."""


class Signet:
    """Signs for one deployment. Whoever knows ``public`` can tell that a package is ours and whole."""

    def __init__(self, secret: bytes) -> None:
        seed = hmac.digest(secret, _PURPOSE, hashlib.sha256)
        body = base64.b64encode(_PKCS8 + seed)
        self._key = OKPKey.import_key(b"-----BEGIN PRIVATE KEY-----\n" + body + b"\n-----END PRIVATE KEY-----\n")
        self.key_id: str = self._key.thumbprint()

    def public(self) -> dict[str, str]:
        """The public half as a JWK."""
        shown = self._key.as_dict(private=False)
        return {
            "kty": "OKP",
            "crv": "Ed25519",
            "x": str(shown["x"]),
            "kid": self.key_id,
            "use": "sig",
            "alg": ALGORITHM,
        }

    def sign(self, content: bytes) -> str:
        """A detached signature (RFC 7515, appendix F): the same content always gives the same."""
        header = {"alg": ALGORITHM, "kid": self.key_id}
        return jws.detach_content(jws.serialize_compact(header, content, self._key, algorithms=[ALGORITHM]))


@lru_cache(4)
def signet(secret: bytes) -> Signet:
    """The signet made from a secret; made once."""
    return Signet(secret)
