"""A split by writers, whose numbers are any and whose rows lie anywhere."""

import torch

from tutor import check
from tutor.check import Mistake


def draw(count=8):
    """Rows by so many writers: between 2 and 6 each, mixed."""
    names = (torch.randperm(90)[:count] - 30) * 7
    rows = names.repeat_interleave(torch.randint(2, 7, (count,)))
    return rows[torch.randperm(len(rows))]


def parts(result, rows):
    if not isinstance(result, tuple | list) or len(result) != 2:
        what = "None" if result is None else f"a {type(result).__name__}"
        raise Mistake(
            f"split returns {what}, and it should return two tensors of indices.",
            "A function that ends without a return statement gives None." if result is None else "",
        )
    for name, part in zip(("training", "test"), result, strict=True):
        if not isinstance(part, torch.Tensor):
            raise Mistake(f"The {name} indices are a {type(part).__name__}, and they should be a tensor.")
        if part.dtype is torch.bool:
            raise Mistake(f"The {name} part is a mask.", "Asked for are the places where it is true: nonzero().")
        if part.dim() == 0:
            raise Mistake(
                f"The {name} indices have no dimension, where that part has a single row.",
                "squeeze() without a dimension takes out every dimension of size 1.",
            )
        if part.dim() != 1 or part.dtype != torch.int64:
            raise Mistake(
                f"The {name} indices have the shape {tuple(part.shape)} and the dtype {part.dtype}.",
                "They should have one dimension, and the dtype torch.int64.",
            )
        if len(part) and not (int(part.min()) >= 0 and int(part.max()) < rows):
            raise Mistake(
                f"Among the {name} indices are some that no row has.",
                "What is asked for are the places of rows, not the numbers of writers.",
            )
    return result


def test_each_once(answer):
    """gives each row to one part, and to one only"""
    writers = draw()
    train, test = parts(answer.split(writers.clone(), 3), len(writers))
    both = torch.cat([train, test])
    if len(both.unique()) < len(both):
        raise Mistake("A row is given twice.", "Each row is in one of the parts, once.")
    if len(both) < len(writers):
        raise Mistake(f"{len(writers) - len(both)} of {len(writers)} rows are in no part.", "None is to be lost.")


def test_whole_writers(answer):
    """keeps all rows of a writer on one side"""
    writers = draw()
    train, test = parts(answer.split(writers.clone(), 3), len(writers))
    on_both = set(writers[train].tolist()) & set(writers[test].tolist())
    if on_both:
        raise Mistake(
            f"Rows of {check.counted(len(on_both), 'writer')} of {len(writers.unique())} lie on both sides.",
            "A model can know a hand from training, and its score on the test part says nothing about new writers.",
            "Draw writers, and not rows.",
        )


def test_count(answer):
    """has as many writers in the test part as were asked for"""
    for count, k in ((8, 3), (5, 1), (6, 5), (4, 0), (3, 3)):
        writers = draw(count)
        train, test = parts(answer.split(writers.clone(), k), len(writers))
        found = len(writers[test].unique())
        if found != k and len(writers[train].unique()) == k:
            raise Mistake(f"The training part has {k} writers.", "That is for the test part, and it comes second.")
        if found != k:
            name = writers.max().item()
            raise Mistake(
                f"The test part has {check.counted(found, 'writer')} of {count}, and should have {k}.",
                f"A writer has several rows, and any number: one of these is {check.number(name)}."
                if found < k
                else "",
                "Draw from the different numbers in writers." if found < k else "",
            )


def test_random(answer):
    """draws them at random, each as likely as any other"""
    writers = draw(10)
    names = writers.unique().tolist()
    drawn = [set(writers[parts(answer.split(writers.clone(), 3), len(writers))[1]].tolist()) for _ in range(60)]
    if all(one == drawn[0] for one in drawn):
        raise Mistake(
            "Sixty calls chose the same writers.",
            "The first ones in the file may be special, and a fixed seed gives one draw only.",
        )
    never = [name for name in names if not any(name in one for one in drawn)]
    if never:
        raise Mistake(
            f"In sixty calls {check.counted(len(never), 'writer')} of 10 never came into the test part.",
            "Each should be as likely as any other.",
        )
    ways = len({frozenset(one) for one in drawn})
    if ways <= 15:
        raise Mistake(
            f"In sixty calls there were only {ways} different test parts.",
            "Of 10 writers, 3 can be drawn in 120 ways, each as likely as any other.",
            "Look at whether writers come into the test part together with those beside them.",
        )


def test_prolific(answer):
    """gives a writer of many rows no better chance"""
    names = torch.randperm(90)[:5]
    rows = names.repeat_interleave(torch.tensor([100, 2, 2, 2, 2]))
    writers = rows[torch.randperm(len(rows))]
    tests = [parts(answer.split(writers.clone(), 1), len(writers))[1] for _ in range(60)]
    often = sum(int(names[0]) in writers[test] for test in tests)
    if often > 32:
        raise Mistake(
            f"One of 5 writers has 100 of the 108 rows, and was drawn in {often} of 60 calls.",
            "Where rows are drawn, whoever wrote more of them comes first. It should be about 12.",
            "Draw from the different numbers.",
        )


def test_source(answer):
    """draws from torch's random numbers"""
    writers = draw(10)
    for _ in range(4):
        state = torch.get_rng_state()
        one, other = [], []
        for drawn in (one, other):
            torch.set_rng_state(state)
            _, test = parts(answer.split(writers.clone(), 3), len(writers))
            drawn += writers[test].unique().tolist()
        if one != other:
            raise Mistake(
                "From the same state of torch's random numbers, two calls drew different writers.",
                "So they come from elsewhere, and torch.manual_seed would not repeat an experiment.",
                "Look at torch.randperm.",
            )


def test_given_numbers(answer):
    """does so whatever the numbers of the writers, and of their rows"""
    given = ([5, 5, -1, 5, 1000, -1], [0, 0, 0], [7, 3], [0, 1, 2, 3, 4, 5] * 2, [7, 3, 9])
    for writers in map(torch.tensor, given):
        train, test = parts(answer.split(writers.clone(), 1), len(writers))
        check.same(torch.cat([train, test]).sort().values, torch.arange(len(writers)), "The rows of both parts")
        check.same(len(writers[test].unique()), 1, "The number of writers in the test part")
