"""An all-reduce made of sends and receives, in real ranks, against the sum of what each rank was given."""

import functools
from itertools import combinations

import torch
import torch.distributed as dist

from tutor import check, live
from tutor.check import Mistake

WORLD = 3
COLLECTIVES = (
    "all_gather", "all_gather_coalesced", "all_gather_into_tensor", "all_gather_object", "all_reduce",
    "all_reduce_coalesced", "all_to_all", "all_to_all_single", "broadcast", "broadcast_object_list", "gather",
    "gather_object", "reduce", "reduce_scatter", "reduce_scatter_tensor", "scatter", "scatter_object_list",
)  # fmt: skip


def refused(name):
    def collective(*_, **__):
        raise Mistake(
            f"Your code calls dist.{name}(), which is a collective.",
            "It would do the work that you are to do here: use send and receive alone.",
        )

    return collective


def without_collectives(answer):
    """In a rank: refuse what does the work in one call, under whatever name the answer has it."""
    own = vars(vars(answer).get("_module", answer))
    for name in COLLECTIVES:
        real, none = getattr(dist, name), refused(name)
        setattr(dist, name, none)
        own |= {key: none for key, value in own.items() if value is real}


@functools.cache
def reduced(answer):
    """What each of three ranks was given, and what it returned: first whole numbers, then fractions."""
    given = [(torch.randint(1, 9, (2 * WORLD,)).float(), torch.randn(333 * WORLD)) for _ in range(WORLD)]

    def run():
        without_collectives(answer)
        results = []
        for values in given[dist.get_rank()]:
            result = answer.all_reduce(values.clone())
            if not isinstance(result, torch.Tensor):
                what = "None" if result is None else check.a(type(result).__name__)
                end = "A function that ends without a return statement gives None." if result is None else ""
                raise Mistake(f"all_reduce returns {what}, and it should return a tensor.", end)
            results.append(result.detach().clone())
        return results

    return given, live.tried_in_ranks(WORLD, run, timeout=1.0)


def right(answer, turn):
    """Whether each rank got the sum of what all were given in this turn."""
    given, found = reduced(answer)
    total = sum(one[turn].double() for one in given).to(given[0][turn].dtype)
    for rank, results in enumerate(found):
        result, own, where = results[turn], given[rank][turn], f"in rank {rank} of {WORLD}"
        if result.shape == total.shape:
            if not near(result, total) and near(result, own):
                raise Mistake(f"The result {where} is this rank's own values.", "Every rank is to get the sum of all.")
            if near(result * WORLD, total):
                raise Mistake(f"The result {where} is the sum, divided by the number of ranks.", "The sum is wanted.")
            if not near(result, total) and (ranks := summed(result, [one[turn] for one in given])):
                raise Mistake(
                    f"The result {where} is the sum of {ranks} alone.",
                    "Every rank is to get the sum of all.",
                    "Look at what has been received when the sum is taken, or sent on.",
                )
        check.same(result, total, f"The result {where}", atol=1e-4)
    return found


def summed(result, values):
    """Of which ranks' values this is the sum, in words; '' where of none."""
    for count in (1, 2):
        for ranks in combinations(range(WORLD), count):
            if near(result, sum(values[rank].double() for rank in ranks)):
                return check.failure.listed([f"rank {rank}" for rank in ranks])
    return ""


def near(one, other):
    return torch.allclose(one.double(), other.double(), atol=1e-4)


def test_sum(answer):
    """gives the sum to all of three ranks"""
    right(answer, 0)


def test_last_digit(answer):
    """gives all ranks the same sum, to the last digit"""
    found = right(answer, 1)
    for rank, (_, result) in enumerate(found):
        if not torch.equal(result, found[0][1]):
            off = (result - found[0][1]).abs().max().item()
            raise Mistake(
                f"The sums in rank 0 and rank {rank} differ by up to {check.number(off)}, in the last digit.",
                "A sum of floats depends on the order in which it is added up. Where each rank begins with its own "
                "values, each has another order, and models that should be equal drift apart.",
                "Look at the order in which each rank adds.",
            )
