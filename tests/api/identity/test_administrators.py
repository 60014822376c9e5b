"""三员: three posts in three hands, none of which reads business (SEC-R40…R43)."""

from typing import Any

import pytest
from sqlalchemy import bindparam, insert, select, update

from app.core.errors import AppError, ReferenceNotFound, Senseless
from app.core.ids import new_id
from app.models.identity import Person, RoleGrant
from app.models.trail import AuditEntry
from app.vocabulary.identity import ADMINISTRATORS, PersonKind, Role
from tests.api.identity.conftest import Office

SYS, SEC, AUDIT = PersonKind.SYS_ADMIN, PersonKind.SEC_ADMIN, PersonKind.AUDIT_ADMIN


async def refusal(office: Office, statement: Any, **binds: Any) -> AppError | None:
    """What the database says to a statement it must not take."""
    async with office.database.open(writes=True) as db:
        try:
            await db.rows(statement, binds)
            await db.commit()
        except AppError as refused:
            return refused
    return None


class TestTables:
    """What no code path can get round."""

    @pytest.mark.rule("SEC-R41", "SEC-R42")
    @pytest.mark.parametrize("kind", sorted(ADMINISTRATORS))
    async def test_no_role_for_an_administrator(self, office: Office, kind: PersonKind):
        person = await office.person(kind)
        for claimed in (kind, PersonKind.STAFF):
            values = {
                "id": new_id(),
                "person_id": person.id,
                "person_kind": claimed,
                "organ_id": office.organ_id,
                "role": Role.RECEIVER,
                "granted_at": office.clock.now(),
            }
            refused = await refusal(office, insert(RoleGrant).values(**values))
            assert isinstance(refused, Senseless if claimed is kind else ReferenceNotFound)

    @pytest.mark.rule("SEC-R41")
    @pytest.mark.parametrize("kind", sorted(ADMINISTRATORS))
    async def test_nobody_with_a_role_becomes_an_administrator(self, office: Office, kind: PersonKind):
        person = await office.person(roles=[Role.RECEIVER])
        become = update(Person).where(Person.id == bindparam("who")).values(kind=kind)
        assert isinstance(await refusal(office, become, who=person.id), ReferenceNotFound)

    @pytest.mark.rule("SEC-R41")
    @pytest.mark.parametrize("kind", ["sys_admin,audit_admin", "super_admin", ""])
    async def test_one_person_is_of_one_kind_and_there_is_no_super_administrator(self, office: Office, kind: str):
        person = await office.person(SYS)
        become = update(Person).where(Person.id == bindparam("who")).values(kind=kind)
        assert isinstance(await refusal(office, become, who=person.id), Senseless)


class TestHands:
    """Accounts, rights and their audit lie in three hands."""

    @pytest.mark.rule("SEC-R40")
    @pytest.mark.parametrize(
        ("method", "path", "may"),
        [
            ("POST", "/people", SYS),
            ("POST", "/organs", SYS),
            ("POST", "/departments", SYS),
            ("PUT", "/people/{person}/roles", SEC),
            ("POST", "/service-keys", SEC),
            ("GET", "/service-keys", SEC),
            ("GET", "/audit-entries", AUDIT),
        ],
    )
    async def test_each_may_what_the_others_and_staff_may_not(
        self, office: Office, method: str, path: str, may: PersonKind
    ):
        person = await office.person()
        path = path.format(person=person.id)
        for kind in PersonKind:
            roles = [Role.OFFICE_DIRECTOR] if kind is PersonKind.STAFF else []
            caller = await office.as_(await office.person(kind, roles=roles))
            answer = await caller.ask(method, path, {} if method != "GET" else None)
            if kind is may:
                assert answer.status in {200, 400, 428}
            else:
                assert (answer.status, answer.code) == (403, "forbidden")

    @pytest.mark.rule("SEC-R42")
    @pytest.mark.parametrize("kind", sorted(ADMINISTRATORS))
    async def test_none_reads_business(self, office: Office, kind: PersonKind):
        caller = await office.admin(kind)
        for path in ("/incoming-documents", f"/incoming-documents/{new_id()}", "/delegations"):
            assert (await caller.get(path)).status == 403

    @pytest.mark.rule("SEC-R42")
    async def test_an_account_is_made_without_rights_and_rights_are_given_by_another(self, office: Office):
        keeper, granter = await office.admin(SYS), await office.admin(SEC)
        made = await keeper.post("/people", {"username": f"u{new_id().hex[-16:]}", "name": "王芳"})
        assert made.status == 201
        assert (made.body["kind"], made.body["posts"], made.body["has_password"]) == ("staff", [], False)
        path = f"/people/{made.body['id']}/roles"
        assert (await granter.get(path)).body["roles"] == []
        assert (await keeper.put(path, {"roles": ["receiver"]}, seen=1)).status == 403
        granted = await granter.put(path, {"roles": ["receiver"]}, seen=1)
        assert (granted.status, granted.body["roles"], granted.body["version"]) == (200, ["receiver"], 2)

    @pytest.mark.rule("SEC-R42")
    async def test_an_account_of_another_kind_cannot_be_asked_for(self, office: Office):
        keeper = await office.admin(SYS)
        said = {"username": f"u{new_id().hex[-16:]}", "name": "王芳", "kind": "sec_admin"}
        assert (await keeper.post("/people", said)).code == "validation_failed"

    @pytest.mark.rule("SEC-R42")
    @pytest.mark.parametrize("kind", sorted(ADMINISTRATORS))
    async def test_no_administrator_is_given_a_role(self, office: Office, kind: PersonKind):
        person = await office.person(kind)
        answer = await (await office.admin(SEC)).put(f"/people/{person.id}/roles", {"roles": ["leader"]}, seen=1)
        assert (answer.status, answer.code) == (422, "rule_violated")
        assert [rule["id"] for rule in answer.body["rules"]] == ["SEC-R42"]

    @pytest.mark.rule("SEC-R42")
    @pytest.mark.parametrize("kind", sorted(ADMINISTRATORS))
    async def test_nobody_takes_over_an_administrator_by_a_new_password(self, office: Office, kind: PersonKind):
        person = await office.person(kind)
        answer = await (await office.admin(SYS)).put(f"/people/{person.id}/temporary-password", seen=1)
        assert (answer.status, answer.code) == (422, "rule_violated")
        assert (await office.log_in(person)).status == 200

    @pytest.mark.rule("SEC-R40")
    async def test_the_last_of_a_kind_cannot_be_disabled(self, office: Office):
        keeper = await office.admin(SYS)
        first = await office.person(AUDIT)
        answer = await keeper.post(f"/people/{first.id}/disable", seen=1)
        assert (answer.status, answer.code) == (422, "rule_violated")
        assert [rule["id"] for rule in answer.body["rules"]] == ["SEC-R40"]
        await office.person(AUDIT)
        assert (await keeper.post(f"/people/{first.id}/disable", seen=1)).status == 200

    async def test_nobody_disables_oneself(self, office: Office):
        person = await office.person(SYS)
        await office.person(SYS)
        answer = await (await office.as_(person)).post(f"/people/{person.id}/disable", seen=1)
        assert (answer.status, answer.code) == (422, "invalid_combination")


class TestAudit:
    @pytest.mark.rule("SEC-R42", "SEC-R43")
    async def test_the_auditor_sees_what_the_other_two_did(self, office: Office):
        keeper, granter = await office.admin(SYS), await office.admin(SEC)
        auditor = await office.admin(AUDIT)
        made = (await keeper.post("/people", {"username": f"u{new_id().hex[-16:]}", "name": "王芳"})).body
        await granter.put(f"/people/{made['id']}/roles", {"roles": ["receiver"]}, seen=1)
        found = (await auditor.get("/audit-entries", subject_id=made["id"])).body["items"]
        assert [(one["subject"], one["action"], one["actor_name"]) for one in found] == [
            ("role_grants", "put", SEC.label),
            ("person", "create", SYS.label),
        ]
        changed = {one["column"]: (one["before"], one["after"]) for one in found[0]["changes"]}
        assert changed["roles"] == ("[]", '["receiver"]')
        assert found[0]["address"] == office.address
        assert found[0]["request_id"]

    @pytest.mark.rule("SEC-R43")
    async def test_refused_log_ins_and_stolen_tokens_are_on_record(self, office: Office):
        person, auditor = await office.person(), await office.admin(AUDIT)
        await office.log_in(person, "wrong")
        tokens = (await office.log_in(person)).body
        for _ in range(2):
            await office.nobody().post("/auth/refresh", {"refresh_token": tokens["refresh_token"]})
        found = (await auditor.get("/audit-entries", limit=200)).body["items"]
        actions = [one["action"] for one in found if one["subject"] in {"person", "login_session"}]
        assert actions[:3] == ["refresh_token_reused", "log_in", "log_in_refused"]
        assert next(one for one in found if one["action"] == "log_in_refused")["subject_id"] == str(person.id)

    @pytest.mark.rule("SEC-R42")
    async def test_of_business_only_the_names_of_columns(self, office: Office):
        person, auditor = await office.person(), await office.admin(AUDIT)
        matter_id = new_id()
        await office.save(
            AuditEntry(
                id=new_id(),
                organ_id=office.organ_id,
                matter_id=matter_id,
                subject="incoming_document",
                subject_id=matter_id,
                action="update",
                actor_id=person.id,
                actor_name=person.name,
                state_before="registered",
                state_after="registered",
                note="意见：请速办",
                changes={"title": ["旧标题", "新标题"], "proposal": [None, "拟请阅示"]},
                at=office.clock.now(),
                request_id="r" * 20,
                address="10.8.3.21",
            )
        )
        answer = await auditor.get("/audit-entries", matter_id=str(matter_id))
        [found] = answer.body["items"]
        assert sorted(one["column"] for one in found["changes"]) == ["proposal", "title"]
        assert all(one["before"] is None and one["after"] is None for one in found["changes"])
        assert found["note"] is None
        assert "标题" not in str(answer.body)
        assert "阅示" not in str(answer.body)

    @pytest.mark.rule("SEC-R43")
    async def test_neither_secrets_nor_phone_numbers_get_into_the_trail(self, office: Office):
        keeper, auditor = await office.admin(SYS), await office.admin(AUDIT)
        said = {"username": f"u{new_id().hex[-16:]}", "name": "王芳", "phone": "13800135678"}
        made = (await keeper.post("/people", said)).body
        await keeper.patch(f"/people/{made['id']}", {"phone": "13900135679"}, seen=1)
        secret = (await keeper.put(f"/people/{made['id']}/temporary-password", seen=2)).body["temporary_password"]
        found = (await auditor.get("/audit-entries", subject_id=made["id"])).body["items"]
        columns = {change["column"] for one in found for change in one["changes"]}
        assert {"phone", "password_hash"} <= columns
        async with office.database.open() as db:
            kept = select(AuditEntry.__table__.c.changes).where(AuditEntry.__table__.c.organ_id == office.organ_id)
            told = str([row.changes for row in await db.rows(kept)])
        for hidden in ("13800135678", "13900135679", secret, "$argon2"):
            assert hidden not in str(found)
            assert hidden not in told

    @pytest.mark.rule("SEC-R42")
    async def test_of_another_organ_nothing(self, office: Office):
        await (await office.admin(SYS)).post("/people", {"username": f"u{new_id().hex[-16:]}", "name": "王芳"})
        stranger = await office.as_(await office.person(AUDIT, organ_id=await office.organ()))
        below = await office.as_(await office.person(AUDIT, organ_id=await office.organ(office.organ_id)))
        for caller in (stranger, below):
            found = (await caller.get("/audit-entries", limit=200)).body["items"]
            assert all(one["organ_id"] != str(office.organ_id) for one in found)

    async def test_filters_and_pages_agree(self, office: Office):
        keeper, auditor = await office.admin(SYS), await office.admin(AUDIT)
        for name in ("一科", "二科", "三科"):
            office.clock.advance(minutes=1)
            await keeper.post("/departments", {"name": name})
        asked = {"subject": "department", "action": "create", "organ_id": str(office.organ_id)}
        first = (await auditor.get("/audit-entries", limit=2, with_total="true", **asked)).body
        rest = (await auditor.get("/audit-entries", limit=2, cursor=first["next_cursor"], **asked)).body
        assert (first["total"], len(first["items"]), len(rest["items"]), rest["next_cursor"]) == (3, 2, 1, None)
        oldest = (await auditor.get("/audit-entries", sort="seq", **asked)).body["items"]
        assert [one["id"] for one in oldest] == [one["id"] for one in [*first["items"], *rest["items"]][::-1]]
        from_, before = oldest[1]["at"], oldest[2]["at"]
        [middle] = (await auditor.get("/audit-entries", at_from=from_, at_before=before, **asked)).body["items"]
        assert middle["id"] == oldest[1]["id"]
