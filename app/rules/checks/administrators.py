"""The three administrators (三员): who may hold which post, and what none of them may do."""

from collections.abc import Collection, Hashable, Mapping
from itertools import combinations
from typing import Final

from app.rules.finding import Finding, Findings
from app.vocabulary.identity import ADMINISTRATORS, GRANTS, STAFF_PERMISSIONS, Permission, PersonKind, Role

_POSTS: Final = tuple(kind for kind in PersonKind if kind in ADMINISTRATORS)
_NO_CONTENT: Final = {
    Permission.SELF,
    Permission.DIRECTORY_READ,
    Permission.CALENDAR_WRITE,
    Permission.PARAMETERS_WRITE,
}
_GIVES_RIGHTS: Final = frozenset({Permission.ROLES_WRITE})
_MAKES_ACCOUNTS: Final = frozenset({Permission.PEOPLE_WRITE})

BUSINESS: Final = STAFF_PERMISSIONS.union(*GRANTS.values()) - _NO_CONTENT
"""What the business of the office permits; no administrator has any of it (SEC-R42)."""

FORBIDDEN: Final[Mapping[PersonKind, frozenset[Permission]]] = {
    PersonKind.SYS_ADMIN: BUSINESS | _GIVES_RIGHTS | {Permission.AUDIT_READ},
    PersonKind.SEC_ADMIN: BUSINESS | _MAKES_ACCOUNTS | {Permission.AUDIT_READ},
    PersonKind.AUDIT_ADMIN: BUSINESS | frozenset(right for right in Permission if right.endswith(":write")),
}
"""What each post must not be permitted: accounts, rights and their audit lie in three hands."""


def check_posts(holders: Mapping[PersonKind, Collection[Hashable]]) -> Findings:
    """All three posts are held (SEC-R40), by different people (SEC-R41)."""
    found = [
        Finding("SEC-R40", f"应当设置{post.label}", suggestion=f"任命{post.label}")
        for post in _POSTS
        if not holders.get(post)
    ]
    for one, other in combinations(_POSTS, 2):
        if set(holders.get(one, ())) & set(holders.get(other, ())):
            found.append(Finding("SEC-R41", f"{one.label}与{other.label}不得由同一人担任"))
    return tuple(found)


def check_person(kinds: Collection[PersonKind], roles: Collection[Role] = ()) -> Findings:
    """One person holds at most one of the three posts (SEC-R41), and with it no business role (SEC-R42)."""
    posts = [post for post in _POSTS if post in kinds]
    if not posts:
        return ()
    found = []
    if len(posts) > 1:
        found.append(Finding("SEC-R41", f"{'、'.join(post.label for post in posts)}不得由同一人担任", "/kind"))
    if roles or PersonKind.STAFF in kinds:
        found.append(Finding("SEC-R42", "三员不得兼有业务角色", "/roles"))
    return tuple(found)


def check_rights(kind: PersonKind, permissions: Collection[Permission]) -> Findings:
    """No administrator is permitted business content or the work of another post (SEC-R42)."""
    excess = FORBIDDEN.get(kind, frozenset()) & set(permissions)
    if not excess:
        return ()
    labels = "、".join(right.label for right in Permission if right in excess)
    return (Finding("SEC-R42", f"{kind.label}不得拥有以下权限：{labels}", "/permissions"),)


def check_new_account(roles: Collection[Role]) -> Findings:
    """The system administrator makes accounts without rights (SEC-R42)."""
    if not roles:
        return ()
    return (Finding("SEC-R42", "新建账号不带权限", "/roles", "由安全保密管理员另行授权"),)


def check_grant(granter: PersonKind) -> Findings:
    """Rights are given by the security administrator and nobody else (SEC-R42)."""
    if granter is PersonKind.SEC_ADMIN:
        return ()
    return (Finding("SEC-R42", "只有安全保密管理员可以授权"),)
