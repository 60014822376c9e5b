"""Actions in paths."""


def segment(action: str) -> str:
    """An action as its path says it."""
    return action.replace("_", "-")
