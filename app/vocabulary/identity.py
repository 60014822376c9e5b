"""Roles and what each permits. Everything not named here is denied."""

from collections.abc import Collection

from app.vocabulary.common import MatterKind
from app.vocabulary.labelled import Labelled


class PersonKind(Labelled):
    """Staff, or one of the three administrators (三员), who read no business content (SEC-R40…R42)."""

    STAFF = "staff", "工作人员"
    SYS_ADMIN = "sys_admin", "系统管理员"
    SEC_ADMIN = "sec_admin", "安全保密管理员"
    AUDIT_ADMIN = "audit_admin", "安全审计员"


ADMINISTRATORS = frozenset({PersonKind.SYS_ADMIN, PersonKind.SEC_ADMIN, PersonKind.AUDIT_ADMIN})


class Role(Labelled):
    """Business roles, granted per organ by the security administrator. Every active member of staff is also ``STAFF``."""

    RECEIVER = "receiver", "收发员"
    REGISTRAR = "registrar", "登记员"
    OFFICE_CLERK = "office_clerk", "文秘"
    OFFICE_DIRECTOR = "office_director", "办公室主任"
    LEADER = "leader", "领导"
    PRINCIPAL_LEADER = "principal_leader", "主要负责人"
    CIRCULATION_CLERK = "circulation_clerk", "传阅员"
    SUPERVISOR = "supervisor", "督办员"
    ARCHIVIST = "archivist", "档案员"
    DEPARTMENT_HEAD = "department_head", "部门负责人"
    REVIEWER = "reviewer", "核稿员"
    PRINT_CLERK = "print_clerk", "文印员"
    SEAL_KEEPER = "seal_keeper", "印章管理员"
    DISPATCHER = "dispatcher", "分发员"


class Permission(Labelled):
    """What an operation asks for; published as ``x-permission``."""

    PUBLIC = "public", "无需登录"
    SELF = "self", "本人"
    STAFF = "staff", "工作人员"
    DIRECTORY_READ = "directory:read", "查看机构与人员"
    INCOMING_READ = "incoming:read", "查看收文"
    INCOMING_READ_ALL = "incoming:read_all", "查看本机关全部收文"
    INCOMING_RECEIVE = "incoming:receive", "签收来文"
    INCOMING_OVERSEE = "incoming:oversee", "督办收文"
    OUTGOING_READ = "outgoing:read", "查看发文"
    OUTGOING_READ_ALL = "outgoing:read_all", "查看本机关全部发文"
    OUTGOING_DRAFT = "outgoing:draft", "拟稿"
    OUTGOING_OVERSEE = "outgoing:oversee", "督办发文"
    CODES_WRITE = "codes:write", "维护机关代字"
    SEALS_READ = "seals:read", "查看印章"
    SEALS_READ_LOG = "seals:read_log", "查看用印登记"
    SEALS_WRITE = "seals:write", "管理印章"
    SEAL_REQUESTS_READ = "seal_requests:read", "查看用印申请"
    SEAL_REQUESTS_READ_ALL = "seal_requests:read_all", "查看本机关全部用印申请"
    SEAL_REQUESTS_APPLY = "seal_requests:apply", "申请用印"
    SEAL_REQUESTS_OVERSEE = "seal_requests:oversee", "督办用印申请"
    ARCHIVES_READ = "archives:read", "查看档案"
    ARCHIVES_READ_ALL = "archives:read_all", "查看本机关全部档案"
    ARCHIVES_WRITE = "archives:write", "管理档案"
    TASKS_OVERSEE = "tasks:oversee", "查看本机关全部待办"
    PARAMETERS_WRITE = "parameters:write", "设置流程参数"
    CALENDAR_WRITE = "calendar:write", "维护工作日历"
    DELEGATIONS_OVERSEE = "delegations:oversee", "管理本机关的委托代办"
    NUMBERS_READ = "numbers:read", "查看编号登记"
    ORGANS_WRITE = "organs:write", "维护机构"
    PEOPLE_WRITE = "people:write", "维护人员账号"
    ROLES_WRITE = "roles:write", "授权"
    KEYS_WRITE = "keys:write", "管理服务密钥"
    RULES_WRITE = "rules:write", "设置规则"
    AUDIT_READ = "audit:read", "查看审计"


_P = Permission
_STAFF = {
    *(_P.SELF, _P.STAFF, _P.DIRECTORY_READ, _P.INCOMING_READ, _P.OUTGOING_READ, _P.OUTGOING_DRAFT),
    *(_P.SEALS_READ, _P.SEAL_REQUESTS_READ, _P.SEAL_REQUESTS_APPLY),
    _P.ARCHIVES_READ,
}
_ALL = {_P.INCOMING_READ_ALL, _P.OUTGOING_READ_ALL, _P.SEAL_REQUESTS_READ_ALL, _P.ARCHIVES_READ_ALL}
_OVERSEE = {_P.INCOMING_OVERSEE, _P.OUTGOING_OVERSEE, _P.SEAL_REQUESTS_OVERSEE, _P.TASKS_OVERSEE}
_OFFICE = _STAFF | _ALL | {_P.NUMBERS_READ, _P.SEALS_READ_LOG}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.RECEIVER: frozenset(_OFFICE | {_P.INCOMING_RECEIVE}),
    Role.REGISTRAR: frozenset(_OFFICE | {_P.INCOMING_RECEIVE}),
    Role.OFFICE_CLERK: frozenset(_OFFICE | {_P.INCOMING_RECEIVE}),
    Role.CIRCULATION_CLERK: frozenset(_OFFICE),
    Role.SUPERVISOR: frozenset(_OFFICE | _OVERSEE),
    Role.ARCHIVIST: frozenset(_OFFICE | {_P.ARCHIVES_WRITE}),
    Role.OFFICE_DIRECTOR: frozenset(
        _OFFICE
        | _OVERSEE
        | {_P.INCOMING_RECEIVE, _P.CODES_WRITE, _P.SEALS_WRITE, _P.ARCHIVES_WRITE}
        | {_P.PARAMETERS_WRITE, _P.CALENDAR_WRITE, _P.DELEGATIONS_OVERSEE}
    ),
    Role.LEADER: frozenset(_STAFF),
    Role.PRINCIPAL_LEADER: frozenset(_STAFF | _ALL | {_P.SEALS_READ_LOG}),
    Role.DEPARTMENT_HEAD: frozenset(_STAFF),
    Role.REVIEWER: frozenset(_OFFICE),
    Role.PRINT_CLERK: frozenset(_STAFF),
    Role.SEAL_KEEPER: frozenset(_STAFF | {_P.SEAL_REQUESTS_READ_ALL, _P.SEALS_READ_LOG}),
    Role.DISPATCHER: frozenset(_OFFICE),
}

STAFF_PERMISSIONS = frozenset(_STAFF)

SCOPES = STAFF_PERMISSIONS.union(*GRANTS.values()) - {_P.SELF}
"""What a service key may be given: the work of the office. Own affairs and the work of administrators stay with people."""

ADMIN_PERMISSIONS: dict[PersonKind, frozenset[Permission]] = {
    PersonKind.SYS_ADMIN: frozenset({_P.SELF, _P.DIRECTORY_READ, _P.ORGANS_WRITE, _P.PEOPLE_WRITE}),
    PersonKind.SEC_ADMIN: frozenset({_P.SELF, _P.DIRECTORY_READ, _P.ROLES_WRITE, _P.KEYS_WRITE, _P.RULES_WRITE}),
    PersonKind.AUDIT_ADMIN: frozenset({_P.SELF, _P.DIRECTORY_READ, _P.AUDIT_READ}),
}

SIGHT: dict[MatterKind, tuple[Permission, Permission]] = {
    MatterKind.INCOMING_DOCUMENT: (_P.INCOMING_READ, _P.INCOMING_READ_ALL),
    MatterKind.OUTGOING_DOCUMENT: (_P.OUTGOING_READ, _P.OUTGOING_READ_ALL),
    MatterKind.SEAL_REQUEST: (_P.SEAL_REQUESTS_READ, _P.SEAL_REQUESTS_READ_ALL),
    MatterKind.ARCHIVE_LOAN: (_P.ARCHIVES_READ, _P.ARCHIVES_READ_ALL),
    MatterKind.ARCHIVE_DISPOSAL: (_P.ARCHIVES_READ, _P.ARCHIVES_READ_ALL),
}
"""By kind of matter: who may look at all, and who at every one of the organ. A new domain adds one line."""


def sight(permissions: Collection[str]) -> tuple[list[MatterKind], list[MatterKind]]:
    """The kinds whose every matter of the organ these permissions show, and the kinds of which only one's own."""
    wide = [kind for kind, (read, read_all) in SIGHT.items() if read in permissions and read_all in permissions]
    narrow = [kind for kind, (read, _) in SIGHT.items() if read in permissions and kind not in wide]
    return wide, narrow
