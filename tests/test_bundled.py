"""Where the index of the bundled aliases is kept."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from resolver import bundled
from resolver.bundled import bundled_index, make_ready


@pytest.fixture
def folder(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache folder of a user who has never run the program; one alias file, for speed."""
    kept = tmp_path / "cache"
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda _: str(kept))
    monkeypatch.setattr(bundled, "bundled_files", lambda: [root / "aliases" / "media.yaml"])
    return kept


def test_it_is_built_once_which_is_said_and_found_again(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    first = bundled_index()
    (kept,) = folder.iterdir()
    written = (kept / "manifest.json").stat().st_mtime_ns
    assert bundled_index().info == first.info
    assert (kept / "manifest.json").stat().st_mtime_ns == written
    assert len(caplog.records) == 1


def test_one_that_was_built_into_the_package_is_found(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(bundled, "_READY", str(tmp_path / "ready"))
    (tmp_path / "ready" / "bundled-of-another-version").mkdir(parents=True)
    make_ready()
    (ready,) = (tmp_path / "ready").iterdir()
    before = ready.stat().st_mtime_ns
    assert bundled_index().info.entities > 0
    assert not folder.exists()
    assert not caplog.records
    assert ready.stat().st_mtime_ns == before, "somebody else's folder"


def test_a_damaged_one_in_the_package_is_passed_over(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundled, "_READY", str(tmp_path / "ready"))
    make_ready()
    (ready,) = (tmp_path / "ready").iterdir()
    (ready / "name_token.npy").write_bytes(b"")
    assert bundled_index().info.entities > 0
    assert len(list(folder.iterdir())) == 1


def test_a_damaged_one_is_built_anew_and_one_long_unused_goes(folder: Path) -> None:
    first = bundled_index()
    (kept,) = folder.iterdir()
    (kept / "name_token.npy").write_bytes(b"")
    for name, days in (("bundled-unused", 31), ("bundled-of-another-version", 29)):
        (folder / name).mkdir()
        os.utime(folder / name, (time.time() - days * 86_400,) * 2)
    assert bundled_index().info == first.info
    assert {path.name for path in folder.iterdir()} == {kept.name, "bundled-of-another-version"}
    assert (kept / "name_token.npy").stat().st_size > 0


def test_to_open_it_is_to_use_it(folder: Path) -> None:
    bundled_index()
    (kept,) = folder.iterdir()
    os.utime(kept, (0, 0))
    bundled_index()
    assert kept.stat().st_mtime > 0


def test_versions_that_share_the_folder_leave_each_other_theirs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for version in ("1", "2"):
        monkeypatch.setattr(bundled, "__version__", version)
        bundled_index()
    assert len(list(folder.iterdir())) == 2
    monkeypatch.setattr(bundled, "build_index", None)  # nothing is built any more
    monkeypatch.setattr(bundled, "__version__", "1")
    assert bundled_index().info.entities > 0


def test_it_is_known_by_what_it_is_made_of_not_by_times(
    folder: Path, tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = tmp_path / "names.yaml"
    text = (root / "aliases" / "media.yaml").read_text("utf-8")
    names.write_text(text, "utf-8")
    monkeypatch.setattr(bundled, "bundled_files", lambda: [names])
    bundled_index()
    os.utime(names, (0, 0))
    bundled_index()
    assert len(list(folder.iterdir())) == 1
    names.write_text(f"# another edition\n{text}", "utf-8")
    bundled_index()
    assert len(list(folder.iterdir())) == 2


def test_without_a_folder_to_write_to_it_is_built_in_memory(folder: Path) -> None:
    folder.write_text("a file stands where the folder should be")
    assert bundled_index().info.entities > 0
