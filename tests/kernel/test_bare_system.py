"""Processes are known and ended also where there is no /proc, no prctl and no waitid, as on macOS."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from test_kernel_line import gone

from tutor.system import processes, table

ROOT = Path(__file__).parents[2]
BARE = Path(__file__).with_name("bare")


def bare_command(program: str, *arguments: str) -> list[str]:
    begin = f"import sys; sys.path[:0] = [{str(ROOT)!r}]\nfrom tutor.system import linux, processes, table\n"
    return [sys.executable, "-P", "-c", begin + program, *arguments]


def bare_environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(BARE)}


def bare(program: str) -> list[str]:
    """What a program prints where all of it is taken away, line by line."""
    done = subprocess.run(
        bare_command(program), env=bare_environment(), capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_what_is_taken_away_is_away() -> None:
    program = """
import os
def tried(act):
    try: return act()
    except OSError: return "nothing"
print(hasattr(os, "waitid"), linux.TELLS, linux.LISTS_CHILDREN, linux.adopt_orphans(), linux.die_with_parent())
for act in (lambda: open("/proc/self/stat"), lambda: os.listdir("/proc"), lambda: os.stat("/proc")):
    print(tried(act))
"""
    assert bare(program) == ["False False False False False", *["nothing"] * 3]


CHILDREN = """
import os, subprocess, sys
child = subprocess.Popen(["sh", "-c", "sleep 100 & echo $!; wait"], stdout=subprocess.PIPE, text=True)
grandchild = int(child.stdout.readline())
"""


def test_children_and_descendants_are_found() -> None:
    program = CHILDREN + (
        "print(processes.own_children() == (child.pid,))\n"
        "print(table.descendants(os.getpid()) == [child.pid, grandchild])\n"
        "processes.kill_tree(child.pid)\nchild.wait()\nprint(table.descendants(os.getpid()), child.returncode)\n"
    )
    assert bare(program) == ["True", "True", "[] -9"]


def test_the_table_is_read_though_another_thread_forks_meanwhile() -> None:
    program = """
import os, threading, time
def fork():
    for _ in range(40):
        if os.fork() == 0: time.sleep(1000)
forking = threading.Thread(target=fork)
forking.start()
while forking.is_alive(): table.descendants(os.getpid())
print(len(table.descendants(os.getpid())))
processes.kill_children(os.getpid())
"""
    assert bare(program) == ["40"]


def test_an_orphan_is_found_by_its_session_though_its_leader_is_gone() -> None:
    program = """
import os, subprocess
command = ["sh", "-c", "sleep 100 & echo $!"]
leader = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
orphan = int(leader.stdout.readline())
leader.wait()
print(table.children_of({leader.pid}) == [orphan])
processes.kill_children(leader.pid)
print(orphan)
"""
    found, orphan = bare(program)
    assert found == "True"
    assert asyncio.run(gone(int(orphan)))


def test_a_process_ends_with_its_parent_and_takes_along_what_came_of_it() -> None:
    begin = "import os, subprocess\nprocesses.die_with_parent(os.getppid())\n"
    program = begin + CHILDREN + "print(os.getpid(), grandchild, flush=True)\nwhile True: pass"
    between = "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]))"
    parent = subprocess.Popen(
        [sys.executable, "-c", between, *bare_command(program)],
        env=bare_environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    assert len(pids) == 2
    parent.kill()
    parent.wait()
    assert asyncio.run(gone(*pids))


def test_nothing_is_stopped_before_all_that_came_of_it_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [table.ProcessRow(pid, parent, dead=False) for pid, parent in ((2, 1), (3, 2), (4, 1), (5, 4), (6, 5))]
    done: list[object] = []

    def listed() -> list[table.ProcessRow]:
        done.append("asked")
        return rows

    monkeypatch.setattr("tutor.system.linux.TELLS", False)
    monkeypatch.setattr("tutor.system.linux.LISTS_CHILDREN", False)
    monkeypatch.setattr("tutor.system.table._listed", listed)
    monkeypatch.setattr("tutor.system.table._session", lambda _: 0)
    monkeypatch.setattr("tutor.system.processes.send_signal", lambda pid, number: done.append((number, pid)))
    processes.kill_children(1, keep=[2])
    stopped, killed = ([(number, pid) for pid in (4, 5, 6)] for number in (signal.SIGSTOP, signal.SIGKILL))
    assert done == ["asked", *stopped, "asked", *killed]
    done.clear()
    processes.kill_tree(4)
    assert done == ["asked", *stopped, "asked", *killed]


@pytest.mark.parametrize("after", [1, 2])
def test_what_comes_to_another_parent_between_two_readings_is_killed_too(
    after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists = {1: [2], 2: [3]}
    readings: list[int] = []
    killed: list[int] = []

    def children(pid: int) -> list[int]:
        readings.append(pid)
        found = lists.get(pid, [])
        if readings.count(1) == after:  # 2 ends, and its child comes to 1 whose list has just been read
            lists.update({1: [2, 3], 2: []})
        return found

    monkeypatch.setattr("tutor.system.linux.TELLS", True)
    monkeypatch.setattr("tutor.system.linux.LISTS_CHILDREN", True)
    monkeypatch.setattr("tutor.system.linux.children", children)
    monkeypatch.setattr(
        "tutor.system.processes.send_signal", lambda pid, number: killed.append(pid) if number == signal.SIGKILL else 0
    )
    processes.kill_children(1)
    assert killed == [2, 3]


@pytest.mark.skipif(sys.platform != "linux", reason="without /proc it is the only way")
def test_both_ways_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    child = subprocess.Popen(["sh", "-c", "sleep 100 & echo; wait"], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    told = table.descendants(child.pid)
    monkeypatch.setattr("tutor.system.linux.LISTS_CHILDREN", False)
    read = table.descendants(child.pid)
    monkeypatch.setattr("tutor.system.linux.TELLS", False)
    listed = table.descendants(child.pid)
    processes.kill_tree(child.pid)
    assert child.wait() == -signal.SIGKILL
    assert len(told) == 1
    assert told == read == listed


def test_only_one_room_knows_what_a_system_has_of_its_own() -> None:
    own = re.compile(r"os\.(waitid|fork|forkpty)\b|[\"'/]proc/|\bprctl\b|sys\.platform")
    rooms = [path for path in (ROOT / "tutor" / "kernel").rglob("*.py") if path.parent.name != "system"]
    assert rooms
    assert [str(path.relative_to(ROOT)) for path in rooms if own.search(path.read_text(encoding="utf-8"))] == []
