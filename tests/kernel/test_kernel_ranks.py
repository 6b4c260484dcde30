"""Processes that a cell has started train together: steered as one, each with its name, and none is left behind."""

from __future__ import annotations

import ast
import asyncio
import os
import re
import signal

import pytest
from kernel_talk import Line, Seen, Talk
from test_kernel_line import gone

from tutor.kernel.protocol.events import CellStarted, ControlUsed, Held, Loop, Opened, Shown, Steps
from tutor.kernel.protocol.message_bases import Limits
from tutor.system import table

pytestmark = pytest.mark.asyncio(loop_scope="session")

SETUP = """
import os, signal, sys, time
import torch
import torch.distributed as dist
from tutor import live
rate = live.slider("rate", 0.5, low=0.0, high=10.0)
"""
REPORTING = """
def train():
    me = dist.get_rank()
    for step in live.steps({count}):
        total = torch.tensor(rate.value * (me + 1))
        dist.all_reduce(total)
        live.report(rate=rate.value, total=total)
live.ranks(2, train)
"""


def by_rank(messages: list[object]) -> dict[int | None, list[tuple[int, dict[str, float]]]]:
    rows: dict[int | None, list[tuple[int, dict[str, float]]]] = {}
    for message in messages:
        if isinstance(message, Steps):
            rows.setdefault(message.rank, []).extend(message.rows())
    return rows


async def test_ranks_form_a_group_and_everything_they_say_says_whose_it_is(talk: Talk) -> None:
    cell = """
table = [1.0, 2.0]
class Sum:
    def __init__(self, value): self.value = value
def train():
    total = torch.tensor(table[dist.get_rank()])
    dist.all_reduce(total)
    for step in live.steps(3):
        live.report(loss=step + dist.get_rank())
    names = "RANK", "LOCAL_RANK", "WORLD_SIZE", "LOCAL_WORLD_SIZE", "TORCHELASTIC_RESTART_COUNT"
    print("half", end="")
    print(" a bar\\rwhole", *(os.environ[name] for name in names))
    print("so it is", file=sys.stderr)
    live.show(total, "total")
    return Sum(total)
print("before", end=" ")
found = live.ranks(2, train)
[(type(one) is Sum, one.value.item()) for one in found], live.present() is not None, os.environ.get("RANK")
"""
    seen = await talk.run(SETUP, cell)
    assert seen.status == "ok", seen.failure
    assert seen.text() == "([(True, 3.0), (True, 3.0)], True, None)"
    assert by_rank(seen.messages) == {rank: [(step, {"loss": step + rank}) for step in range(3)] for rank in (0, 1)}
    lines = sorted(seen.output().replace("before ", "").splitlines())
    assert lines == ["rank 0: whole 0 0 2 2 0", "rank 1: whole 1 1 2 2 0"]
    assert sorted(seen.output("stderr").splitlines()) == ["rank 0: so it is", "rank 1: so it is"]
    assert {one.name for one in seen.of(Shown)} == {"total · rank 0", "total · rank 1", ""}
    assert next((one.step, one.count) for one in seen.of(Loop)) == (0, 3)


async def test_each_rank_has_random_numbers_of_its_own_and_two_runs_have_the_same(talk: Talk) -> None:
    cell = (
        "def train():\n    return torch.rand(1).item()\nstate = torch.get_rng_state()\n"
        "found = live.ranks(2, train)\ntorch.equal(state, torch.get_rng_state()), found, torch.rand(1).item()"
    )
    first = await talk.run(SETUP, cell)
    again = await talk.run(SETUP, cell)
    assert first.status == "ok", first.failure
    assert first.text() == again.text()
    assert first.text().startswith("(True, ")  # those of the cell itself are not drawn from
    assert len(set(re.findall(r"0\.\d+", first.text()))) == 3


async def test_a_pause_a_step_and_a_changed_control_reach_all_ranks_at_the_same_step(talk: Talk) -> None:
    run = talk.start(SETUP, REPORTING.format(count=6), paused=True)
    held = await talk.until(Held)
    talk.session.set_control("rate", 2.0)
    talk.session.step(2)
    again = await talk.until(Held)
    before = by_rank(talk.seen)
    talk.session.set_control("rate", 3.0)
    talk.session.set_pace(200.0)
    talk.session.resume()
    seen = await talk.over(run)
    assert seen.status == "ok", seen.failure
    assert (held.step, again.step) == (0, 2)
    rows = [(step, {"rate": value, "total": 3 * value}) for step, value in enumerate([2.0] * 2 + [3.0] * 4)]
    assert before == {0: rows[:2], 1: rows[:2]}
    assert by_rank(talk.seen) == {0: rows, 1: rows}
    assert [(one.value, one.step) for one in seen.of(ControlUsed)] == [(2.0, 0), (3.0, 2)]


async def test_a_control_that_is_changed_at_full_pace_changes_at_one_step_in_all_ranks(talk: Talk) -> None:
    run = talk.start(SETUP, REPORTING.format(count=10**9))
    await talk.until(Steps)
    talk.session.set_control("rate", 2.0)
    used = await talk.until(ControlUsed)
    await talk.until(Steps)
    talk.session.interrupt()
    seen = await talk.over(run)
    assert seen.status == "interrupted"
    for rows in by_rank(talk.seen).values():
        assert all(row == {"rate": value, "total": 3 * value} for step, row in rows
                   for value in [0.5 if step < used.step else 2.0])  # fmt: skip
    assert (await talk.run(SETUP, "rate.value")).status == "ok"


async def test_ranks_listen_on_loopback_alone_with_a_network_of_their_own_and_without(talk: Talk) -> None:
    cell = """
import tutor.live.group.running, tutor.live.group.starting
def train():
    dist.barrier()
    mine = [os.readlink(one.path) for one in os.scandir("/proc/self/fd") if one.is_symlink()]
    rows = [line.split() for name in ("tcp", "tcp6") for line in open(f"/proc/self/net/{name}").readlines()[1:]]
    listening = {row[1].split(":")[0] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in mine}
    return listening, os.getuid() == UID, os.readlink("/proc/self/ns/net") != HERE
UID, HERE = os.getuid(), os.readlink("/proc/self/ns/net")
own = tutor.live.group.running.own_network() is not None
found = live.ranks(2, train)
tutor.live.group.running.own_network = lambda: None
found + live.ranks(2, train), own
"""
    seen = await talk.run(SETUP, cell)
    assert seen.status == "ok", seen.failure
    found, own = ast.literal_eval(seen.text())
    assert found == [({"0100007F"}, True, own)] * 2 + [({"0100007F"}, True, False)] * 2


async def test_a_cell_may_start_ranks_in_a_loop_of_its_own(talk: Talk) -> None:
    cell = "for outer in live.steps(2):\n    live.ranks(1, lambda: list(live.steps(3)))\n    live.report(outer=outer)"
    seen = await talk.run(SETUP, cell)
    assert seen.status == "ok", seen.failure
    assert seen.rows() == [(0, {"outer": 0.0}), (1, {"outer": 1.0})]


async def test_all_begin_anew_as_often_as_was_said_and_go_on_from_what_was_saved(talk: Talk) -> None:
    cell = """
def train():
    count = int(os.environ["TORCHELASTIC_RESTART_COUNT"])
    start = int(torch.load("at.pt")) if count else 0
    for step in range(start, 5):
        if step == 3 and count == 0 and dist.get_rank() == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        dist.barrier()
        if dist.get_rank() == 0:
            torch.save(torch.tensor(step), "at.pt")
    return start, count
live.ranks(2, train, restarts=2)
"""
    seen = await talk.run(SETUP, cell)
    assert seen.status == "ok", seen.failure
    assert seen.text() == "[(2, 1), (2, 1)]"
    assert re.fullmatch(
        r"Rank 1 was killed \(SIGKILL\) before its first step\. (Rank 0 noticed it \d\.\d\d s later\. )?"
        r"All begin anew: restart 1 of 2\.\n",
        seen.output("stderr"),
    ), seen.output("stderr")


REFUSED = {
    "a number of ranks that is none": ("live.ranks(0, print)", "n is a whole number from 1 to 64"),
    "a function that was called": ("live.ranks(2, print())", "the name of a function without arguments, not NoneType"),
    "a thread that runs": (
        "import threading\nstop = threading.Event()\nthreading.Thread(target=stop.wait, name='mine').start()\n"
        "try:\n    live.ranks(2, print)\nfinally:\n    stop.set()",
        "Here run: mine.",
    ),
    "ranks of a rank": ("live.ranks(2, lambda: live.ranks(2, print))", "a rank starts no ranks of its own"),
    "a result that cannot be copied": ("live.ranks(2, lambda: open('here', 'w'))", "return numbers, tensors, or"),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_what_cannot_be_had_is_said(talk: Talk, name: str) -> None:
    cell, words = REFUSED[name]
    seen = await talk.run(SETUP, cell)
    assert (seen.status, words in seen.failure.message) == ("error", True), seen.failure


async def test_where_there_is_no_fork_the_way_by_torchrun_is_named(talk: Talk) -> None:
    seen = await talk.run(
        "import os\nos.environ['PYTORCH_TUTOR_FORK'] = '0'", "from tutor import live\nlive.ranks(2, print)"
    )
    assert "torchrun --standalone --nproc-per-node=2" in seen.failure.message


async def test_the_line_that_raised_in_a_rank_is_marked_and_explained(talk: Talk) -> None:
    cell = (
        "def train():\n    if dist.get_rank() == 1:\n        torch.ones(2, 3) @ torch.ones(2, 3)\nlive.ranks(2, train)"
    )
    failure = (await talk.run(SETUP, cell)).failure
    assert (failure.kind, failure.line) == ("RanksError", 3)
    assert failure.message.startswith("Rank 1 raised an error before its first step: RuntimeError: ")
    assert "A matrix product needs the inner sizes to agree" in failure.explanation


async def test_ranks_that_ask_nothing_of_one_another_all_come_to_their_ends(talk: Talk) -> None:
    seen = await talk.run(SETUP, "for _ in range(12):\n    live.ranks(4, lambda: None)")
    assert seen.status == "ok", seen.failure


async def test_what_spawn_has_started_fails_at_a_line_of_its_own_and_the_way_by_ranks_is_named(talk: Talk) -> None:
    cell = "import torch.multiprocessing as mp\ndef train(rank):\n    1 / 0\nmp.spawn(train, nprocs=1)"
    failure = (await talk.run(cell)).failure
    assert (failure.message.splitlines()[0], failure.line) == ("ZeroDivisionError: division by zero", 3)
    assert "live.ranks(2, train) starts processes" in failure.explanation


async def test_ranks_end_with_the_time_of_their_cell(line: Line) -> None:
    talk = line.talk(limits=Limits(seconds=1.0))
    await talk.until(Opened)
    seen = await talk.run(SETUP, "def train():\n    print(os.getpid())\n    time.sleep(99)\nlive.ranks(2, train)")
    pids = [int(one.split()[-1]) for one in seen.output().splitlines()]
    assert (seen.status, len(pids)) == ("timeout", 2)
    assert await gone(*pids)
    talk.session.close()


# ------------------------------------------------------------------------------------------------------ kills

KILLS = """
from torch.nn.parallel import DistributedDataParallel
import tutor.live.group.rank_io, tutor.live.group.running, tutor.live.group.starting
CELL, BELOW = os.getpid(), os.getppid()
BASE = int(open(f"/proc/{{BELOW}}/stat").read().rpartition(")")[2].split()[1])

def kill(*pids):
    for pid in pids or (os.getpid(),):
        os.kill(pid, signal.SIGKILL)
    time.sleep(9)

class Deadly:
    def __repr__(self): kill()
    def __reduce__(self): kill()

{before}
def train():
    me = dist.get_rank()
    pids = [None, None]
    dist.all_gather_object(pids, os.getpid())
    {joined}
    torch.manual_seed(0)
    model = DistributedDataParallel(torch.nn.Linear(2, 1))
    for step in live.steps(4):
        {step}
        loss = model(torch.ones(4, 2)).square().mean()
        {forward}
        loss.backward()
        live.report(loss=loss)
        {reported}
    {ended}
    return {result}
live.ranks(2, train, restarts={restarts}, timeout=5.0)
"""
FIRST, AT_2 = "if me == {0} and step == 0: ", "if me == {0} and step == 2: "
JOINING = """
join = dist.init_process_group
def joining(*arguments, rank, **more):
    if rank == {}: kill({})
    join(*arguments, rank=rank, **more)
dist.init_process_group = joining
"""
SAYING = """
def half(sock, message):
    if type(message).__name__ == {!r} and os.environ["RANK"] == "1":
        sock.sendall(bytes(7) + b"x")
        kill()
    whole(sock, message)
whole = tutor.live.group.{}.say
tutor.live.group.{}.say = half
"""
STARTING = """
start = tutor.live.group.running.start
def starting(group, number, train):
    if number == 1: kill()
    return start(group, number, train)
tutor.live.group.running.start = starting
"""
CELL_GONE = "The process that ran this cell was stopped: it was killed from outside"


def killed(rank: int, where: str) -> str:
    return rf"Rank {rank} was killed \(SIGKILL\) {where}"


KILLED: dict[str, tuple[dict[str, str], str]] = {
    "rank 1 before it has joined": ({"before": JOINING.format(1, "")}, killed(1, "before its first")),
    "rank 0 before it has joined": ({"before": JOINING.format(0, "")}, killed(0, "before its first")),
    "rank 1 before its first step": ({"joined": "if me: kill()"}, killed(1, "before its first")),
    "rank 0 in its first step": ({"step": FIRST.format(0) + "kill()"}, killed(0, "at step 0")),
    "rank 1 in its first step": ({"step": FIRST.format(1) + "kill()"}, killed(1, "at step 0")),
    "rank 0 in a later step": ({"step": AT_2.format(0) + "kill()"}, killed(0, "at step 2")),
    "rank 1 while it goes back": (
        {"forward": AT_2.format(1) + "loss.register_hook(lambda g: kill())"},
        killed(1, "at step 2"),
    ),
    "rank 0 while it waits for the other": ({"forward": AT_2.format(1) + "kill(pids[0])"}, killed(0, "at step [12]")),
    "rank 1 in the middle of a line": (
        {"reported": AT_2.format(1) + "print('half', end='', flush=True); kill()"},
        killed(1, "at step 2"),
    ),
    "rank 1 in the middle of a report": ({"before": SAYING.format("Reported", "rank_io", "rank_io")}, killed(1, "")),
    "rank 1 while it asks for a step": (
        {"before": SAYING.format("Wanted", "rank_io", "rank_io")},
        killed(1, "before its first"),
    ),
    "rank 1 while it shows a value": ({"reported": AT_2.format(1) + "live.show(Deadly())"}, killed(1, "at step 2")),
    "both ranks at once": (
        {"step": AT_2.format(0) + "kill(*reversed(pids))"},
        r"Rank . was killed \(SIGKILL\) at step [12]\. So was rank",
    ),
    "rank 1 after its last step": ({"ended": "if me: kill()"}, killed(1, "at step 3")),
    "rank 1 while its result is copied": ({"result": "Deadly() if me else 0"}, killed(1, "at step 3")),
    "rank 1 in the middle of its last word": (
        {"before": SAYING.format("Finished", "starting", "starting")},
        killed(1, "at step 3"),
    ),
    "rank 0 when the other has returned": (
        {"ended": "if not me:\n        time.sleep(0.1)\n        kill()"},
        killed(0, "at step 3"),
    ),
    "rank 1 at every attempt": ({"step": AT_2.format(1) + "kill()", "restarts": "1"}, killed(1, "at step 2")),
    "the cell before the ranks have joined": ({"before": JOINING.format(1, "CELL")}, CELL_GONE),
    "the cell between the starts of two ranks": ({"before": STARTING}, CELL_GONE),
    "the cell during a step": ({"step": AT_2.format(1) + "kill(CELL)"}, CELL_GONE),
    "the cell after a rank has ended": ({"step": AT_2.format(1) + "kill(pids[0], CELL)"}, CELL_GONE),
    "the process below the cell": ({"step": AT_2.format(0) + "kill(BELOW)"}, CELL_GONE),
    "the first process of the session": ({"step": AT_2.format(0) + "kill(BASE)"}, CELL_GONE),
}


async def only(line: Line, kept: set[int]) -> bool:
    """Whether nothing of the kernel's lives, sooner or later, but what lived before."""
    assert line.kernel._process is not None
    for _ in range(500):
        if not set(table.descendants(line.kernel._process.pid)) - kept:
            return True
        await asyncio.sleep(0.01)  # waits for the system, which tells nobody but a parent
    return False


@pytest.mark.parametrize("name", KILLED)
async def test_a_kill_in_any_place_leaves_nothing_and_is_said(line: Line, talk: Talk, name: str) -> None:
    holes, words = KILLED[name]
    names = ("before", "joined", "step", "forward", "reported", "ended")
    cell = KILLS.format(**{"result": "me", "restarts": "0", **dict.fromkeys(names, "pass"), **holes})
    assert (await talk.run(SETUP)).status == "ok"
    assert line.kernel._process is not None
    kept = set(table.descendants(line.kernel._process.pid))
    seen = await talk.run(SETUP, cell)
    assert seen.status in ("error", "killed"), seen.status
    assert re.search(words, seen.failure.message), seen.failure
    if name == "the first process of the session":
        assert (await talk.run("1 + 1")).text() == "2"  # another base is there
        return
    assert await only(line, kept)


async def test_a_rank_that_is_killed_while_all_are_held_is_said_at_once(talk: Talk) -> None:
    cell = "def train():\n    print(os.getpid(), flush=True)\n    for step in live.steps(3): pass\nlive.ranks(2, train)"
    run = talk.start(SETUP, cell, paused=True)
    await talk.until(Held)
    pids = dict(line.removeprefix("rank ").split(": ") for line in Seen(talk.seen).output().splitlines())
    os.kill(int(pids["1"]), signal.SIGKILL)
    seen = await talk.over(run)
    assert "Rank 1 was killed (SIGKILL) before its first step. Rank 0 was ended for it." in seen.failure.message
    assert await gone(*map(int, pids.values()))


async def test_ranks_end_with_their_kernel() -> None:
    line = Line()
    await line.kernel.start()
    await line.kernel.ready()
    talk = line.talk()
    talk.start(SETUP, REPORTING.format(count=10**9))
    await talk.until(CellStarted, lambda one: one.cell == 2)
    await talk.until(Steps)
    assert line.kernel._process is not None
    pids = table.descendants(line.kernel._process.pid)
    os.kill(line.kernel._process.pid, signal.SIGKILL)
    assert len(pids) == 5
    assert await gone(*pids)
    await line.kernel.close()
