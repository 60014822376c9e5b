"""Every draft of the corpus has exactly the findings that are written beside it."""

from collections import Counter
from dataclasses import replace

import pytest

from app.rules.checks.outgoing import check_draft
from app.vocabulary.documents import DocType
from tests.factories.corpus import as_told, samples

SAMPLES = list(samples())


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.name for sample in SAMPLES])
def test_finds_what_is_expected_and_nothing_else(sample):
    assert [as_told(sample.draft, one) for one in check_draft(sample.draft, sample.moment)] == list(sample.expected)


def test_covers_every_kind_with_good_drafts_and_most_with_bad_ones():
    good = Counter(sample.draft.doc_type for sample in SAMPLES if not sample.name.startswith("bad-"))
    bad = Counter(sample.draft.doc_type for sample in SAMPLES if sample.name.startswith("bad-"))
    assert all(good[kind] >= 2 for kind in DocType if kind is not DocType.OTHER)
    assert {kind for kind in DocType if not bad[kind]} <= {DocType.PUBLIC_NOTICE}
    assert len(SAMPLES) >= 60


def test_says_nothing_that_blocks_about_a_good_draft():
    severe = [
        (sample.name, one["rule"])
        for sample in SAMPLES
        for one in sample.expected
        if not sample.name.startswith("bad-") and one["severity"] == "block"
    ]
    assert severe == []


def test_leaves_no_bad_draft_without_a_finding():
    assert [sample.name for sample in SAMPLES if sample.name.startswith("bad-") and not sample.expected] == []


@pytest.mark.parametrize("member", ["title", "body"])
def test_what_it_would_put_there_is_right(member):
    for sample in SAMPLES:
        found = check_draft(mended(sample.draft, sample.moment, member), sample.moment)
        left = [one for one in found if one.pointer == f"/{member}" and one.replacement is not None]
        assert left == [], sample.name


def mended(draft, moment, member):
    """The draft with every replacement in one text made, from its end to its beginning."""
    text = getattr(draft, member)
    found = [one for one in check_draft(draft, moment) if one.pointer == f"/{member}" and one.replacement is not None]
    for one in sorted(found, key=lambda one: one.place.offset, reverse=True):
        text = text[: one.place.offset] + one.replacement + text[one.place.offset + one.place.length :]
    return replace(draft, **{member: text})
