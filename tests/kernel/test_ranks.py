"""The pieces of `live.ranks`: what is said of how ranks ended, of what they print, and when their steps are granted."""

from __future__ import annotations

import os
import socket
from array import array
from collections.abc import Iterator

import pytest
import torch

from tutor.check import Mistake
from tutor.kernel.judge.answer_plugin import explained
from tutor.kernel.session.explanations import explain
from tutor.live.group.conductor import Printed, Unled
from tutor.live.group.ends import End, RanksError, in_words, of_group, told
from tutor.live.group.lines import TaggedLines
from tutor.live.group.messages import Finished, FromRank, Granted, Heard, Reported, Wanted, granted, say
from tutor.live.group.relay import Relay
from tutor.live.group.starting import Rank
from tutor.live.lesson_io import Terminal
from tutor.views.scalar import Scalar

GONE = End(0, "raised", 5.03, 7, "RuntimeError: [gloo/pair.cc:1] Connection closed by peer", of_group=True)
LATE = End(0, "raised", 25.0, 7, "RuntimeError: Timed out waiting 20000ms for recv operation", of_group=True, late=True)

ENDS: dict[str, tuple[list[End], str]] = {
    "all returned": ([End(0, "returned", 1.0, 9), End(1, "returned", 2.0, 9)], ""),
    "killed, and noticed": (
        [GONE, End(1, "killed", 5.0, 7, "SIGKILL")],
        "Rank 1 was killed (SIGKILL) at step 7. Rank 0 noticed it 0.03 s later.",
    ),
    "killed after it was noticed": (
        [GONE, End(1, "killed", 5.1, 7, "SIGKILL")],
        "Rank 1 was killed (SIGKILL) at step 7. Rank 0 noticed it 0.00 s later.",
    ),
    "raised, and the other had to be ended": (
        [End(0, "stopped", 6.0, 8), End(1, "raised", 5.0, None, "ValueError: bad")],
        "Rank 1 raised an error before its first step: ValueError: bad. Rank 0 was ended for it.",
    ),
    "raised by all alike": (
        [End(rank, "raised", 5.0 + rank, 3, "ValueError: bad") for rank in range(3)],
        "Rank 0 raised an error at step 3: ValueError: bad. So did rank 1 and rank 2.",
    ),
    "two that failed each in its way": (
        [End(0, "exited", 5.0, 3, "4"), End(1, "killed", 5.5, 2, "SIGSEGV")],
        "Rank 0 ended its own process at step 3, with exit status 4, as os._exit(4) does. "
        "Rank 1 was killed (SIGSEGV) at step 2.",
    ),
    "fewer steps than the other": (
        [GONE, End(1, "returned", 5.0, 6)],
        "Rank 1 came to its end after its step 6, while rank 0 at step 7 still waited for it. Each rank has to take as "
        "many steps as the others, and to make the same calls in them.",
    ),
    "two that hang": (
        [LATE, End(1, "stopped", 26.0, 7), End(2, "stopped", 26.0)],
        "Rank 0 at step 7 waited 20 s for rank 1, which stood at step 7 and did not come, and rank 2, which stood "
        "before its first step and did not come; they were ended. Something there takes too long, or never ends.",
    ),
    "hangs": (
        [LATE, End(1, "stopped", 26.0, 7)],
        "Rank 0 at step 7 waited 20 s for rank 1, which stood at step 7 and did not come; it was ended. Something "
        "there takes too long, or never ends.",
    ),
    "each waits for the other": (
        [LATE, End(1, "raised", 25.0, 6, LATE.words, of_group=True, late=True)],
        "The ranks waited for one another for 20 s: rank 0 at step 7 and rank 1 at step 6. Each rank has to make the "
        "same calls, in the same order; and while one sends, the other has to receive.",
    ),
    "each waits for the other, and the first to say so has lost the one whose time was up": (
        [
            End(0, "raised", 24.9, 7, GONE.words, of_group=True),
            End(1, "raised", 25.0, 6, LATE.words, of_group=True, late=True),
        ],
        "The ranks waited for one another for 20 s: rank 0 at step 7 and rank 1 at step 6. Each rank has to make the "
        "same calls, in the same order; and while one sends, the other has to receive.",
    ),
    "one receives from itself": (
        [
            End(0, "raised", 5.0, 7, "Pair is not connected ([127.0.0.1]:36771$0 <--> [none])", of_group=True),
            End(1, "raised", 5.1, 7, GONE.words, of_group=True),
        ],
        "Rank 0 sends to itself, or receives from itself: there is no connection for that.",
    ),
    "lost without a reason": (
        [GONE, End(1, "raised", 5.1, 7, GONE.words, of_group=True)],
        f"Rank 0 at step 7 and rank 1 at step 7 lost the other ranks: {GONE.words}",
    ),
}


@pytest.mark.parametrize("name", ENDS)
def test_one_sentence_says_which_rank_ended_first_at_which_step_and_of_what(name: str) -> None:
    ends, words = ENDS[name]
    assert told(ends, 20.0) == words


def test_what_the_group_raises_is_told_from_what_a_rank_raises() -> None:
    assert of_group(RuntimeError("[gloo/transport/tcp/pair.cc:534] Connection closed by peer")) == (True, False)
    assert of_group(RuntimeError("[gloo/unbound_buffer.cc:81] Timed out waiting 3000ms for recv")) == (True, True)
    assert of_group(RuntimeError("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)")) == (False, False)
    assert of_group(TimeoutError("Timed out")) == (False, False)


def test_an_error_of_the_tutors_own_is_told_by_its_words_and_every_other_as_python_prints_it() -> None:
    mistake = Mistake("The loss grows.", "It should fall.")
    mistake.add_note("Seen at the first step.")
    assert in_words(mistake) == "The loss grows.\nIt should fall.\nSeen at the first step."
    assert in_words(RanksError("Rank 0 was killed.")) == "Rank 0 was killed."
    assert in_words(RanksError("")) == "tutor.live.group.ends.RanksError"
    assert in_words(torch.OutOfMemoryError("no room")) == "torch.OutOfMemoryError: no room"
    assert in_words(ZeroDivisionError("division by zero")) == "ZeroDivisionError: division by zero"


def test_a_line_that_an_error_of_the_tutors_own_ended_is_told_without_its_class() -> None:
    def said(error: Exception) -> str:
        def raising() -> None:
            raise error

        with pytest.raises(type(error)) as caught:
            raising()
        return explained(caught.value, {__file__: 0}).partition("\n")[0].partition(" ")[2].partition(" ")[2]

    assert said(RanksError("Rank 0 was killed.")) == "stopped. Rank 0 was killed."
    assert said(torch.OutOfMemoryError("no room")) == "stopped with torch.OutOfMemoryError: no room"
    assert said(ZeroDivisionError("by zero")) == "stopped with ZeroDivisionError: by zero"


def test_what_a_rank_raised_is_explained_as_where_it_is_raised() -> None:
    assert explain(RanksError("Rank 0 …", ZeroDivisionError())) == explain(ZeroDivisionError()) != ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("trying to initialize the default process group twice!", "Leave dist.init_process_group() out"),
        (
            "Default process group has not been initialized, please …",
            "live.ranks(2, train) makes one",
        ),
        ("environment variable RANK expected, but not set", "torchrun --standalone --nproc-per-node=2 file.py"),
        ("Wait timeout", "the next one is (rank + 1) % n"),
        (
            "Invalid function argument. Expected parameter `tensor` of type torch.Tensor\n but got",
            "torch.tensor(number)",
        ),
    ],
)
def test_what_torch_says_of_a_missing_or_second_group_or_of_a_missing_rank_is_explained(text: str, words: str) -> None:
    assert words in explain(ValueError(text))


def test_a_line_is_tagged_once_it_is_whole_and_as_a_terminal_would_leave_it() -> None:
    reading, writing = os.pipe()
    lines = TaggedLines(reading, 3)
    os.write(writing, "50 %\r100 %\nλ hal".encode()[:-1])
    assert list(lines.read()) == ["rank 3: 100 %\n"]
    os.write(writing, b"alf")
    os.close(writing)
    assert list(lines.read()) == []
    assert (lines.ended, list(lines.rest()), list(lines.rest())) == (True, ["rank 3: λ haalf\n"], [])
    lines.close()


def test_messages_are_cut_out_of_whatever_pieces_come() -> None:
    ours, theirs = socket.socketpair()
    messages = [Reported(("loss",), array("d", [0.0, 1.5]).tobytes()), Wanted(64, 3, True)]
    for message in messages:
        say(theirs, message)
    theirs.close()
    heard, found = Heard(), list[FromRank]()
    while data := ours.recv(5):
        found += heard.feed(data)
    ours.close()
    assert found == messages


def test_a_script_that_runs_alone_prints_the_first_report_of_each_rank_and_the_last() -> None:
    written: list[str] = []
    conductor = Printed({}, written.append)
    for step in range(5):
        for rank in (0, 1):
            conductor.report(rank, ("loss",), array("d", [step, 0.5, step + 0.5, 0.25]))
    conductor.end()
    assert written[:2] == ["step 0  rank 0  loss 0.5", "step 0  rank 1  loss 0.5"]
    assert written[-2:] == ["step 4  rank 0  loss 0.25", "step 4  rank 1  loss 0.25"]


class Learner(Unled):
    """Lets steps pass one by one, as many as are allowed."""

    def __init__(self) -> None:
        super().__init__()
        self.allowed = 0
        self.rate: Scalar = 1.0
        self.asked: list[int] = []
        self.hurries = False

    def hurried(self) -> bool:
        return self.hurries

    def due_in(self, step: int) -> float | None:
        self.asked.append(step)
        self.allowed -= 1
        return 0.0 if self.allowed >= 0 else None

    def controls(self) -> dict[str, Scalar]:
        return {"rate": self.rate}


@pytest.fixture
def pair() -> Iterator[tuple[list[Rank], list[socket.socket]]]:
    """Two ranks that are this process itself, and their ends of the lines."""
    lines = [socket.socketpair() for _ in range(2)]
    for ours, _ in lines:
        ours.setblocking(False)

    def nothing() -> TaggedLines:
        return TaggedLines(os.open(os.devnull, os.O_RDONLY), 0)

    silent = [(nothing(), nothing()) for _ in lines]
    yield [Rank(n, os.getpid(), ours, silent[n]) for n, (ours, _) in enumerate(lines)], [theirs for _, theirs in lines]
    for ours, theirs in lines:
        ours.close()
        theirs.close()
    for outputs in silent:
        for one in outputs:
            one.close()


def test_a_rank_that_is_ahead_or_behind_is_told_the_same_of_each_step(
    pair: tuple[list[Rank], list[socket.socket]], monkeypatch: pytest.MonkeyPatch
) -> None:
    ranks, theirs = pair
    monkeypatch.setattr("os.waitpid", lambda *_: (0, 0))
    learner = Learner()
    relay = Relay(Terminal(), learner, ranks, memoryview(array("q", [-1, -1])))

    say(theirs[0], Wanted(0, 0, True))
    learner.allowed = 1
    relay.look()
    assert learner.asked == []  # the other is awaited
    say(theirs[1], Wanted(0, 0, True))
    relay.look()
    assert [granted(one) for one in theirs] == [Granted(1, {"rate": 1.0})] * 2
    say(theirs[0], Wanted(1, 1, True))
    monkeypatch.setattr("tutor.live.group.relay.UNEVEN", 0.0)
    relay.look()
    learner.allowed, learner.rate = 1, 2.0
    relay.look()
    learner.rate = 3.0
    assert granted(theirs[0]) == Granted(2, {"rate": 2.0})
    say(theirs[1], Wanted(1, 1, True))
    relay.look()
    assert granted(theirs[1]) == Granted(2, {"rate": 2.0})
    say(theirs[1], Finished(b""))
    say(theirs[0], Wanted(2, 2, True))
    learner.allowed = 1
    relay.look()
    assert granted(theirs[0]) == Granted(3, {"rate": 3.0})  # nobody waits for a rank that has come to its end


def test_steps_are_granted_ahead_only_where_nobody_holds_or_paces_them(
    pair: tuple[list[Rank], list[socket.socket]], monkeypatch: pytest.MonkeyPatch
) -> None:
    ranks, theirs = pair
    monkeypatch.setattr("os.waitpid", lambda *_: (0, 0))
    learner = Learner()
    learner.allowed = 9
    relay = Relay(Terminal(), learner, ranks, memoryview(array("q", [-1, -1])))
    for one in theirs:
        say(one, Wanted(0, 0, False))
    relay.look()
    assert learner.asked == []
    learner.hurries = True
    relay.look()
    assert [granted(one) for one in theirs] == [Granted(1, {"rate": 1.0})] * 2
    for one in theirs:
        say(one, Wanted(0, 0, True))  # on its way when it was answered
    relay.look()
    assert [rank.wanted for rank in ranks] == [None, None]
