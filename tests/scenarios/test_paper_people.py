"""Who may be named for a paper: whoever works in the organ, guests with a post there too, and no administrator."""

from datetime import date

import pytest

from app.core.ids import new_id
from app.models.identity import Post
from app.vocabulary.identity import PersonKind
from tests.factories.make import Make
from tests.scenarios.office import Office, holders


class TestPeopleNamed:
    async def test_may_be_guests_with_a_post_in_the_organ(self, office: Office, make: Make) -> None:
        guest = await make.person(organ=await make.organ())
        seen = await office.instructed()
        named = {"lead_handler_id": str(guest.id)}
        await office.circulation.refused("assign", seen, 422, "reference_not_found", **named)
        post = {"department_id": office.department.id, "title": "防汛办主任（兼）", "starts_on": date(2026, 1, 1)}
        await make.add(Post(id=new_id(), person_id=guest.id, organ_id=office.organ.id, **post))
        seen = await office.circulation.take("assign", seen, **named)
        assert holders(seen) == {("handle", str(guest.id))}
        assert seen["department_id"] == str(office.department.id), "where the guest works here, not at home"

    @pytest.mark.rule("SEC-R42")
    async def test_are_never_administrators(self, office: Office, make: Make) -> None:
        administrator = await make.person(organ=office.organ, kind=PersonKind.SEC_ADMIN)
        seen = await office.instructed()
        named = {"lead_handler_id": str(administrator.id)}
        await office.circulation.refused("assign", seen, 422, "reference_not_found", **named)
