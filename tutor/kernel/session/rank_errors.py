"""What goes wrong where several processes train together, in words for a beginner."""

from __future__ import annotations

import re

_TABLE: tuple[tuple[str, str], ...] = (
    (
        r"^Wait timeout",
        "It waited for a rank that is not there. Of n ranks the first is 0 and the last n − 1; round a ring, the next "
        "one is (rank + 1) % n, and the one before (rank - 1) % n. And where one makes a group, dist.new_group(), all "
        "have to.",
    ),
    (
        r"Expected parameter `\w+` of type torch\.Tensor",
        "Ranks hand one another tensors. torch.tensor(number) makes one, and is needed in every rank: in one whose "
        "loop had nothing to add, a count that began as 0 is a Python number still.",
    ),
    (
        r"initialize the default process group twice",
        "Inside live.ranks the group stands already. Leave dist.init_process_group() out. A file for torchrun needs "
        "it; with if not dist.is_initialized(): before it, one text serves both.",
    ),
    (
        r"Default process group has not been initialized|group is not registered|requires? .*init_process_group",
        "There is no group of processes here. live.ranks(2, train) makes one and calls train in each of its processes: "
        "what is to be done together stands in that function.",
    ),
    (
        r"environment variable (?:RANK|WORLD_SIZE|MASTER_ADDR|MASTER_PORT) expected",
        "These variables are torchrun's, which starts a file several times. In a cell, live.ranks(2, train) makes the "
        "group, and train needs no dist.init_process_group(); a file runs with torchrun --standalone "
        "--nproc-per-node=2 file.py.",
    ),
)
_SPAWN = (
    "A process that torch.multiprocessing.spawn has started raised this. In a cell, live.ranks(2, train) starts "
    "processes whose group stands already; each says which rank it is, and pace, pause and controls reach all of them."
)


def about_ranks(error: BaseException) -> str:
    """What an error of torch.distributed or torch.multiprocessing means; '' where it is none of theirs."""
    text = str(error)
    known = next((words for pattern, words in _TABLE if re.search(pattern, text)), "")
    return known or (_SPAWN if type(error).__module__ == "torch.multiprocessing.spawn" else "")
