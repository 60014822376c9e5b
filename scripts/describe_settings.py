"""Write docs/settings.md from the settings themselves: ``python -m scripts.describe_settings``. A test keeps them equal."""

from pathlib import Path

from app.settings import Settings

HEAD = """# 设置 Settings

All settings come from environment variables with the prefix `OFFICE_`, or from a file `.env` in the working directory.
Lists are JSON,
such as `OFFICE_ALLOWED_HOSTS='["office.example.cn"]'`. A value out of bounds stops the start with its name.

| variable | default | meaning |
|---|---|---|
"""


def page() -> str:
    rows = []
    for name, field in Settings.model_fields.items():
        default = "–" if field.default is None else f"`{field.default}`"
        rows.append(f"| `OFFICE_{name.upper()}` | {default} | {field.description} |")
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    Path(__file__).resolve().parents[1].joinpath("docs", "settings.md").write_text(page(), encoding="utf-8")
