"""The key that signs cursors."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.http.signing import signing_key
from app.settings import Settings


def test_is_made_once_however_many_start(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path / "data", signing_key=None)
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: signing_key(settings), range(32)))
    assert len(keys) == 1
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["signing.key"]


def test_is_the_one_that_is_set(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path / "data", signing_key="s" * 32)
    assert signing_key(settings) == b"s" * 32
    assert not (tmp_path / "data").exists()
