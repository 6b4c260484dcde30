"""A stream, read by one process and by several."""

from operator import index

import torch
from torch.utils.data import DataLoader

from tutor import check
from tutor.check import Mistake


def draw():
    start = int(torch.randint(-5, 20, ()))
    return start, start + 10 + int(torch.randint(6, ()))


def whole(numbers, start, stop):
    """The numbers as ints, in order; none is a fraction or lies outside."""
    for one in numbers:
        if not hasattr(one, "__index__") or (isinstance(one, torch.Tensor) and one.is_floating_point()):
            raise Mistake(f"The stream gives {one!r}, a {type(one).__name__}.", "Its numbers are whole.")
    found = sorted(index(one) for one in numbers)
    for one in found:
        if not start <= one < stop:
            first, end, last = map(check.number, (start, stop, stop - 1))
            raise Mistake(
                f"A stream from {first} to {end} gives {check.number(one)}.",
                f"Its first number is start, {first}, and its last is stop − 1, {last}.",
                "Look at where the range begins and ends.",
            )
    return found


def test_alone(answer):
    """gives all numbers where there are no workers"""
    start, stop = draw()
    found = answer.Stream(start, stop).__iter__()
    if found is None:
        raise Mistake("__iter__ returns None.", "It gives an iterator: iter(…), or yield in its body.")
    if not hasattr(found, "__next__"):
        raise Mistake(
            f"__iter__ returns a {type(found).__name__}, which is no iterator.",
            "An iterator gives its numbers one by one: iter(…) makes one, and so does yield in the body.",
        )
    check.same(whole(list(found), start, stop), list(range(start, stop)), "The numbers without workers")


def test_each_once(answer):
    """gives each number to one worker"""
    start, stop = draw()
    for count in (2, 3, 4):
        parts = [whole(part, start, stop) for part in check.as_workers(answer.Stream(start, stop), count)]
        everything = sorted(number for part in parts for number in part)
        if all(sorted(part) == list(range(start, stop)) for part in parts):
            raise Mistake(
                f"Each of {count} workers reads all numbers.",
                "So a loader gives each of them as often as there are workers.",
                "Look at get_worker_info(), in __iter__.",
            )
        missing = [number for number in range(start, stop) if number not in everything]
        if missing:
            rest = (stop - start) % count
            raise Mistake(
                f"With {count} workers, from {start} to {stop - 1}, nobody reads {missing[0]}"
                f"{f' and {len(missing) - 1} more' if missing[1:] else ''}.",
                f"{stop - start} numbers do not divide evenly among {count} workers. The rest is to be read, too."
                if len(missing) == rest
                else "The parts together are all numbers, wherever they start.",
            )
        twice = [number for number in set(everything) if everything.count(number) > 1]
        if twice:
            raise Mistake(f"With {count} workers, {min(twice)} is read by more than one of them.")
        check.same(everything, list(range(start, stop)), f"The numbers of {count} workers together")


def test_evenly(answer):
    """shares evenly"""
    for count, (start, stop) in ((2, draw()), (3, draw()), (4, (0, 5)), (4, (3, 5)), (3, (2, 2))):
        parts = check.as_workers(answer.Stream(start, stop), count)
        check.same(sorted(int(n) for part in parts for n in part), list(range(start, stop)), "The numbers together")
        sizes = [len(part) for part in parts]
        if max(sizes) - min(sizes) > 1:
            raise Mistake(
                f"Of {stop - start} numbers, {count} workers read {', '.join(map(str, sizes))}.",
                "The slowest decides how long an epoch takes; the sizes should differ by one at most.",
            )


def test_again(answer):
    """can be gone through again"""
    start, stop = draw()
    stream = answer.Stream(start, stop)
    loader = DataLoader(stream, batch_size=4)
    for epoch in (1, 2):
        found = torch.cat([torch.as_tensor(batch) for batch in loader] or [torch.tensor([])]).long()
        check.same(found.sort().values, torch.arange(start, stop), f"The numbers of epoch {epoch}")
    worker = [len(part) for part in check.as_workers(stream, 2)]
    check.same(sum(worker), stop - start, "How many numbers two workers read after that")
    for count in (2, 3):
        parts = check.as_workers(answer.Stream(start, stop), count, epoch=3)
        if sorted(int(one) for part in parts for one in part) != list(range(start, stop)):
            raise Mistake(
                f"In the third epoch {count} workers read {', '.join(str(len(part)) for part in parts)} of the "
                f"{stop - start} numbers, and not each once.",
                "A loader with persistent_workers=True keeps its workers, and each its copy of the data set, from one "
                "epoch to the next.",
                "Look at whether __iter__ changes what the data set remembers.",
            )
