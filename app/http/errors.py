"""The page of all problem codes: ``python -m app.http.errors > docs/errors.md``."""

import importlib
import pkgutil
import sys

import app
from app.http.about import problem_kinds

_HEAD = """# Problem codes

Every refusal and fault is `application/problem+json` (RFC 9457). Switch on `code`: it never changes; the texts may.
`type` is `/problems/<code>`; `GET /api/v1/problems/<code>` answers what stands here. `errors` names what is wrong with the
request and where, `rules` the rules of the field that refuse, `current_version` the version to read before trying again.

Written by `python -m app.http.errors`; a test keeps it true.

| status | code | title | meaning |
|---|---|---|---|
"""


def page() -> str:
    """The page in Markdown, over all modules of the service."""
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if not module.name.startswith("app.cli"):
            importlib.import_module(module.name)
    lines = (
        f"| {one['status']} | `{one['code']}` | {one['title']} {one['title_en']} | {one['meaning']} |"
        for one in problem_kinds()
    )
    return _HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page())
