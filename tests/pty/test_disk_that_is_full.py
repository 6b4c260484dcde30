"""A home folder on a disk of 64 KB that is full, seen on a real terminal."""

from __future__ import annotations

import errno
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pseudo_terminal import PseudoTerminal
from test_tutor_in_a_terminal import NO_KERNEL

OpenTutor = Callable[..., PseudoTerminal]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KB; skipped where none can be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    try:
        mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount here")
    if mounted.returncode:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def fill(place: Path) -> Path:
    """A file that takes all that is left."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (4096, 1):
            try:
                while file.write(b"x" * size):
                    pass
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
    return filler


def typed_on_a_full_disk(open_tutor: OpenTutor, disk: Path, temporary: Path) -> tuple[PseudoTerminal, Path]:
    """An exercise in which a word was typed that cannot be saved, and the file that fills the disk."""
    temporary.mkdir()
    terminal = open_tutor(*NO_KERNEL, PYTORCH_TUTOR_HOME=str(disk / "home"), TMPDIR=str(temporary))
    terminal.wait_for(lambda text: "starting torch" in text and "Why PyTorch" in text)
    terminal.press("x")
    terminal.wait_for(lambda text: "Exercises · " in text and "enter open" in text and "▸" in text)
    terminal.press("\r")
    terminal.wait_for(lambda text: "enter edit" in text and "saved" in text)
    filler = fill(disk)
    terminal.press("\r")
    terminal.wait_for(lambda text: "esc keys" in text)
    terminal.press("precious")
    terminal.wait_for(lambda text: "precious" in text and "cannot be saved" in text)
    return terminal, filler


def test_what_was_typed_is_put_elsewhere_and_its_place_printed(
    open_tutor: OpenTutor, small_disk: Path, tmp_path: Path
) -> None:
    terminal, _ = typed_on_a_full_disk(open_tutor, small_disk, tmp_path / "elsewhere")
    terminal.press("\x11")
    terminal.wait_for(lambda text: "Not everything is saved" in text and "No space left" in text)
    assert terminal.process.poll() is None
    terminal.press("\x11")
    terminal.drain()
    assert terminal.process.returncode == 1
    kept = [path for path in (tmp_path / "elsewhere").rglob("*.py") if "precious" in path.read_text()]
    assert len(kept) == 1
    printed = terminal.received.rpartition(b"\x1b[?1049l")[2].decode()
    assert kept[0].name in printed
    assert str(tmp_path / "elsewhere") in printed


def test_room_on_the_disk_is_noticed_without_a_key(open_tutor: OpenTutor, small_disk: Path, tmp_path: Path) -> None:
    terminal, filler = typed_on_a_full_disk(open_tutor, small_disk, tmp_path / "elsewhere")
    filler.unlink()
    terminal.wait_for(lambda text: "cannot be saved" not in text and "saved " in text)
    terminal.press("\x11")
    terminal.drain()
    assert terminal.process.returncode == 0
    assert any("precious" in path.read_text() for path in small_disk.rglob("*.py"))


def test_a_note_on_a_full_disk_is_put_elsewhere_and_its_place_printed(
    open_tutor: OpenTutor, small_disk: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    home = str(small_disk / "home")
    terminal = open_tutor("why_pytorch", *NO_KERNEL, PYTORCH_TUTOR_HOME=home, TMPDIR=str(elsewhere))
    terminal.wait_for(lambda text: "Watch it learn" in text)
    fill(small_disk)
    terminal.press("N")
    terminal.wait_for(lambda text: "Note · screen 1" in text)
    terminal.press("precious")
    terminal.wait_for(lambda text: "precious" in text and "cannot save" in text)
    terminal.press("\x11")
    terminal.wait_for(lambda text: "Not everything is saved" in text and "all-notes.json" in text)
    terminal.press("\x11")
    terminal.drain()
    assert terminal.process.returncode == 1
    (kept,) = [path for path in elsewhere.rglob("*.json") if "precious" in path.read_text()]
    printed = terminal.received.rpartition(b"\x1b[?1049l")[2].decode()
    assert kept.name in printed
