"""Settings refuse nonsense, and their page says what they are."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from app.settings import Settings
from scripts.describe_settings import page


class TestSettings:
    def test_page_is_up_to_date(self):
        shown = (Path(__file__).resolve().parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
        assert shown == page()

    def test_each_says_what_it_means(self):
        assert [name for name, field in Settings.model_fields.items() if not field.description] == []

    @pytest.mark.parametrize("url", ["postgres://a@b/c", "postgresql://a@b/c", "postgresql+asyncpg://a@b/c"])
    def test_speaks_to_postgresql_by_one_driver(self, url):
        assert Settings(_env_file=None, database_url=url).database_url == "postgresql+asyncpg://a@b/c"

    @pytest.mark.parametrize("url", ["mysql://a@b/c", "sqlite:///x", "nonsense"])
    def test_knows_no_other_database(self, url):
        with pytest.raises(ValidationError, match="postgresql"):
            Settings(_env_file=None, database_url=url)

    @pytest.mark.rule("SEC-R04", "SEC-R05")
    def test_ceiling_cannot_be_raised(self):
        assert Settings(_env_file=None).classification_ceiling == "none"
        with pytest.raises(ValidationError, match="classification_ceiling"):
            Settings(_env_file=None, classification_ceiling="secret")
