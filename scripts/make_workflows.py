"""Write docs/workflows/ from the tables of transitions: python -m scripts.make_workflows."""

from pathlib import Path
from typing import Any

from app.services.chains.flows import FLOWS, Published
from app.vocabulary.calendar import LimitUnit
from app.vocabulary.identity import Role

FOLDER = Path(__file__).parent.parent / "docs" / "workflows"


def page(flow: Published) -> str:
    """One flow as a page: the diagram, what each action does, who does a step and how long it may take as shipped."""
    view = flow.view()
    labels = {state["value"]: state["label"] for state in view["states"]}
    return "\n".join(
        [
            f"# {view['label']} `{view['kind']}`",
            "",
            "Written by `python -m scripts.make_workflows` from the table of transitions; a test keeps it true.",
            "",
            f"```mermaid\n{view['diagram']}```",
            "",
            "## Actions",
            "",
            "| action | from | to |",
            "|---|---|---|",
            *(_action(row, labels) for row in view["transitions"]),
            "",
            "## Steps as shipped",
            "",
            "An organ tunes them at `/api/v1/flows/" + view["kind"] + "/parameters`.",
            "",
            "| step | done by | limit | optional |",
            "|---|---|---|---|",
            *(_step(row) for row in view["steps"]),
            "",
        ]
    )


def _action(row: dict[str, Any], labels: dict[str, str]) -> str:
    targets = "、".join(labels[one] for one in row["targets"]) or "—"
    return f"| {row['label']} `{row['action']}` | {'、'.join(labels[one] for one in row['sources'])} | {targets} |"


def _step(row: dict[str, Any]) -> str:
    done_by = Role(row["role"]).label if row["role"] else "逐件确定"
    unit = LimitUnit(row["limit_unit"])
    counted = "" if unit in (LimitUnit.HOUR, LimitUnit.MINUTE) else "个"
    limit = f"{row['limit_value']}{counted}{unit.label}" if row["limit_value"] else "当日"
    return f"| {row['label']} `{row['step']}` | {done_by} | {limit} | {'是' if row['is_optional'] else ''} |"


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for kind, flow in FLOWS.items():
        (FOLDER / f"{kind}.md").write_text(page(flow), encoding="utf-8")
