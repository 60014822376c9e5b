"""What a row of rights becomes, and when a proven caller is still admitted."""

import ipaddress
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.core.actor import Actor
from app.core.errors import InvalidToken, LoginExpired, PasswordExpired
from app.core.ids import new_id
from app.rules.checks.administrators import FORBIDDEN, check_rights
from app.services.identity.callers import WITH_EXPIRED_PASSWORD, Login, actor_of, password_until, permissions_of
from app.vocabulary.identity import ADMINISTRATORS, SCOPES, STAFF_PERMISSIONS, Permission, PersonKind, Role

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@dataclass
class Rights:
    """A row as the query brings it."""

    kind: PersonKind = PersonKind.STAFF
    roles: Collection[str] = ()
    person_id: UUID = field(default_factory=new_id)
    organ_id: UUID = field(default_factory=new_id)
    name: str = "张伟"
    department_ids: Collection[UUID] = ()
    headed_ids: Collection[UUID] = ()
    principal_ids: Collection[UUID] = ()


class TestPermissions:
    def test_every_member_of_staff_has_what_all_staff_have(self):
        assert permissions_of(PersonKind.STAFF, ()) == STAFF_PERMISSIONS

    def test_roles_add_up(self):
        receiver, supervisor = (permissions_of(PersonKind.STAFF, [role]) for role in (Role.RECEIVER, Role.SUPERVISOR))
        assert permissions_of(PersonKind.STAFF, [Role.RECEIVER, Role.SUPERVISOR]) == receiver | supervisor
        assert not receiver >= supervisor

    @pytest.mark.rule("SEC-R42")
    @pytest.mark.parametrize("kind", sorted(ADMINISTRATORS))
    def test_an_administrator_has_the_post_alone_whatever_roles_are_there(self, kind):
        found = permissions_of(kind, [Role.OFFICE_DIRECTOR, Role.RECEIVER])
        assert found == permissions_of(kind, ())
        assert not found & FORBIDDEN[kind]
        assert check_rights(kind, [Permission(one) for one in found]) == ()
        assert Permission.STAFF not in found

    @pytest.mark.rule("SEC-R40")
    def test_the_three_share_nothing_but_the_directory_and_themselves(self):
        one, two, three = (permissions_of(kind, ()) for kind in sorted(ADMINISTRATORS))
        assert one & two == two & three == one & three == {Permission.SELF, Permission.DIRECTORY_READ}

    @pytest.mark.rule("SEC-R42")
    def test_no_key_can_be_given_an_administrators_work(self):
        for kind in ADMINISTRATORS:
            assert (permissions_of(kind, ()) - {Permission.DIRECTORY_READ}).isdisjoint(SCOPES)


class TestActor:
    def test_staff_have_departments_and_principals(self):
        row = Rights(department_ids=[new_id()], headed_ids=[new_id()], principal_ids=[new_id()], roles=["leader"])
        actor = actor_of(row, session_id=new_id())
        assert actor.department_ids == set(row.department_ids)
        assert actor.headed_department_ids == set(row.headed_ids)
        assert actor.stands_for == {row.person_id, *row.principal_ids}
        assert actor.roles == {Role.LEADER}

    @pytest.mark.rule("SEC-R42")
    @pytest.mark.parametrize("kind", sorted(ADMINISTRATORS))
    def test_administrators_have_neither(self, kind):
        row = Rights(kind, roles=["leader"], department_ids=[new_id()], headed_ids=[new_id()], principal_ids=[new_id()])
        actor = actor_of(row, session_id=new_id())
        assert not actor.department_ids | actor.headed_department_ids | actor.principals
        assert not actor.roles

    def test_a_key_has_what_scopes_and_person_both_allow_and_stands_in_for_nobody(self):
        row = Rights(roles=["receiver"], principal_ids=[new_id()])
        scopes = [Permission.INCOMING_RECEIVE, Permission.TASKS_OVERSEE]
        actor = actor_of(row, key_id=new_id(), key_name="旧OA", scopes=scopes)
        assert actor.permissions == {Permission.INCOMING_RECEIVE}
        assert actor.principals == frozenset()
        assert actor.name == "张伟（旧OA）"


def login(**changed: object) -> Login:
    known = {"until": NOW + timedelta(minutes=15), "fresh_until": NOW} | changed
    return Login(Actor(new_id(), "张伟", new_id()), **known)


class TestAdmitted:
    def test_until_the_token_ends(self):
        found = login()
        assert found.admitted(NOW, "", "x") is found.actor
        with pytest.raises(LoginExpired):
            found.admitted(NOW + timedelta(minutes=15), "", "x")

    def test_until_it_was_idle_too_long(self):
        found = login(idle_until=NOW + timedelta(seconds=1))
        assert found.admitted(NOW, "", "x") is found.actor
        with pytest.raises(LoginExpired):
            found.admitted(NOW + timedelta(seconds=1), "", "x")

    def test_with_an_expired_password_only_to_change_it(self):
        found = login(password_until=NOW)
        for operation in WITH_EXPIRED_PASSWORD:
            assert found.admitted(NOW, "", operation) is found.actor
        with pytest.raises(PasswordExpired):
            found.admitted(NOW, "", "list_people")

    @pytest.mark.parametrize("address", ["10.8.3.4", "::ffff:10.8.3.4", "fd00::7"])
    def test_from_the_networks_of_a_key(self, address):
        networks = (ipaddress.ip_network("10.8.0.0/16"), ipaddress.ip_network("fd00::/8"))
        found = login(networks=networks)
        assert found.admitted(NOW, address, "x") is found.actor

    @pytest.mark.parametrize("address", ["10.9.3.4", "::1", "", "testclient", "10.8.3.4, 1.2.3.4"])
    def test_from_nowhere_else(self, address):
        with pytest.raises(InvalidToken):
            login(networks=(ipaddress.ip_network("10.8.0.0/16"),)).admitted(NOW, address, "x")


class TestPasswordUntil:
    def test_ninety_days_after_it_was_chosen(self):
        assert password_until(NOW, 90) == NOW + timedelta(days=90)

    def test_never_where_the_office_sets_no_limit(self):
        assert password_until(NOW, 0) is None

    @pytest.mark.parametrize("days", [0, 90])
    def test_at_once_where_an_administrator_gave_it(self, days):
        until = password_until(None, days)
        assert until is not None
        assert until < NOW
