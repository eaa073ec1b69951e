"""Where the index of the bundled aliases is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver import bundled
from resolver.bundled import bundled_index


@pytest.fixture
def folder(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache folder of a user who has never run the program; one alias file, for speed."""
    kept = tmp_path / "cache"
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda _: str(kept))
    monkeypatch.setattr(bundled, "bundled_files", lambda: [root / "aliases" / "media.yaml"])
    return kept


def test_it_is_built_once_and_found_again(folder: Path) -> None:
    first = bundled_index()
    (kept,) = folder.iterdir()
    written = (kept / "manifest.json").stat().st_mtime_ns
    assert bundled_index().info == first.info
    assert (kept / "manifest.json").stat().st_mtime_ns == written


def test_a_damaged_one_is_built_anew_and_an_older_one_goes(folder: Path) -> None:
    first = bundled_index()
    (kept,) = folder.iterdir()
    (kept / "name_token.npy").write_bytes(b"")
    (folder / "bundled-older").mkdir()
    assert bundled_index().info == first.info
    assert [path.name for path in folder.iterdir()] == [kept.name]
    assert (kept / "name_token.npy").stat().st_size > 0


def test_without_a_folder_to_write_to_it_is_built_in_memory(folder: Path) -> None:
    folder.write_text("a file stands where the folder should be")
    assert bundled_index().info.entities > 0
