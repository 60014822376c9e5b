"""The same step asked twice at once: the one who comes second is told what the first did."""

from typing import Any
from uuid import uuid4

import pytest

from app.repositories.idempotency import IdempotencyRepository
from tests.scenarios.office import Office


async def test_a_twin_that_finished_between_look_and_lock_is_replayed_not_refused(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second saw no answer, got the lock, and finds the version moved on: that is the first one's doing."""
    client = office.registrar.client
    paper = await office.registrar.receive()
    headers = {"Idempotency-Key": str(uuid4()), "If-Match": f'"{paper["version"]}"'}
    path = f"/incoming-documents/{paper['id']}/register"
    first = await client.post(path, json={}, headers=headers)
    assert first.status_code == 200, first.text
    claim, looks = IdempotencyRepository.claim, []

    async def too_early(keys: IdempotencyRepository, *scope: Any) -> Any:
        await claim(keys, *scope)
        looks.append(scope)
        return None

    monkeypatch.setattr(IdempotencyRepository, "claim", too_early)
    again = await client.post(path, json={}, headers=headers)
    assert (again.status_code, again.content) == (200, first.content), again.text
    assert again.headers["idempotency-replayed"] == "true"
    other_key = await client.post(path, json={}, headers=headers | {"Idempotency-Key": str(uuid4())})
    assert other_key.status_code == 412
    assert len(looks) == 2
