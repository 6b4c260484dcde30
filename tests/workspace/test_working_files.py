from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tutor.course.exercise import Exercise
from tutor.learner.progress import Store
from tutor.learner.storage import write_atomically
from tutor.learner.working_file import LARGEST, UnreadableError, WorkingFile
from tutor.learner.workspace import Workspace

STARTER = "def step(w):\n    ...\n"
MINE = "def step(w):\n    return w\n"
THEIRS = "def step(w):\n    return -w\n"


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    folder = tmp_path / "course" / "lines" / "one_step"
    folder.mkdir(parents=True)
    return Exercise("one_step", "lines", folder, "One step", starter=STARTER)


@pytest.fixture
def workspace(tmp_path: Path, store: Store) -> Workspace:
    return Workspace(tmp_path / "work", store)


def names(workspace: Workspace) -> list[str]:
    return sorted(path.name for path in (workspace.root / "lines").iterdir())


def outside(path: Path, text: str | bytes) -> None:
    """Another program writes the file, at another time than all before."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    later = path.stat().st_mtime_ns + 5_000_000_000
    os.utime(path, ns=(later, later))


# ------------------------------------------------------------------------------------------------- beginning, writing


def test_an_exercise_begins_with_a_plain_file_of_what_is_given(workspace: Workspace, exercise: Exercise) -> None:
    assert workspace.begin(exercise) == STARTER
    assert workspace.path(exercise) == workspace.root / "lines" / "one_step.py"
    assert workspace.path(exercise).read_text() == STARTER


def test_reading_writes_nothing(workspace: Workspace, exercise: Exercise) -> None:
    assert workspace.read(exercise) == STARTER
    assert not workspace.root.exists()


def test_what_was_written_is_there_in_the_next_session(workspace: Workspace, exercise: Exercise, store: Store) -> None:
    workspace.begin(exercise)
    assert workspace.write(exercise, MINE) is None
    assert Workspace(workspace.root, store).begin(exercise) == MINE


def test_a_file_that_was_never_touched_follows_the_author(
    workspace: Workspace, exercise: Exercise, store: Store
) -> None:
    workspace.begin(exercise)
    newer = Exercise("one_step", "lines", exercise.folder, "One step", starter="def step(w, b):\n    ...\n")
    later = Workspace(workspace.root, store)
    assert later.begin(newer) == newer.starter
    later.write(newer, MINE)
    assert Workspace(workspace.root, store).begin(exercise) == MINE


def test_a_course_is_never_written_to(exercise: Exercise, store: Store) -> None:
    workspace = Workspace(exercise.folder.parent.parent, store)
    assert workspace.begin(exercise) == STARTER
    workspace.write(exercise, MINE)
    assert "--workspace" in workspace.file(exercise).problem
    assert workspace.begin(exercise) == MINE
    assert list(exercise.folder.parent.parent.rglob("*.py")) == []


def test_a_link_to_a_file_elsewhere_stays_a_link(workspace: Workspace, exercise: Exercise, tmp_path: Path) -> None:
    elsewhere = tmp_path / "mine.py"
    elsewhere.write_text(MINE)
    workspace.path(exercise).parent.mkdir(parents=True)
    workspace.path(exercise).symlink_to(elsewhere)
    assert workspace.begin(exercise) == MINE
    workspace.write(exercise, THEIRS)
    assert workspace.path(exercise).is_symlink()
    assert elsewhere.read_text() == THEIRS


# -------------------------------------------------------------------------------------------------- kinds of files


def test_line_ends_and_byte_order_mark_stay_as_they_were(workspace: Workspace, exercise: Exercise) -> None:
    workspace.begin(exercise)
    outside(workspace.path(exercise), b"\xef\xbb\xbfa = 1\r\nb = 2\r\n")
    assert workspace.read(exercise) == "a = 1\nb = 2\n"
    workspace.write(exercise, "a = 1\nb = 3\n")
    assert workspace.path(exercise).read_bytes() == b"\xef\xbb\xbfa = 1\r\nb = 3\r\n"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"a = 1\nb = \xff\n", "not UTF-8 text: its first invalid byte is on line 2"),
        (b"PK\x03\x04\x00\x00", "NUL bytes"),
        (b"#" * (LARGEST + 1), "at most 1 MB"),
    ],
)
def test_what_is_no_answer_is_named_and_left_as_it_is(
    workspace: Workspace, exercise: Exercise, data: bytes, words: str
) -> None:
    workspace.begin(exercise)
    outside(workspace.path(exercise), data)
    with pytest.raises(UnreadableError, match=words):
        workspace.read(exercise)
    assert workspace.write(exercise, MINE) is None
    assert words in workspace.file(exercise).problem
    assert workspace.path(exercise).read_bytes() == data
    place = workspace.reset(exercise)
    assert place is not None
    assert place.read_bytes() == data
    assert workspace.read(exercise) == STARTER
    assert workspace.file(exercise).problem == ""


def test_half_a_character_is_written_as_a_question_mark(workspace: Workspace, exercise: Exercise) -> None:
    workspace.begin(exercise)
    workspace.write(exercise, "x = '\ud83d'\n")
    assert workspace.path(exercise).read_text() == "x = '?'\n"


# ----------------------------------------------------------------------------------------------- changed from outside


def test_a_change_from_outside_is_seen_once_it_is_there(workspace: Workspace, exercise: Exercise) -> None:
    workspace.begin(exercise)
    assert not workspace.changed_outside(exercise)
    outside(workspace.path(exercise), THEIRS)
    assert workspace.changed_outside(exercise)
    assert workspace.file(exercise).look() == THEIRS
    assert workspace.read(exercise) == THEIRS
    assert not workspace.changed_outside(exercise)


def test_a_change_of_equal_size_at_the_same_time_is_seen(workspace: Workspace, exercise: Exercise) -> None:
    workspace.begin(exercise)
    path = workspace.path(exercise)
    before = path.stat()
    path.write_bytes(STARTER.replace("step", "stop").encode())
    os.utime(path, ns=(before.st_mtime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert workspace.changed_outside(exercise)


def test_a_touched_file_is_not_a_changed_one(workspace: Workspace, exercise: Exercise) -> None:
    workspace.begin(exercise)
    outside(workspace.path(exercise), STARTER)
    assert not workspace.changed_outside(exercise)


def test_a_file_that_was_removed_is_written_again(workspace: Workspace, exercise: Exercise) -> None:
    workspace.begin(exercise)
    workspace.path(exercise).unlink()
    assert not workspace.changed_outside(exercise)
    assert workspace.write(exercise, MINE) is None
    assert workspace.path(exercise).read_text() == MINE


# ------------------------------------------------------------------------------------------------------- conflicts


def test_a_conflict_leaves_the_file_and_lays_the_text_beside_it(workspace: Workspace, exercise: Exercise) -> None:
    workspace.begin(exercise)
    outside(workspace.path(exercise), THEIRS)
    conflict = workspace.write(exercise, MINE)
    assert conflict is not None
    assert (conflict.mine, conflict.theirs) == (MINE, THEIRS)
    assert workspace.path(exercise).read_text() == THEIRS
    assert conflict.aside == workspace.root / "lines" / "one_step.from-tutor.py"
    assert conflict.aside.read_text() == MINE


def test_typing_on_in_a_conflict_renews_the_text_beside(workspace: Workspace, exercise: Exercise) -> None:
    workspace.begin(exercise)
    outside(workspace.path(exercise), THEIRS)
    for text in (MINE, MINE + "# more\n", MINE + "# still more\n"):
        workspace.write(exercise, text)
    assert names(workspace) == ["one_step.from-tutor.py", "one_step.py"]
    assert (workspace.root / "lines" / "one_step.from-tutor.py").read_text() == MINE + "# still more\n"


def test_the_text_from_here_can_be_chosen_and_the_other_is_kept(workspace: Workspace, exercise: Exercise) -> None:
    workspace.begin(exercise)
    outside(workspace.path(exercise), THEIRS)
    workspace.write(exercise, MINE)
    place = workspace.file(exercise).settle(MINE)
    assert place is not None
    assert place.read_text() == THEIRS
    assert workspace.path(exercise).read_text() == MINE
    assert workspace.write(exercise, MINE + "\n") is None


def test_the_text_of_the_file_can_be_chosen_and_the_other_is_kept(workspace: Workspace, exercise: Exercise) -> None:
    workspace.begin(exercise)
    outside(workspace.path(exercise), THEIRS)
    workspace.write(exercise, MINE)
    assert workspace.read(exercise) == THEIRS
    assert workspace.write(exercise, THEIRS + "\n") is None
    assert (workspace.root / "lines" / "one_step.from-tutor.py").read_text() == MINE


def test_a_second_conflict_keeps_what_the_first_laid_beside(workspace: Workspace, exercise: Exercise) -> None:
    workspace.begin(exercise)
    for number in (1, 2):
        outside(workspace.path(exercise), f"theirs = {number}\n")
        workspace.write(exercise, f"mine = {number}\n")
        workspace.read(exercise)
    texts = {(workspace.root / "lines" / name).read_text() for name in names(workspace)}
    assert texts == {"mine = 1\n", "mine = 2\n", "theirs = 2\n"}


def test_the_same_change_on_both_sides_is_no_conflict(workspace: Workspace, exercise: Exercise) -> None:
    workspace.begin(exercise)
    outside(workspace.path(exercise), MINE)
    assert workspace.write(exercise, MINE) is None
    assert names(workspace) == ["one_step.py"]


WRITE_OFTEN = """
import sys
from pathlib import Path
from tutor.learner.working_file import WorkingFile
file = WorkingFile(Path(sys.argv[1]), "", Path(sys.argv[2]))
file.read()
print("has read it", flush=True)
input()  # what one of them has written before the other reads would be no conflict

def keep(text):
    if file.save(text) is not None:
        file.settle(text)

for number in range(40):
    keep(f"{sys.argv[3]} {number}\\n")
while file.unsaved is not None:  # the other held the lock for longer than one waits: the tutor tries again, too
    keep(file.unsaved)
"""


def test_two_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "answer.py"
    path.write_text("start\n")
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITE_OFTEN, str(path), str(tmp_path / "lock"), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("left", "right")
    ]
    assert [writer.stdout and writer.stdout.readline() for writer in writers] == ["has read it\n"] * 2
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("\n")
        writer.stdin.flush()
    assert [len(writer.communicate(timeout=60)) and writer.returncode for writer in writers] == [0, 0]
    last = {name: f"{name} 39\n" for name in ("left", "right")}
    texts = [file.read_text() for file in tmp_path.glob("answer*.py")]
    assert path.read_text() in last.values()
    assert set(last.values()) <= set(texts)
    assert all(text.endswith("\n") and text.count("\n") == 1 for text in texts)


# ------------------------------------------------------------------------------------------------- a disk that refuses


class Disk:
    """Writes like the real one until it is full."""

    def __init__(self) -> None:
        self.error: OSError | None = None

    def __call__(self, path: Path, data: bytes) -> None:
        if self.error is not None:
            raise self.error
        write_atomically(path, data)


def test_on_a_full_disk_the_text_is_kept_in_memory_and_said_to_be(
    tmp_path: Path, store: Store, exercise: Exercise
) -> None:
    disk = Disk()
    workspace = Workspace(tmp_path / "work", store, write=disk)
    workspace.begin(exercise)
    disk.error = OSError(errno.ENOSPC, "No space left on device")
    assert workspace.write(exercise, MINE) is None
    assert "No space left on device" in workspace.file(exercise).problem
    assert "while the tutor is open" in workspace.file(exercise).problem
    assert workspace.path(exercise).read_text() == STARTER
    assert workspace.begin(exercise) == MINE
    disk.error = None
    assert workspace.begin(exercise) == MINE
    assert workspace.path(exercise).read_text() == MINE
    assert workspace.file(exercise).problem == ""


def test_a_text_that_could_not_be_written_does_not_come_back_over_a_later_one_that_was_laid_aside(
    tmp_path: Path,
) -> None:
    disk, path = Disk(), tmp_path / "answer.py"
    path.write_text("start\n")
    file = WorkingFile(path, "", tmp_path / "lock", write=disk)
    file.read()
    disk.error = OSError(errno.ENOSPC, "No space left on device")
    file.save("first\n")
    disk.error = None
    outside(path, "theirs\n")
    conflict = file.save("second\n")
    assert conflict is not None
    file.save_again()
    assert conflict.aside is not None
    assert conflict.aside.read_text() == "second\n"
    assert file.unsaved is None


def test_where_the_folder_cannot_be_made_all_works_in_memory(tmp_path: Path, store: Store, exercise: Exercise) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    workspace = Workspace(tmp_path / "taken" / "work", store)
    assert workspace.begin(exercise) == STARTER
    assert workspace.file(exercise).problem != ""
    workspace.write(exercise, MINE)
    assert workspace.begin(exercise) == MINE
    workspace.reset(exercise)
    assert workspace.begin(exercise) == STARTER
    assert [version.text for version in workspace.history(exercise)] == [MINE]


# ----------------------------------------------------------------------------------------------------- reset, history


def test_a_reset_can_be_taken_back(workspace: Workspace, exercise: Exercise) -> None:
    workspace.begin(exercise)
    workspace.write(exercise, MINE)
    place = workspace.reset(exercise)
    assert place == workspace.root / "lines" / "one_step.before-reset.py"
    assert place.read_text() == MINE
    assert workspace.path(exercise).read_text() == STARTER
    assert workspace.restore(exercise) == MINE
    assert workspace.path(exercise).read_text() == MINE


def test_a_second_reset_leaves_the_first_text_in_the_history(workspace: Workspace, exercise: Exercise) -> None:
    workspace.begin(exercise)
    for text in (MINE, THEIRS):
        workspace.write(exercise, text)
        workspace.reset(exercise)
    assert [version.text for version in workspace.history(exercise)] == [MINE, THEIRS]


def test_resetting_what_was_not_changed_does_nothing(workspace: Workspace, exercise: Exercise) -> None:
    workspace.begin(exercise)
    assert workspace.reset(exercise) is None
    assert names(workspace) == ["one_step.py"]
    assert workspace.restore(exercise) is None


def test_what_stood_there_when_a_reset_was_taken_back_is_in_the_history(
    workspace: Workspace, exercise: Exercise
) -> None:
    workspace.begin(exercise)
    workspace.write(exercise, MINE)
    workspace.reset(exercise)
    workspace.write(exercise, THEIRS)
    assert workspace.restore(exercise) == MINE
    assert THEIRS in [version.text for version in workspace.history(exercise)]
