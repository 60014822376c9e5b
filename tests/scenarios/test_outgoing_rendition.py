"""版式文件 of a document of ours: a draft says so, a signed paper does not, and the same content gives the same bytes."""

from collections.abc import Callable

import pypdfium2
import pytest

from app.vocabulary.outgoing import OutgoingAction as Do
from app.vocabulary.outgoing import OutgoingState as Is
from tests.factories.client import Client, problem
from tests.factories.make import Make, Someone
from tests.factories.office import staffed
from tests.factories.outgoing import PATH, Letter, Letters


@pytest.fixture
async def letters(client_as: Callable[[Someone], Client], make: Make) -> Letters:
    office = await staffed(make)
    return Letters(client_as(office.everything), office.everything.id, office.handler)


async def printed(letters: Letters, letter: Letter, **asked: str) -> bytes:
    answer = await letters.client.get(f"{PATH}/{letter['id']}/rendition", params=asked)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].startswith("attachment; ")
    content: bytes = answer.content
    return content


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.rule("LAY-S03")
async def test_a_draft_says_so_on_every_page_and_a_signed_paper_does_not(letters: Letters) -> None:
    draft, waiting = await letters.bring(Is.DRAFT), await letters.bring(Is.REVIEW)
    numbered = await letters.bring(Is.PRINTING)
    assert "草稿" in text_of(await printed(letters, draft))
    assert "送审稿" in text_of(await printed(letters, waiting))
    held = await letters.take(await letters.bring(Is.SIGN), Do.HOLD)
    assert "送审稿" in text_of(await printed(letters, held))
    held_signed = await letters.take(await letters.bring(Is.RECHECK), Do.HOLD)
    assert "送审稿" not in text_of(await printed(letters, held_signed))
    final = text_of(await printed(letters, numbered))
    assert "草稿" not in final
    assert "送审稿" not in final
    assert numbered["number"] in final.replace("\r\n", "")
    assert "2026年11月20日" in final


async def test_the_same_content_gives_the_same_bytes(letters: Letters) -> None:
    letter = await letters.bring(Is.PRINTING)
    for kind, opening in (("pdf", b"%PDF-"), ("docx", b"PK")):
        once, again = [await printed(letters, letter, format=kind) for _ in range(2)]
        assert once == again
        assert once.startswith(opening)


async def test_annexes_and_tables_are_part_of_the_paper(letters: Letters) -> None:
    letter = await letters.create(
        attachment_notes=["防汛责任人名单"], annexes=["名单如下。\n序号\t姓名\n1\t周明\n2\t李静"]
    )
    printed_text = text_of(await printed(letters, letter))
    assert printed_text.count("防汛责任人名单") == 2
    assert "周明" in printed_text


async def test_the_report_tells_what_the_file_does_not(letters: Letters) -> None:
    letter = await letters.create(body="经研究，同意喆堃祎等同志的意见。")
    answer = await letters.client.get(f"{PATH}/{letter['id']}/rendition-report")
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["pages"] == 1
    assert any("喆" in one["characters"] for one in told["substitutions"])
    assert [one["page"] for one in told["seal_places"]] == [1]


async def test_is_hidden_with_the_paper_and_refuses_what_it_does_not_know(
    letters: Letters, client_as: Callable[[Someone], Client], make: Make
) -> None:
    letter = await letters.create()
    stranger = client_as(await make.person())
    problem(await stranger.get(f"{PATH}/{letter['id']}/rendition"), 404, "not_found")
    problem(await letters.client.get(f"{PATH}/{letter['id']}/rendition?format=ofd"), 400, "validation_failed")
