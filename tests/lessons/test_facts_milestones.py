"""The milestones of the course: each is reached with its defaults and by what it says, whatever the seed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import torch
from own_course import MILESTONES

from tests.lessons.whole_lesson import WholeLesson
from tutor import live
from tutor.course.catalogue import load_course
from tutor.course.model import Lesson, Prose

SEEDS = range(10)
MOST_WORDS, WIDEST, MOST_LINES, WIDEST_CODE, LONGEST_TITLE = 120, 74, 18, 66, 28


def seeded(lesson: Lesson, seed: int, *changes: tuple[str, str]) -> dict[str, Any]:
    """Run all cells with another seed in place of 0, and with some of the text changed; what they defined."""
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in lesson.cells:
        source = cell.source.replace("torch.manual_seed(0)", f"torch.manual_seed({seed})")
        for before, after in changes:
            source = source.replace(before, after)
        exec(compile(source, f"{lesson.slug} cell {cell.number}", "exec"), names)
    return names


class Listening(live.Terminal):
    """Keeps what is reached, has these values of controls, and prints nothing."""

    def __init__(self, **controls: Any) -> None:
        super().__init__()
        self.results: list[str] = []
        self._set = controls

    def value(self, name: str) -> Any:
        return self._set.get(name, super().value(name))

    def reached(self, result: str) -> None:
        self.results.append(result)

    def _print(self, text: str) -> None:
        del text


@pytest.fixture
def listening() -> Any:
    """Has a script's words go to a `Listening` with these controls."""

    def listen(**controls: Any) -> Listening:
        stage = Listening(**controls)
        live.enter(stage)
        return stage

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield listen
    torch.set_num_threads(threads)
    live.enter(live.Terminal())


def test_these_are_the_milestones_of_the_course(lessons_root: Any) -> None:
    course = load_course(lessons_root)
    assert tuple(one.slug for one in course.milestones) == MILESTONES
    assert all(one.problems == () for one in course.milestones)


@pytest.mark.parametrize("slug", MILESTONES)
def test_they_are_short_and_fit_beside_the_list(slug: str, read: Callable[[str], Lesson]) -> None:
    lesson = read(slug)
    assert len(lesson.title) <= LONGEST_TITLE
    assert lesson.summary
    assert lesson.needs
    assert all(cell.title for cell in lesson.cells)
    for cell in lesson.cells:
        lines = cell.source.splitlines()
        assert len(lines) <= MOST_LINES, cell.title
        assert max(map(len, lines)) <= WIDEST_CODE, cell.title
    for block in (block for screen in lesson.screens for block in screen.blocks if isinstance(block, Prose)):
        assert len(block.text.split()) <= MOST_WORDS
        assert max(map(len, block.text.splitlines())) <= WIDEST


@pytest.mark.parametrize("slug", MILESTONES)
def test_each_is_reached_with_its_defaults_by_its_last_cell(slug: str, performed: Callable[..., Any]) -> None:
    run = performed(slug)
    *others, last = run.cells.values()
    assert last.reached
    assert not any(cell.reached for cell in others)


# ------------------------------------------------------------------------------------------- one gradient, three ways


@pytest.mark.parametrize("seed", SEEDS)
def test_three_gradients_agree_whatever_the_seed(seed: int, read: Callable[[str], Lesson], listening: Any) -> None:
    stage = listening()
    names = seeded(read("three_gradients"), seed)
    nudged, by_hand, by_autograd = names["ways"]
    for one in (nudged, by_hand):
        torch.testing.assert_close(one, by_autograd, rtol=1e-6, atol=1e-8)
    largest = max((a - b).abs().max().item() for a in names["ways"] for b in names["ways"])
    assert stage.results == [f"gradients agree to {largest:.1e}"]


def test_the_gradient_by_autograd_is_that_of_the_same_network_in_layers(
    read: Callable[[str], Lesson], listening: Any
) -> None:
    listening()
    names = seeded(read("three_gradients"), 0)
    p, x, y = names["p"], names["x"], names["y"]
    w, b, v, c = p.clone().split(names["cuts"])
    first, second = torch.nn.Linear(3, 8).double(), torch.nn.Linear(8, 1).double()
    with torch.no_grad():
        first.weight.copy_(w.view(3, 8).T)
        first.bias.copy_(b)
        second.weight.copy_(v[None])
        second.bias.copy_(c)
    torch.nn.functional.mse_loss(second(torch.tanh(first(x))), y).backward()
    gradients = [first.weight.grad.T, first.bias.grad, second.weight.grad, second.bias.grad]
    torch.testing.assert_close(torch.cat([one.flatten() for one in gradients]), names["ways"][2])


@pytest.mark.parametrize(
    "spoiled", [("(1 - h**2)", "(1 - h)"), ("2 * (h @ v", "(h @ v"), ("h: float = 1e-5", "h: float = 1")]
)
def test_a_gradient_that_is_wrong_does_not_reach_it(
    spoiled: tuple[str, str], read: Callable[[str], Lesson], listening: Any
) -> None:
    stage = listening()
    seeded(read("three_gradients"), 0, spoiled)
    assert stage.results == []


def test_in_float32_nudging_has_too_few_digits(read: Callable[[str], Lesson], listening: Any) -> None:
    stage = listening(numbers="float32")
    names = seeded(read("three_gradients"), 0)
    _, by_hand, by_autograd = names["ways"]
    torch.testing.assert_close(by_hand, by_autograd)
    assert stage.results == []


# ----------------------------------------------------------------------------------------- a network, backward by hand


@pytest.mark.parametrize("seed", SEEDS)
def test_the_backward_by_hand_is_autograds_whatever_the_seed(
    seed: int, read: Callable[[str], Lesson], listening: Any
) -> None:
    stage = listening()
    names = seeded(read("own_backprop"), seed)
    assert names["agrees"]
    for mine, theirs in zip(names["mine"], names["theirs"], strict=True):
        torch.testing.assert_close(mine, theirs, rtol=1e-9, atol=1e-13)
    (result,) = stage.results
    assert re.fullmatch(r"3 layers agree to \d\.\de[+-]\d\d", result)


@pytest.mark.parametrize("kind", ["tanh", "relu", "softplus"])
@pytest.mark.parametrize(("depth", "width"), [(1, 8), (6, 1), (4, 12)])
def test_every_width_depth_and_activation_reaches_it(
    kind: str, depth: int, width: int, read: Callable[[str], Lesson], listening: Any
) -> None:
    stage = listening(activation=kind, depth=depth, width=width)
    seeded(read("own_backprop"), 0)
    assert len(stage.results) == 1


@pytest.mark.parametrize(
    "spoiled", [("1 - torch.tanh(z) ** 2", "1 - torch.tanh(z)"), ("G.sum(dim=0)", "G.mean(dim=0)")]
)
def test_both_judges_notice_a_spoiled_slope(
    spoiled: tuple[str, str], read: Callable[[str], Lesson], listening: Any
) -> None:
    stage = listening()
    names = seeded(read("own_backprop"), 0, spoiled)
    assert not names["agrees"]
    assert names["apart"] > 1e-6
    assert stage.results == []


# --------------------------------------------------------------------------------------- a line through fresh data


@pytest.mark.parametrize("data_set", [seed + 1 for seed in SEEDS])
def test_below_the_limit_fresh_data_are_solved_and_above_it_they_are_not(
    data_set: int, read: Callable[[str], Lesson], listening: Any
) -> None:
    stage = listening(data_set=data_set)
    names = seeded(read("fresh_data"), 0)
    (result,) = stage.results
    a = names["A"]
    limit = 2 / torch.linalg.eigvalsh(2 * a.T @ a / 120).max().item()
    assert result == f"{names['first']} steps at {0.05 / limit:.0%} of 2/λmax"
    assert all(loss <= 1.01 * names["lowest"] for loss in names["losses"][names["first"] :])
    assert names["losses"][names["first"] - 1] > 1.01 * names["lowest"]
    for share, solved in ((0.9, True), (1.05, False)):
        stage = listening(data_set=data_set, learning_rate=share * limit)
        seeded(read("fresh_data"), 0)
        assert bool(stage.results) == solved, share


def test_too_small_a_rate_is_told_from_too_large_a_one(
    read: Callable[[str], Lesson], listening: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    for rate, words in ((0.001, "though below 2/λmax"), (1.0, "Above 2/λmax")):
        stage = listening(learning_rate=rate)
        seeded(read("fresh_data"), 0)
        assert stage.results == []
        assert words in capsys.readouterr().out


# ------------------------------------------------------------------------------------------ digits, by your own layers


@pytest.mark.long
@pytest.mark.parametrize("seed", SEEDS)
def test_97_percent_of_the_kept_out_digits_are_read_right_whatever_the_seed(
    seed: int, read: Callable[[str], Lesson], listening: Any
) -> None:
    stage = listening()
    names = seeded(read("own_digits"), seed)
    val = names["val"]
    with torch.no_grad():
        right = int((names["model"](val.x).argmax(dim=1) == val.t).sum())
    assert right >= 291
    assert stage.results == [f"{right / 300:.1%} of 300 kept-out digits"]


def test_no_image_is_in_two_parts_and_few_units_are_too_few(read: Callable[[str], Lesson], listening: Any) -> None:
    stage = listening(hidden_units=4)
    names = seeded(read("own_digits"), 0)
    places = torch.cat(names["parts"])
    assert sorted(places.tolist()) == list(range(1797))
    assert [len(part) for part in names["parts"]] == [1197, 300, 300]
    assert stage.results == []


# ------------------------------------------------------------------------------------------------------- new writers


@pytest.mark.long
@pytest.mark.parametrize("seed", SEEDS)
def test_91_percent_of_the_new_writers_digits_are_read_right_whatever_the_seed(
    seed: int, read: Callable[[str], Lesson], listening: Any
) -> None:
    stage = listening()
    names = seeded(read("new_writers"), seed)
    assert sorted([*names["known"].tolist(), *names["new"].tolist()]) == list(range(1797))
    assert names["count"] <= 20_000
    assert stage.results == [f"{names['share']:.1%} with {names['count']} numbers"]


class TestTheWholeMilestone(WholeLesson):
    @pytest.fixture(params=MILESTONES)
    def slug(self, request: pytest.FixtureRequest) -> str:
        return str(request.param)
