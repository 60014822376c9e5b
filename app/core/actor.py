"""Who is asking: one person, in one organ, with what the roles there allow."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """A caller whose identity is proven. Rights are those of the present moment; nothing here comes from the request body."""

    user_id: UUID
    name: str
    organ_id: UUID
    department_ids: frozenset[UUID] = frozenset()
    headed_department_ids: frozenset[UUID] = frozenset()
    roles: frozenset[str] = frozenset()
    permissions: frozenset[str] = frozenset()
    principals: frozenset[UUID] = frozenset()
    """People for whom the caller may act today by delegation (代理)."""
    session_id: UUID | None = None
    key_id: UUID | None = None

    def can(self, permission: str) -> bool:
        return permission in self.permissions

    @property
    def stands_for(self) -> frozenset[UUID]:
        """The caller and everybody the caller may act for."""
        return self.principals | {self.user_id}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from; goes into every audit entry."""

    request_id: str
    address: str = ""
    operation: str = ""
