"""三员: three posts, three people, no business."""

import pytest

from app.rules.checks.administrators import (
    check_grant,
    check_new_account,
    check_person,
    check_posts,
    check_rights,
)
from app.vocabulary.identity import ADMIN_PERMISSIONS, ADMINISTRATORS, GRANTS, Permission, PersonKind, Role

SYS, SEC, AUDIT = PersonKind.SYS_ADMIN, PersonKind.SEC_ADMIN, PersonKind.AUDIT_ADMIN
FILLED = {SYS: ["赵"], SEC: ["钱"], AUDIT: ["孙"]}


def rules(findings):
    return [finding.rule for finding in findings]


class TestPosts:
    @pytest.mark.rule("SEC-R40", "SEC-R41")
    def test_three_people_fill_three_posts(self):
        assert check_posts(FILLED) == ()
        assert check_posts({**FILLED, SYS: ["赵", "李"]}) == ()

    @pytest.mark.rule("SEC-R40")
    @pytest.mark.parametrize("post", [SYS, SEC, AUDIT])
    def test_no_post_stays_empty(self, post):
        assert rules(check_posts({**FILLED, post: []})) == ["SEC-R40"]
        assert rules(check_posts({other: who for other, who in FILLED.items() if other is not post})) == ["SEC-R40"]

    @pytest.mark.rule("SEC-R41")
    @pytest.mark.parametrize(("one", "other"), [(SYS, SEC), (SYS, AUDIT), (SEC, AUDIT)])
    def test_nobody_holds_two(self, one, other):
        assert rules(check_posts({**FILLED, one: ["李", "周"], other: ["吴", "周"]})) == ["SEC-R41"]


class TestPerson:
    @pytest.mark.rule("SEC-R41")
    @pytest.mark.parametrize("kinds", [{SYS, SEC}, {SYS, AUDIT}, {SEC, AUDIT}, {SYS, SEC, AUDIT}])
    def test_is_one_administrator_at_most(self, kinds):
        assert rules(check_person(kinds)) == ["SEC-R41"]

    @pytest.mark.rule("SEC-R41", "SEC-R42")
    @pytest.mark.parametrize("kind", [SYS, SEC, AUDIT])
    def test_is_an_administrator_and_nothing_else(self, kind):
        assert check_person([kind]) == ()
        assert rules(check_person([kind], [Role.ARCHIVIST])) == ["SEC-R42"]
        assert rules(check_person([kind, PersonKind.STAFF])) == ["SEC-R42"]

    @pytest.mark.rule("SEC-R42")
    def test_is_staff_with_any_role(self):
        assert check_person([PersonKind.STAFF], list(Role)) == ()


@pytest.mark.rule("SEC-R42")
class TestRights:
    @pytest.mark.parametrize("kind", sorted(ADMINISTRATORS))
    def test_what_is_shipped_keeps_the_three_apart(self, kind):
        assert check_rights(kind, ADMIN_PERMISSIONS[kind]) == ()

    @pytest.mark.parametrize("kind", sorted(ADMINISTRATORS))
    @pytest.mark.parametrize(
        "right", [Permission.INCOMING_READ, Permission.INCOMING_READ_ALL, Permission.TASKS_OVERSEE]
    )
    def test_no_administrator_sees_business(self, kind, right):
        (found,) = check_rights(kind, [Permission.SELF, right])
        assert found.rule == "SEC-R42"
        assert right.label in found.message

    @pytest.mark.parametrize(
        ("kind", "right"),
        [
            (SYS, Permission.ROLES_WRITE),
            (SYS, Permission.AUDIT_READ),
            (SEC, Permission.PEOPLE_WRITE),
            (SEC, Permission.AUDIT_READ),
            (AUDIT, Permission.PEOPLE_WRITE),
            (AUDIT, Permission.ROLES_WRITE),
            (AUDIT, Permission.RULES_WRITE),
        ],
    )
    def test_no_administrator_does_the_work_of_another(self, kind, right):
        assert rules(check_rights(kind, [right])) == ["SEC-R42"]

    def test_staff_are_not_concerned(self):
        assert check_rights(PersonKind.STAFF, GRANTS[Role.OFFICE_DIRECTOR]) == ()


@pytest.mark.rule("SEC-R42")
class TestAccountsAndGrants:
    def test_an_account_begins_without_rights(self):
        assert check_new_account([]) == ()
        assert rules(check_new_account([Role.LEADER])) == ["SEC-R42"]

    @pytest.mark.parametrize("kind", PersonKind)
    def test_the_security_administrator_alone_gives_rights(self, kind):
        assert rules(check_grant(kind)) == ([] if kind is SEC else ["SEC-R42"])
