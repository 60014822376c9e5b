"""The pages in docs/workflows say what the tables of transitions say."""

import pytest

from app.services.chains.flows import FLOWS
from app.vocabulary.common import MatterKind
from scripts.make_workflows import FOLDER, page


@pytest.mark.parametrize("kind", MatterKind)
class TestPages:
    def test_are_those_the_tables_make(self, kind: MatterKind):
        assert (FOLDER / f"{kind}.md").read_text(encoding="utf-8") == page(FLOWS[kind])

    def test_hold_the_whole_diagram(self, kind: MatterKind):
        assert f"```mermaid\n{FLOWS[kind].workflow.diagram()}```" in page(FLOWS[kind])


def test_nothing_else_lies_among_them():
    assert {path.stem for path in FOLDER.iterdir()} == {kind.value for kind in FLOWS}
