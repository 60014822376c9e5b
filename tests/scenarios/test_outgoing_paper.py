"""发文 from 拟稿 to the printed paper, as an office does it."""

from collections.abc import Callable

import pytest

from app.vocabulary.outgoing import OutgoingAction as Do
from app.vocabulary.outgoing import OutgoingState as Is
from tests.factories.client import Client
from tests.factories.make import Make, Someone
from tests.factories.office import staffed
from tests.factories.outgoing import ROUTES, Letters


@pytest.fixture
async def letters(client_as: Callable[[Someone], Client], make: Make) -> Letters:
    office = await staffed(make)
    return Letters(client_as(office.everything), office.everything.id, office.handler)


class TestEveryState:
    @pytest.mark.parametrize("state", ROUTES, ids=str)
    async def test_is_reached(self, letters: Letters, state: Is) -> None:
        letter = await letters.bring(state)
        assert bool(letter["current"]) is (letter["closed_at"] is None)
        assert (letter["number"] is not None) is (Do.REGISTER in ROUTES[state])


class TestNumber:
    @pytest.mark.rule("DOC-N05", "DOC-N06")
    async def test_is_taken_at_registration_without_gaps_and_a_voided_one_stays(self, letters: Letters) -> None:
        first = await letters.bring(Is.NUMBER_VOIDED)
        second = await letters.bring(Is.PRINTING)
        assert first["number"].endswith("〔2026〕1号")
        assert second["number"].endswith("〔2026〕2号")
        signed = await letters.bring(Is.REGISTRATION)
        assert signed["number"] is None
        assert signed["doc_date"] == "2026-11-20"
        assert (await letters.take(signed, Do.REGISTER))["number"].endswith("〔2026〕3号")
