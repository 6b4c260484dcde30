"""The dtype of a sum: predicted by the answer, then made by torch."""

import itertools
import sys

import torch

from tutor import check
from tutor.check import Mistake

DTYPES = (
    torch.bool, torch.uint8, torch.int16, torch.int32, torch.int64, torch.float16, torch.float32, torch.float64,
)  # fmt: skip
INTEGERS, FLOATS = DTYPES[1:5], DTYPES[5:]
ALLOWED = {"finfo", "iinfo"}


def some_shape():
    return tuple(int(length) for length in torch.randint(1, 4, (int(torch.randint(1, 4, ())),)))


def kind(dtype):
    return 0 if dtype == torch.bool else 2 if dtype.is_floating_point else 1


def judge(answer, one, other, why):
    """Raise unless the dtype that was foretold is what comes out, whichever of the two comes first."""
    for a, b in ((one, other), (other, one)):
        made = (torch.ones(a[1], dtype=a[0]) + torch.ones(b[1], dtype=b[0])).dtype
        said = answer.foretell(a, b)
        case = f"For {a[0]} of shape {a[1]} and {b[0]} of shape {b[1]}"
        if not isinstance(said, torch.dtype):
            end = "A function that ends without a return statement gives None." if said is None else ""
            raise Mistake(f"{case} foretell returns {said!r}, and it should return a dtype, {made}.", end)
        if said != made:
            raise Mistake(f"{case} you predict {said}; their sum has the dtype {made}.", why)


def test_equal(answer):
    """knows that equal dtypes stay as they are"""
    for dtype in DTYPES:
        judge(answer, (dtype, (2, 3)), (dtype, (3,)), "Where both are the same, that is the dtype of the sum.")


def test_size(answer):
    """takes the larger within a kind"""
    for group in (INTEGERS, FLOATS):
        for a, b in itertools.combinations(group, 2):
            judge(answer, (a, some_shape()[:1]), (b, (1,)), "Both are of one kind, so the larger one wins.")


def test_kind(answer):
    """lets the later kind win"""
    for a, b in itertools.combinations(DTYPES, 2):
        if kind(a) != kind(b):
            means = "The later kind wins, in the size that it came with."
            if b.itemsize < a.itemsize:
                means += f" It does not matter that {a} has more bytes."
            elif kind(b) == 2:
                means += " NumPy would go to a larger float, for the integer's sake; PyTorch does not."
            judge(answer, (a, (3,)), (b, (2, 3)), means)


def test_single(answer):
    """lets a tensor of shape () change the kind, not the size"""
    for large, single in itertools.product(DTYPES, DTYPES):
        if kind(single) > kind(large):
            why = "The one of shape () is of a later kind, so it wins as any other would."
        elif kind(single) < kind(large):
            why = "The one of shape () is of an earlier kind, so it does not count."
        else:
            why = "Both are of one kind, and the one of shape () does not change the size within a kind."
        judge(answer, (large, some_shape()), (single, ()), why)


def test_two_singles(answer):
    """treats two tensors of shape () as any two"""
    for a, b in itertools.combinations(DTYPES, 2):
        judge(answer, (a, ()), (b, ()), "Neither has dimensions, so the usual rule holds.")


def test_one_number_long(answer):
    """knows that (1,) and (0,) are not ()"""
    for shape in ((1,), (0,), (1, 1)):
        judge(
            answer,
            (torch.float32, (1,)),
            (torch.float64, shape),
            f"A tensor of shape {shape} has a dimension. Only (), without any, is treated in its own way.",
        )
        judge(answer, (torch.int16, shape), (torch.int64, shape), f"{shape} is not ().")


def test_by_itself(answer):
    """says it from dtypes and shapes alone"""
    found = []

    def look(frame, event, called):
        if event == "c_call" and frame.f_code.co_filename == answer.__file__:
            owner = getattr(called, "__module__", None) or type(getattr(called, "__self__", None)).__module__
            library = {"torch": "torch", "numpy": "NumPy"}.get(owner.partition(".")[0])
            if library is not None and called.__name__ not in ALLOWED:
                found.append((library, called.__name__))

    before = sys.getprofile()
    with check.recorded() as record:
        sys.setprofile(look)
        try:
            for shape in ((2,), ()):
                answer.foretell((torch.int64, (2,)), (torch.float32, shape))
                answer.foretell((torch.float32, (2,)), (torch.float64, shape))
        finally:
            sys.setprofile(before)
    if record.calls:
        found.append(("torch", record.calls[0].name))
    if found:
        library, name = found[0]
        raise Mistake(
            f"foretell called {library} ({name}).",
            "It should say beforehand what torch will do, from the dtypes and the shapes alone.",
            "Write the rule in plain Python.",
        )
