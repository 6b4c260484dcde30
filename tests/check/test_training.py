"""A training that is judged: measured on what it did not see, within budgets, and followed meanwhile."""

import subprocess
import sys
import warnings

import numpy as np
import pytest
import torch
from torch import nn

from tutor import check
from tutor.check.training import FOLLOWERS, TimedTraining

GOAL = check.Goal(right=0.9, seconds=5.0, parameters=100)
IMAGES, LABELS = torch.arange(10).repeat(4)[:, None], torch.arange(10).repeat(4)


class Fixed(nn.Module):
    """Reads its input as the class that it is, or not at all."""

    def __init__(self, *, right: bool = True) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.tensor(5.0))
        self.drop = nn.Dropout(0.5)
        self.register_buffer("table", torch.eye(10) if right else torch.eye(10).roll(1, 0))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self.drop(self.scale * self.table[x[:, 0]])
        return logits


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[check.Trial]:
    trials: list[check.Trial] = []
    monkeypatch.setattr(FOLLOWERS, "tell", trials.append)
    return trials


def test_each_look_is_measured_and_told_and_the_end_too(told: list[check.Trial]) -> None:
    def train(images, labels, look):
        assert images is IMAGES
        assert labels is LABELS
        left = [look(Fixed(right=False)), look(Fixed())]
        assert 0 < left[1] <= left[0] <= GOAL.seconds
        return Fixed()

    training = TimedTraining(GOAL, IMAGES, LABELS)
    training.run(train, IMAGES, LABELS)
    assert [one.right for one in told] == [(0.0,), (0.0, 1.0), (0.0, 1.0, 1.0)]
    assert list(told[-1].seconds) == sorted(told[-1].seconds)
    assert told[-1] == training.trial
    assert training.trial.parameters == 1 + 100


def test_a_look_leaves_model_and_random_numbers_as_they_are() -> None:
    drawn = []

    def train(images, labels, look):
        del images, labels
        model = Fixed()
        model.drop.eval()
        look(model)
        assert model.training
        assert not model.drop.training
        drawn.append(torch.rand(()).item())
        return model

    torch.manual_seed(3)
    expected = torch.rand(()).item()
    torch.manual_seed(3)
    TimedTraining(GOAL, IMAGES, LABELS).run(train, IMAGES, LABELS)
    assert drawn == [expected]


def test_waiting_takes_none_of_the_seconds_and_computing_does() -> None:
    training = TimedTraining(check.Goal(0.9, 0.05, 200), IMAGES, LABELS)
    with pytest.raises(check.Mistake, match="was still training"):
        training.run(busy, IMAGES, LABELS)
    waiting = TimedTraining(check.Goal(0.9, 0.05, 200), IMAGES, LABELS)
    waiting.run(idle, IMAGES, LABELS)
    assert waiting.used < 0.05 <= training.used


def idle(*_: object) -> nn.Module:
    """Waits for another program, which computes."""
    subprocess.run([sys.executable, "-S", "-c", "sum(range(5_000_000))"], check=True)
    return Fixed()


def busy(*_: object) -> nn.Module:
    """Computes on, and will not be stopped by what ordinary programs catch."""
    while True:
        try:
            sum(range(1000))
        except Exception as error:
            raise AssertionError from error


def test_nothing_of_the_clock_is_left_behind() -> None:
    import signal

    before = signal.getsignal(signal.SIGPROF), torch.get_num_threads()
    with pytest.raises(ZeroDivisionError):
        TimedTraining(GOAL, IMAGES, LABELS).run(lambda *_: 1 / 0, IMAGES, LABELS)
    assert (signal.getsignal(signal.SIGPROF), torch.get_num_threads()) == before
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (None, "train returns None"),
        ((Fixed(), 0.5), "a tuple of 2 things"),
        (Fixed, "the class Fixed itself"),
        (torch.ones(3), "a tensor of shape"),
        (nn.Flatten(), "dtype"),
        (nn.Sequential(Fixed(), nn.Softmax(1)), "probabilities"),
        (nn.Sequential(Fixed(), nn.Linear(10, 3)), r"the shape \(40, 3\)"),
    ],
)
def test_what_is_no_model_of_logits_is_named(result: object, words: str) -> None:
    with pytest.raises(check.Mistake, match=words):
        TimedTraining(GOAL, IMAGES[:, [0] * 10] if isinstance(result, nn.Flatten) else IMAGES, LABELS).run(
            lambda *_: result, IMAGES, LABELS
        )


def test_a_model_that_cannot_read_images_as_they_are_is_told_so_and_left_as_it_was() -> None:
    model = nn.Sequential(nn.Linear(1, 10), nn.Dropout(0.5)).train()
    with pytest.raises(check.Mistake, match=r"as they are, int64 of shape \(40, 1\), the model stopped with Runtime"):
        check.share_right(model, IMAGES, LABELS)
    assert model.training


def test_log_probabilities_are_logits_and_class_numbers_are_not() -> None:
    check.gives_logits(torch.randn(4, 10).log_softmax(1), 4)
    with pytest.raises(check.Mistake, match="argmax"):
        check.gives_logits(torch.tensor([1, 2, 3, 4]), 4)
    with pytest.raises(check.Mistake, match="diverged"):
        check.gives_logits(torch.full((4, 10), torch.nan), 4)


def test_shared_parameters_count_once_and_attributes_count() -> None:
    first = nn.Linear(3, 3)
    model = nn.Sequential(first, first)
    model.table = torch.ones(7)
    assert check.kept_numbers(model) == 12 + 7


def test_what_is_kept_in_lists_and_arrays_and_around_forward_counts() -> None:
    images = torch.ones(100)

    class Near(nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return x + images.sum()

    assert check.kept_numbers(Near()) == 100
    model = nn.Linear(3, 3)
    seen: list[object] = [{"x": torch.ones(7)}, (np.ones((2, 5)), model.weight)]
    seen.append(seen)
    vars(model)["seen"] = seen
    assert check.kept_numbers(model) == 12 + 7 + 10


def test_of_a_scripted_model_the_parameters_count() -> None:
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        model = torch.jit.trace(nn.Linear(3, 3), torch.ones(1, 3))
    assert check.kept_numbers(model) == 12


def test_a_budget_that_threads_used_up_is_said_to_be_so() -> None:
    def train(images, labels, look):
        del images, labels, look
        torch.set_num_threads(2)
        return Fixed()

    with pytest.raises(check.Mistake, match="2 threads"):
        TimedTraining(check.Goal(right=0.9, seconds=0.0, parameters=100), IMAGES, LABELS).run(train, IMAGES, LABELS)


def test_of_one_image_a_wrong_shape_is_named_in_the_singular() -> None:
    with pytest.raises(check.Mistake, match=r"\(10,\) for 1 image\."):
        check.gives_logits(torch.ones(10), 1)


def test_of_many_measurements_some_are_kept() -> None:
    def train(images, labels, look):
        del images, labels
        for _ in range(500):
            look(Fixed())
        return Fixed()

    training = TimedTraining(GOAL, IMAGES[:10], LABELS[:10])
    training.run(train, IMAGES, LABELS)
    assert len(training.trial.right) == len(training.trial.seconds) <= 200


def test_a_file_that_is_opened_meanwhile_is_known() -> None:
    with check.FileWatch() as opened:
        live_digits()
    live_digits()
    assert len([name for name in opened.names if name.endswith("digits.npz")]) == 1


def live_digits() -> None:
    from tutor import live

    live.digits()
