"""A sampler for ranks: what all ranks together get of a data set, each with a random state of its own."""

import torch

from tutor import check
from tutor.check import Mistake


def shard(sampler, rank):
    """The indices of one epoch, drawn with a random state of the rank's own."""
    before = torch.get_rng_state()
    try:
        torch.manual_seed(1000 + rank)
        own = torch.get_rng_state()
        given = sampler.__iter__()
        if not hasattr(given, "__next__"):
            raise Mistake(
                f"__iter__ returns {check.a(type(given).__name__)}, and that is no iterator.",
                "for asks what __iter__ returns for one index after the other, by next().",
                "iter(...) makes an iterator of a list; or use yield.",
            )
        found = [int(index) for index in given]
        if not torch.equal(torch.get_rng_state(), own):
            raise Mistake(
                "To go through the sampler changed torch's random state.",
                "In a real training each rank has another state, so that each would draw another order; and dropout "
                "after it would draw other numbers.",
                "Look for what draws without a generator of its own, or seeds torch as a whole.",
            )
        return found
    finally:
        torch.set_rng_state(before)


def shards(answer, length, world, epoch=None, seed=0):
    found = []
    for rank in range(world):
        sampler = answer.RankSampler(length, world, rank, seed)
        if epoch is not None:
            sampler.set_epoch(epoch)
        found.append(shard(sampler, rank))
    return found


def test_same_number(answer):
    """gives all ranks the same number of rows"""
    for length, world in ((12, 3), (10, 4), (7, 1), (2, 5)):
        found = shards(answer, length, world)
        wanted = -(-length // world)
        what = f"Of {length} rows, for {check.counted(world, 'rank')},"
        for rank, rows in enumerate(found):
            if world > 1 and len(rows) == length > wanted:
                raise Mistake(f"{what} rank {rank} gets every row.", "Each rank is to get its own part alone.")
        if len({len(rows) for rows in found}) > 1:
            few = world > 2 * length
            raise Mistake(
                f"{what} the ranks get {check.failure.listed([str(len(rows)) for rows in found])}, and not the same "
                "number.",
                "A rank with a batch more than the others would wait for them in its all-reduce.",
                "Here a row comes more than twice: the order has to be repeated as often as it takes." * few,
            )
        if len(found[0]) < wanted:
            raise Mistake(
                f"{what} each gets {len(found[0])}, so some rows are missing.",
                f"{wanted} for each are enough for all, when some come once more.",
            )
        if len(found[0]) != wanted:
            raise Mistake(f"{what} each gets {len(found[0])} rows, and {wanted} are enough for all.")
        length_said = len(answer.RankSampler(length, world, world - 1))
        if length_said != wanted:
            raise Mistake(f"{what} len(sampler) is {length_said}, and each rank has {wanted}.")


def test_every_row(answer):
    """deals out every row, and none twice where it divides evenly"""
    for length, world in ((12, 3), (20, 2), (10, 4), (2, 5)):
        found = shards(answer, length, world, epoch=3)
        flat = [row for rows in found for row in rows]
        outside = sorted({row for row in flat if not 0 <= row < length})
        if outside:
            raise Mistake(f"For {length} rows the index {outside[0]} came, which there is not.")
        missing = sorted(set(range(length)) - set(flat))
        most = max(map(flat.count, range(length)))
        if not missing and most > -(-len(flat) // length):
            often = max(range(length), key=flat.count)
            raise Mistake(
                f"Of {length} rows, for {world} ranks, row {often} came {most} times, and others once.",
                "Rows that come once more are to be different ones, such as the first of the order.",
                "Look at what the order is filled up with.",
            )
        if missing:
            raise Mistake(
                f"Of {length} rows, for {world} ranks, row {missing[0]} came in no rank.",
                "The parts fit together only where all ranks cut the same order: a rank whose order is another takes "
                "rows that another rank has, too.",
                "Look at what the order of a rank depends on.",
            )


def test_shuffles(answer):
    """shuffles anew in each epoch, and alike for the same one"""
    orders = [shards(answer, 40, 2, epoch) for epoch in (None, 0, 1, 2)]
    first, zero, one, two = orders
    if any(rows == sorted(rows) for rows in first):
        raise Mistake("The rows of a rank come in order: 0, 2, 4 …", "They are to be shuffled.")
    if first != zero:
        raise Mistake("Before set_epoch the order is another than after set_epoch(0).", "The first epoch is epoch 0.")
    if one == zero or two == one:
        raise Mistake(
            "After set_epoch with another number the order is the same.",
            "Each epoch would have the same batches in the same order.",
            "Look at what the generator is seeded with.",
        )
    if sorted(one[0]) == sorted(zero[0]) == sorted(two[0]):
        raise Mistake(
            "Rank 0 gets the same rows in each epoch, in another order.",
            "The same rows would be together in a rank for ever. All rows are to be shuffled, and dealt out then.",
            "Look at what is shuffled: the order of all rows, or the part of one rank.",
        )
    sampler = answer.RankSampler(40, 2, 1)
    for epoch in (1, 0, 1):
        sampler.set_epoch(epoch)
        for _ in range(2):
            if shard(sampler, 1) != orders[epoch + 1][1]:
                raise Mistake(
                    f"Epoch {epoch}, asked for again, has another order.",
                    "A run that resumes at an epoch could not repeat it. The order depends on seed and epoch alone.",
                )
    if shards(answer, 40, 2, 1, seed=5) == one:
        raise Mistake("With another seed the order is the same.", "It depends on seed and epoch, both of them.")
