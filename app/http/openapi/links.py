"""From what was created to what can be done with it: every 201 links to the operations on the new thing."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

Paths = Mapping[str, Mapping[str, dict[str, Any]]]


def link(paths: Paths) -> None:
    """Add ``links`` to the 201 of each collection whose members have an address below it."""
    for path, operations in paths.items():
        created = operations.get("post", {}).get("responses", {}).get("201")
        found = dict(_links(path, paths)) if created is not None else {}
        if created is not None and found:
            created["links"] = found


def _links(collection: str, paths: Paths) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, operations in paths.items():
        parameter, _, action = path.removeprefix(f"{collection}/{{").partition("}")
        if not path.startswith(f"{collection}/{{") or "{" in action:
            continue
        for operation in operations.values():
            around = {one: f"$request.path.{one}" for one in re.findall(r"{(\w+)}", collection)}
            given = around | {parameter: "$response.body#/id"}
            if any(one["name"] == "If-Match" for one in operation.get("parameters", ())):
                given["If-Match"] = "$response.header.ETag"
            yield operation["operationId"], {"operationId": operation["operationId"], "parameters": given}
