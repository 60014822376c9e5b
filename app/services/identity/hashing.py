"""Passwords and secrets: made, hashed and compared. Argon2 runs in threads of its own, never on the event loop."""

import asyncio
import hashlib
import os
import secrets
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from pwdlib import PasswordHash

_THREADS = ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1), thread_name_prefix="argon2")
"""A hash takes 64 MiB and 0.1 s of one core: so many at once and no more; the others wait their turn."""

_HASH = PasswordHash.recommended()
_ALPHABETS = ("ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789", "-+=@#%")
"""Characters of temporary passwords, without those that look alike."""


@cache
def _decoy() -> str:
    """The hash of a password nobody has."""
    return _HASH.hash(secrets.token_urlsafe(32))


def _compared(password: str, known: str | None) -> tuple[bool, str | None]:
    against = known or _decoy()
    same, renewed = _HASH.verify_and_update(password, against)
    return same and known is not None, renewed if same and known is not None else None


async def verify(password: str, known: str | None) -> tuple[bool, str | None]:
    """Whether the password is right, and a new hash where the stored one is of an older kind.

    Without a known hash the answer is no, at the same cost, so nobody learns which accounts exist.
    """
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _compared, password, known)


def _found(password: str, known: tuple[str, ...]) -> bool:
    return any(_HASH.verify(password, one) for one in known)


async def used_before(password: str, known: Iterable[str]) -> bool:
    """Whether the password is one of those hashed."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _found, password, tuple(known))


async def hashed(password: str) -> str:
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _HASH.hash, password)


def weaknesses(password: str, username: str, min_length: int) -> list[str]:
    """What is wrong with a new password, in Chinese: length, three kinds of characters of four, the user name inside."""
    kinds = (
        any(sign.isupper() for sign in password),
        any(sign.islower() for sign in password),
        any(sign.isdigit() for sign in password),
        any(not sign.isalnum() for sign in password),
    )
    found = []
    if len(password) < min_length:
        found.append(f"密码至少 {min_length} 位")
    if sum(kinds) < 3:
        found.append("密码应当包含大写字母、小写字母、数字、符号中的至少三类")
    if username.lower() in password.lower():
        found.append("密码不得包含用户名")
    return found


def temporary_password(min_length: int) -> str:
    """A password to be told once and changed at once: at least 14 characters, of all four kinds."""
    signs = [secrets.choice(alphabet) for alphabet in _ALPHABETS]
    signs += [secrets.choice("".join(_ALPHABETS[:3])) for _ in range(max(14, min_length) - len(signs))]
    secrets.SystemRandom().shuffle(signs)
    return "".join(signs)


def digest(secret: str) -> bytes:
    """What is kept of a token or key: long random secrets need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).digest()
