"""Tokens of the organ's own issuer: only what its public keys signed, for us, and for now."""

import base64
import hashlib
import hmac
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, OKPKey, RSAKey

from app.core.clock import FixedClock
from app.core.errors import InvalidToken, LoginExpired, Unavailable
from app.services.identity.oidc import OidcVerifier
from app.settings import Settings

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ISSUER, AUDIENCE = "https://sso.jiangzhou.example", "shuniu"
RSA = RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"})
EC = ECKey.generate_key("P-256", {"kid": "ec", "use": "sig"})
OKP = OKPKey.generate_key("Ed25519", {"kid": "okp", "use": "sig"})
STRANGER = RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"})


def claims(**changed: object) -> dict[str, object]:
    at = int(NOW.timestamp())
    said = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "1",
        "preferred_username": "zhangwei",
        "iat": at,
        "exp": at + 300,
    } | changed
    return {name: value for name, value in said.items() if value is not None}


def signed(key: RSAKey | ECKey | OKPKey = RSA, alg: str = "RS256", typ: str = "at+jwt", **changed: object) -> str:
    header = {"alg": alg, "kid": key.kid, "typ": typ}
    return jwt.encode(header, claims(**changed), key, algorithms=[alg])


def unsigned(header: dict[str, object], body: dict[str, object], signature: bytes = b"") -> str:
    def part(value: bytes) -> str:
        return base64.urlsafe_b64encode(value).decode().rstrip("=")

    return ".".join((part(json.dumps(header).encode()), part(json.dumps(body).encode()), part(signature)))


@pytest.fixture
def jwks(tmp_path: Path) -> Path:
    path = tmp_path / "jwks.json"
    path.write_text(json.dumps(KeySet([RSA, EC, OKP]).as_dict(private=False)))
    return path


@pytest.fixture
def verifier(jwks: Path) -> OidcVerifier:
    return verifier_of(jwks)


def verifier_of(jwks: Path, **changed: object) -> OidcVerifier:
    known = {"oidc_issuer": ISSUER, "oidc_audience": AUDIENCE, "oidc_jwks": jwks} | changed
    return OidcVerifier(Settings(_env_file=None, **known), FixedClock(NOW))


class TestAccepted:
    @pytest.mark.parametrize(("key", "alg"), [(RSA, "RS256"), (EC, "ES256"), (OKP, "EdDSA"), (OKP, "Ed25519")])
    @pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
    async def test_each_kind_of_signature_names_the_user_and_the_end(self, verifier, key, alg):
        claimed = await verifier.claimed(signed(key, alg))
        assert claimed.username == "zhangwei"
        assert claimed.until == NOW + timedelta(minutes=5)

    @pytest.mark.parametrize("typ", ["JWT", "at+jwt", "application/at+jwt"])
    async def test_the_types_issuers_use(self, verifier, typ):
        assert (await verifier.claimed(signed(typ=typ))).username == "zhangwei"

    async def test_one_audience_of_several_is_enough(self, verifier):
        assert (await verifier.claimed(signed(aud=["another", AUDIENCE]))).username == "zhangwei"

    async def test_another_claim_may_hold_the_name(self, jwks):
        assert (await verifier_of(jwks, oidc_claim="uid").claimed(signed(uid="liwei"))).username == "liwei"

    async def test_a_rewritten_key_file_is_read_again(self, jwks, verifier):
        await verifier.claimed(signed())
        jwks.write_text(json.dumps(KeySet([STRANGER]).as_dict(private=False)))
        os.utime(jwks, ns=(1, 1))
        with pytest.raises(InvalidToken):
            await verifier.claimed(signed())
        assert (await verifier.claimed(signed(STRANGER))).username == "zhangwei"


class TestRefused:
    @pytest.mark.parametrize(
        "changed",
        [
            {"iss": "https://evil.example"},
            {"iss": None},
            {"aud": "another"},
            {"aud": None},
            {"aud": []},
            {"exp": None},
            {"exp": "tomorrow"},
            {"exp": 10**30},
            {"nbf": int(NOW.timestamp()) + 600},
            {"iat": int(NOW.timestamp()) + 600},
            {"preferred_username": None},
            {"preferred_username": ["zhangwei"]},
            {"preferred_username": ""},
            {"typ": "ID"},
            {"typ": "Refresh"},
        ],
        ids=lambda changed: "-".join(f"{name}={value}" for name, value in changed.items()),
    )
    async def test_claims_that_are_not_for_us_or_not_for_now(self, verifier, changed):
        with pytest.raises(InvalidToken) as refused:
            await verifier.claimed(signed(**changed))
        assert not isinstance(refused.value, LoginExpired)

    async def test_an_expired_token_says_so(self, verifier):
        with pytest.raises(LoginExpired):
            await verifier.claimed(signed(exp=int(NOW.timestamp()) - 31))

    @pytest.mark.parametrize("typ", ["logout+jwt", "dpop+jwt", "secevent+jwt"])
    async def test_a_token_for_another_purpose(self, verifier, typ):
        with pytest.raises(InvalidToken):
            await verifier.claimed(signed(typ=typ))

    @pytest.mark.parametrize("alg", ["none", "None", "NONE", ""])
    async def test_no_signature_at_all(self, verifier, alg):
        with pytest.raises(InvalidToken):
            await verifier.claimed(unsigned({"alg": alg, "typ": "JWT", "kid": "rsa"}, claims()))

    @pytest.mark.parametrize("public", [RSA.as_pem(private=False), json.dumps(RSA.as_dict(private=False)).encode()])
    async def test_a_public_key_used_as_a_shared_secret(self, verifier, public):
        header = {"alg": "HS256", "typ": "JWT", "kid": "rsa"}
        bare = unsigned(header, claims())[:-1]
        forged = unsigned(header, claims(), hmac.new(public, bare.encode(), hashlib.sha256).digest())
        with pytest.raises(InvalidToken):
            await verifier.claimed(forged)

    async def test_a_shared_secret_in_file_and_setting_is_still_no_key(self, jwks):
        secret = OctKey.generate_key(256, {"kid": "oct"})
        jwks.write_text(json.dumps({"keys": [secret.as_dict(private=True), RSA.as_dict(private=False)]}))
        token = jwt.encode({"alg": "HS256", "kid": "oct"}, claims(), secret, algorithms=["HS256"])
        with pytest.raises(InvalidToken):
            await verifier_of(jwks, oidc_algorithms=["HS256", "RS256"]).claimed(token)
        with pytest.raises(InvalidToken):
            await verifier_of(jwks, oidc_algorithms=["HS256"]).claimed(token)

    async def test_an_algorithm_that_is_not_set(self, jwks):
        with pytest.raises(InvalidToken):
            await verifier_of(jwks, oidc_algorithms=["ES256"]).claimed(signed())

    async def test_a_key_that_is_not_the_issuers(self, verifier):
        with pytest.raises(InvalidToken):
            await verifier.claimed(signed(STRANGER))

    async def test_a_key_brought_along_in_the_header(self, verifier):
        header = {"alg": "RS256", "typ": "JWT", "jwk": STRANGER.as_dict(private=False)}
        with pytest.raises(InvalidToken):
            await verifier.claimed(jwt.encode(header, claims(), STRANGER, algorithms=["RS256"]))

    async def test_a_changed_claim(self, verifier):
        head, _, tail = signed().split(".")
        forged = base64.urlsafe_b64encode(json.dumps(claims(preferred_username="admin")).encode()).decode().rstrip("=")
        with pytest.raises(InvalidToken):
            await verifier.claimed(f"{head}.{forged}.{tail}")

    @pytest.mark.parametrize("token", ["..", "a.b.c", "e30.e30.e30", "令.牌.假", "=.=.="])
    async def test_what_is_no_token(self, verifier, token):
        with pytest.raises(InvalidToken):
            await verifier.claimed(token)

    @pytest.mark.parametrize("unset", ["oidc_issuer", "oidc_audience", "oidc_jwks"])
    async def test_everything_while_no_issuer_is_set_up(self, jwks, unset):
        with pytest.raises(InvalidToken):
            await verifier_of(jwks, **{unset: None}).claimed(signed())


@pytest.mark.parametrize("content", [None, "", "{", "{}", "[]", '{"keys": 1}', '{"keys": [{"kty": "RSA"}]}'])
async def test_an_unreadable_key_file_is_our_fault_not_the_callers(tmp_path, content):
    path = tmp_path / "jwks.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(Unavailable):
        await verifier_of(path).claimed(signed())
