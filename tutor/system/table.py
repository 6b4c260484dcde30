"""The table of processes: who descends from whom, and who is dead. From /proc, else from `ps`, which every Unix has.

Where orphans are not adopted (`linux.adopt_orphans`), they come to the first process of the machine, and nothing
leads from them to where they came from but their session: each base of ours is the leader of one. So an orphan counts
as a child of its session's leader, which may itself be gone. What has left its session and lost its parent is lost.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass

from tutor.system import linux


@dataclass(frozen=True)
class ProcessRow:
    """A process as `ps` lists it."""

    pid: int
    parent: int
    dead: bool


def children_of(pids: Collection[int]) -> list[int]:
    """The children of these processes, which are not looked at themselves."""
    if linux.LISTS_CHILDREN:
        return [child for pid in pids for child in linux.children(pid)]
    if linux.TELLS:
        return [pid for pid, parent in linux.parents() if parent in pids]
    return [row.pid for row in _kin(_listed()) if row.parent in pids]


def below(pids: Collection[int], without: Collection[int] = ()) -> list[int]:
    """At least the children of these processes, but for those in `without`; where that costs no more, all that came of
    them."""
    if linux.TELLS:
        return [child for child in children_of(pids) if child not in without]
    return [row.pid for row in _below([row for row in _kin(_listed()) if row.pid not in without], pids)]


def descendants(pid: int) -> list[int]:
    """Every process that came of `pid` and is not yet dead, without itself."""
    if not linux.TELLS:
        return [row.pid for row in _below(_kin(_listed()), {pid}) if row.pid != pid and not row.dead]
    found: list[int] = []
    generation = [pid]
    while generation:
        generation = [child for child in children_of(set(generation)) if child not in found and child != pid]
        found += generation
    return living(found)


def living(pids: Collection[int]) -> list[int]:
    """Those of the processes that have not ended."""
    if linux.TELLS:
        return [pid for pid in pids if not linux.is_dead(pid)]
    dead = {row.pid: row.dead for row in _listed()} if pids else {}
    return [pid for pid in pids if not dead.get(pid, True)]


def _listed() -> list[ProcessRow]:
    """Every process on the machine, but for the one that lists them.

    It writes to a file: a pipe, which `subprocess` would use, stays open in whatever another thread forks meanwhile,
    and would never come to its end.
    """
    with tempfile.TemporaryFile() as file:
        to_file = [(os.POSIX_SPAWN_DUP2, file.fileno(), 1)]
        ps = os.posix_spawnp("ps", ["ps", "-axo", "pid=,ppid=,stat="], os.environ, file_actions=to_file)
        with suppress(ChildProcessError):  # the learner's code, in another thread, has waited for it
            os.waitpid(ps, 0)
        file.seek(0)
        rows = [line.split() for line in file.read().decode().splitlines()]
    return [ProcessRow(int(pid), int(parent), state[0] == "Z") for pid, parent, state in rows if int(pid) != ps]


def _below(rows: list[ProcessRow], pids: Collection[int]) -> list[ProcessRow]:
    """Those of the rows that came of these processes."""
    found, size = set(pids), 0
    while len(found) > size:
        size = len(found)
        found |= {row.pid for row in rows if row.parent in found}
    return [row for row in rows if row.parent in found]


def _kin(rows: list[ProcessRow]) -> list[ProcessRow]:
    """The rows, orphans being children of their sessions' leaders."""
    sessions = {row.pid: _session(row.pid) for row in rows}
    return [
        ProcessRow(row.pid, session, row.dead)
        if (session := sessions[row.pid]) not in (0, row.pid, sessions.get(row.parent))
        else row
        for row in rows
    ]


def _session(pid: int) -> int:
    """The leader of a process's session; 0 where the process is gone, or another's."""
    try:
        return os.getsid(pid)
    except (ProcessLookupError, PermissionError):
        return 0
