"""Our own rules about putting papers on record."""

import pytest

from app.rules.checks.registering import check_duplicates


@pytest.mark.rule("OFF-D01")
def test_a_paper_that_is_here_already_is_named():
    assert check_duplicates([]) == ()
    (found,) = check_duplicates(["上收〔2026〕3号", None])
    assert found.rule == "OFF-D01"
    assert "上收〔2026〕3号、未编号" in found.message
