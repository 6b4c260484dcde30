"""A training run with a break, against the same one without."""

import copy
import pickle
import re
import shutil
import tempfile
import warnings
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from tutor import check
from tutor.check import Mistake, number

ADAM = torch.optim.Adam


def momentum(params, lr):
    return torch.optim.SGD(params, lr=lr, momentum=0.9)


class Run:
    """A model, its optimizer and its generator, which trains in batches drawn by that generator."""

    def __init__(self, make=ADAM, seed=None):
        self.model = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2))
        self.optimizer = make(self.model.parameters(), lr=0.05)
        self.generator = torch.Generator().manual_seed(int(torch.randint(10**6, ())) if seed is None else seed)

    @property
    def parts(self):
        return self.model, self.optimizer, self.generator

    def train(self, data, epochs):
        x, y = data
        for _ in range(epochs):
            for batch in torch.randperm(len(x), generator=self.generator).split(4):
                self.optimizer.zero_grad()
                F.mse_loss(self.model(x[batch]), y[batch]).backward()
                self.optimizer.step()
        return self

    def twin(self, make):
        """A run that goes on from here without a break."""
        run = Run(make)
        run.model.load_state_dict(self.model.state_dict())
        run.optimizer.load_state_dict(copy.deepcopy(self.optimizer.state_dict()))
        run.generator.set_state(self.generator.get_state())
        return run


def draw():
    return torch.randn(8, 3), torch.randn(8, 2)


@contextmanager
def folder():
    with tempfile.TemporaryDirectory() as place:
        yield Path(place)


def saved(answer, path, run, epoch):
    """Save a run; raise where there is no file afterwards."""
    answer.save(path, *run.parts, epoch)
    if not path.is_file() or path.stat().st_size == 0:
        raise Mistake(
            "After save there is no file at the path that it was given, or an empty one.",
            "Another process finds nothing that it could go on from.",
            "Look at the path that the file is written to.",
        )


def apart(one, other):
    """How far the parameters and buffers of two models are from each other; inf where there is a nan."""
    pairs = zip(one.state_dict().values(), other.state_dict().values(), strict=True)
    off = max((a.double() - b.double()).abs().max().item() for a, b in pairs)
    return off if off >= 0 else float("inf")


@cache
def gone_on(answer, make=ADAM):
    """Train 3 epochs, save, resume in new ones: what was resumed, what it should be, data, what resume returned.

    Several checks look at one such run. The last that does trains on.
    """
    data, first = draw(), Run(make).train(draw(), 1)
    first.train(data, 2)
    for group in first.optimizer.param_groups:
        group["lr"] = 0.02  # as a schedule would
    reference = first.twin(make)
    with folder() as place:
        saved(answer, place / "run.pt", first, 3)
        first.train(data, 1)  # whatever becomes of the old ones
        new = Run(make)
        result = answer.resume(place / "run.pt", *new.parts)
    return new, reference, data, result


def test_file(answer):
    """writes a file"""
    with folder() as place:
        saved(answer, place / "run.pt", Run().train(draw(), 1), 1)


def test_weights_only(answer):
    """is read with weights_only=True"""
    with folder() as place:
        saved(answer, place / "run.pt", Run().train(draw(), 1), 1)
        try:
            with warnings.catch_warnings():  # of a file that something else wrote
                warnings.simplefilter("ignore")
                torch.load(place / "run.pt", weights_only=True)
        except (pickle.UnpicklingError, RuntimeError, EOFError, ValueError) as error:
            met = re.search(r"GLOBAL (\S+)", str(error))
            raise Mistake(
                f"torch.load(path, weights_only=True) cannot read the file: {type(error).__name__}"
                + (f", as {met[1]} is in it." if met else "."),
                "It reads what torch.save wrote, and of that only tensors, numbers, texts, lists and dicts. A model, "
                "an optimizer, a generator, a path or an array of NumPy is an object of another class.",
                "Look at what each of them gives in place of itself.",
            ) from error


def test_model(answer):
    """brings back parameters and buffers"""
    new, reference, _, _ = gone_on(answer)
    for (name, one), other in zip(new.model.state_dict().items(), reference.model.state_dict().values(), strict=True):
        if not torch.equal(one, other):
            buffer = name in dict(new.model.named_buffers())
            raise Mistake(
                f"After resume {name} of the new model is not what it was at the time of save.",
                "A layer may remember more than parameters: batch normalization keeps running means in buffers."
                if buffer
                else "What load_state_dict is given goes into the model, to the last bit; a name such as model = … "
                "inside of resume does not.",
            )


def test_generator(answer):
    """goes on in the same order"""
    new, reference, _, _ = gone_on(answer)
    if torch.equal(new.generator.get_state(), reference.generator.get_state()):
        return
    wanted = torch.randperm(6, generator=reference.generator).tolist()
    begun = torch.Generator().manual_seed(reference.generator.initial_seed())
    means = "The data come in another order, and lead to other weights."
    if torch.equal(new.generator.get_state(), begun.get_state()):
        means = "It begins anew with its seed: the order of the first epoch comes again."
    raise Mistake(
        f"After resume the generator goes on with {torch.randperm(6, generator=new.generator).tolist()}, and without a "
        f"break it would have been {wanted}.",
        means,
        "Look at how a generator says where in its sequence it is. It is the one that is handed over, and not torch's "
        "own.",
    )


def test_epoch(answer):
    """returns how many epochs are done"""
    _, _, _, result = gone_on(answer)
    if isinstance(result, torch.Tensor) and result.numel() == 1:
        result = result.item()
    if type(result) is int and result in (2, 4):
        raise Mistake(f"save was given 3 as epoch, and resume returns {result}.", "It is the number of epochs done.")
    check.same(result, 3, "What resume returns")


def goes_on(answer, make, kind):
    new, reference, data, _ = gone_on(answer, make)
    start = copy.deepcopy(new.model)
    try:
        new.train(data, 2)
    except (KeyError, AttributeError, RuntimeError) as error:
        raise Mistake(
            f"After resume the new optimizer cannot make a step: {type(error).__name__}.",
            "Its state was put there in a form that it does not know.",
            "Look at load_state_dict() of the optimizer.",
        ) from error
    reference.train(data, 2)
    off = apart(new.model, reference.model)
    if off <= 1e-6:
        return
    if all(torch.equal(*pair) for pair in zip(new.model.parameters(), start.parameters(), strict=True)):
        raise Mistake(
            "After resume two epochs leave the new model as it is.",
            "The optimizer steps the tensors it was made with, and they are no longer the model's parameters.",
        )
    raise Mistake(
        f"Two epochs after resume, with {kind}, the weights are off by up to {number(off)} from those without a break.",
        "Model and order of the data are right. The optimizer goes on without its state: its running means begin at "
        "zero, or its options, such as the rate, are those of the beginning.",
        "Look at what an optimizer's own state_dict() holds.",
    )


def test_adam(answer):
    """goes on with Adam as if there had been no break"""
    goes_on(answer, ADAM, "Adam")


def test_momentum(answer):
    """goes on with momentum as if there had been no break"""
    goes_on(answer, momentum, "momentum")


def test_file_alone(answer):
    """needs nothing but the file"""
    data = draw()
    early, late = Run().train(data, 1), Run().train(data, 2)
    reference = early.twin(ADAM)
    with folder() as place:
        (place / "there").mkdir()
        saved(answer, place / "early.pt", early, 1)
        shutil.move(place / "early.pt", place / "there" / "moved.pt")
        saved(answer, place / "late.pt", late, 2)
        new = Run()
        try:
            epoch = answer.resume(place / "there" / "moved.pt", *new.parts)
        except (OSError, LookupError, NameError, TypeError) as error:
            raise Mistake(
                f"A checkpoint was moved, and resume stops: {type(error).__name__}.",
                "All of it belongs into the one file at the path. Another file, or what a name outside of the functions"
                " holds, is not there in another process.",
            ) from error
    new.train(data, 1)
    reference.train(data, 1)
    if epoch != 1 or not apart(new.model, reference.model) <= 1e-6:
        raise Mistake(
            "Two runs were saved in two files, the first was moved and resumed, and it does not go on where it was.",
            "What is kept outside of the file is gone in another process, or is that of another run.",
            "Look at names outside of the functions.",
        )


def test_saving_changes_nothing(answer):
    """leaves the run that is saved as it was"""
    data = draw()
    run = Run().train(data, 1)
    reference = run.twin(ADAM)
    with folder() as place:
        saved(answer, place / "run.pt", run, 1)
        run.train(data, 1)
    reference.train(data, 1)
    if not apart(run.model, reference.model) <= 1e-6:
        raise Mistake("The run that was saved was trained on, and goes elsewhere than it would have without save.")
