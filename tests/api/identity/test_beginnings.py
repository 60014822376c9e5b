"""The first organ and its administrators, and callers who come with a token of the organ's own issuer."""

import json
from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from app.core.errors import AlreadyExists, InvalidToken, LoginExpired, NotFound, WeakPassword
from app.core.ids import new_id
from app.models.identity import Person
from app.services.identity.bootstrap import bootstrap_organ, bootstrap_password, bootstrap_person
from app.services.identity.sessions import SessionService
from app.settings import Settings
from app.vocabulary.common import Profile
from app.vocabulary.identity import ADMINISTRATORS, PersonKind, Role
from tests.api.identity.conftest import Office, elsewhere

KEY = ECKey.generate_key("P-256", {"kid": "1", "use": "sig"})


class TestBootstrap:
    @pytest.mark.rule("SEC-R40", "SEC-R41")
    async def test_an_empty_deployment_gets_an_organ_and_three_administrators(self, office: Office):
        mark = new_id().hex[-12:]
        async with office.database.open(writes=True) as db:
            organ_id = await bootstrap_organ(
                db, name=f"江州{mark}", short_name=mark, code=mark, profile=Profile.PARTY_GOV
            )
            made = {
                kind: await bootstrap_person(db, organ_id=organ_id, username=f"{kind}-{mark}", name="王芳", kind=kind)
                for kind in sorted(ADMINISTRATORS)
            }
            await db.commit()
        for kind, person in made.items():
            said = {"username": f"{kind}-{mark}", "password": person.temporary_password}
            tokens = (await office.nobody(elsewhere()).post("/auth/login", said)).body
            assert tokens["password_expired"] is True
            me = (await office.bearer(tokens["access_token"]).get("/me")).body
            assert (me["kind"], me["organ"]["id"]) == (kind, str(organ_id))

    async def test_a_chosen_password_satisfies_the_rules_and_need_not_be_changed(self, office: Office):
        name = f"u{new_id().hex[-12:]}"
        async with office.database.open(writes=True) as db:
            with pytest.raises(WeakPassword):
                await bootstrap_person(db, organ_id=office.organ_id, username=name, name="王芳", password="weak")
            made = await bootstrap_person(
                db, organ_id=office.organ_id, username=name, name="王芳", password="Jiang-Zhou-2026"
            )
            await db.commit()
        assert made.temporary_password is None
        said = {"username": name, "password": "Jiang-Zhou-2026"}
        assert (await office.nobody().post("/auth/login", said)).body["password_expired"] is False

    async def test_a_user_name_is_given_once(self, office: Office):
        person = await office.person()
        async with office.database.open(writes=True) as db:
            with pytest.raises(AlreadyExists):
                await bootstrap_person(db, organ_id=office.organ_id, username=person.username, name="王芳")

    async def test_only_the_operator_resets_an_administrator(self, office: Office):
        person = await office.person(PersonKind.SEC_ADMIN)
        caller = await office.as_(person)
        async with office.database.open(writes=True) as db:
            made = await bootstrap_password(db, person.username)
            await db.commit()
            with pytest.raises(NotFound):
                await bootstrap_password(db, f"no{new_id().hex[-8:]}")
        assert (await caller.get("/me")).code == "invalid_token"
        assert (await office.log_in(person)).status == 401
        assert made.temporary_password is not None
        assert (await office.log_in(person, made.temporary_password)).status == 200


class TestIssuer:
    """OIDC: the issuer says who, we say what that person may do."""

    @pytest.fixture
    def oidc(self, tmp_path: Path) -> Settings:
        path = tmp_path / "jwks.json"
        path.write_text(json.dumps(KeySet([KEY]).as_dict(private=False)))
        return Settings(_env_file=None, oidc_issuer="https://sso.example", oidc_audience="shuniu", oidc_jwks=path)

    def token(self, office: Office, person: Person, **more: object) -> str:
        until = int(office.clock.now().timestamp()) + 300
        claims = {"iss": "https://sso.example", "aud": "shuniu", "exp": until, "preferred_username": person.username}
        return jwt.encode({"alg": "ES256", "kid": "1"}, claims | more, KEY, algorithms=["ES256"])

    async def test_a_known_user_has_the_rights_of_the_home_organ(self, office: Office, oidc: Settings):
        person = await office.person(roles=[Role.RECEIVER], password_hash=None, password_changed_at=None)
        token = self.token(office, person, preferred_username=person.username.upper())
        async with office.database.open() as db:
            actor = await SessionService(db, oidc).actor(token, "")
        assert (actor.user_id, actor.organ_id, actor.session_id) == (person.id, office.organ_id, None)
        assert actor.can("incoming:receive")

    async def test_unknown_or_closed_accounts_stay_outside(self, office: Office, oidc: Settings):
        closed = await office.person(active=False)
        async with office.database.open() as db:
            for token in (
                self.token(office, closed),
                self.token(office, closed, preferred_username=f"no{new_id().hex[-8:]}"),
                self.token(office, await office.person(), aud="another"),
            ):
                with pytest.raises(InvalidToken):
                    await SessionService(db, oidc).actor(token, "")

    async def test_what_is_kept_in_memory_ends_with_the_token_and_with_the_account(
        self, office: Office, oidc: Settings
    ):
        person = await office.person()
        token = self.token(office, person)

        async def ask() -> object:
            async with office.database.open() as db:
                return (await SessionService(db, oidc).actor(token, "")).user_id

        assert await ask() == person.id
        keeper = await office.admin(PersonKind.SYS_ADMIN)
        await keeper.post(f"/people/{person.id}/disable", seen=1)
        with pytest.raises(InvalidToken):
            await ask()
        await keeper.post(f"/people/{person.id}/enable", seen=2)
        assert await ask() == person.id
        office.clock.advance(minutes=6)
        with pytest.raises(LoginExpired):
            await ask()

    async def test_without_an_issuer_no_such_token_is_known(self, office: Office):
        answer = await office.bearer(self.token(office, await office.person())).get("/me")
        assert (answer.status, answer.code) == (401, "invalid_token")
