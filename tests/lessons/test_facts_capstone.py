"""What the lesson on the capstone says of writers, budgets and tables, and that honest programs reach its goal."""

import importlib.util
import statistics
from pathlib import Path

import pytest
import torch

from tests.lessons.whole_lesson import WholeLesson
from tutor import check, live

FOLDER = Path(__file__).parents[2] / "lessons" / "capstone" / "whole_program"
ANSWERS = [FOLDER / "solution.py", *sorted((FOLDER / "right").glob("*.py"))]
KNOWN = 1437


@pytest.fixture(scope="module")
def run(performed):
    return performed("capstone")


@pytest.fixture(scope="module")
def digits():
    images, labels = live.digits()
    return images.flatten(1).double() / 16, labels


def nearest_right(x, y, train, test):
    nearest = torch.cdist(x[test], x[train]).argmin(dim=1)
    return (y[train][nearest] == y[test]).double().mean().item()


def loaded(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ------------------------------------------------------------------------------------------------------------ writers


def test_new_writers_are_read_worse_than_known_ones_whatever_the_draw(run, digits) -> None:
    x, y = digits
    by_writers = nearest_right(x, y, torch.arange(KNOWN), torch.arange(KNOWN, 1797))
    for draw in range(10):
        torch.manual_seed(draw)
        mixed = torch.randperm(1797)
        assert nearest_right(x, y, mixed[360:], mixed[:360]) > by_writers + 0.015
    assert f"new writers:     {by_writers:.1%}" in run.cells["Two ways to hold out 360"].output


def test_likenesses_lie_near_one_another_in_the_file(run, digits) -> None:
    x, _ = digits
    places = (torch.cdist(x, x).fill_diagonal_(torch.inf).argmin(dim=1) - torch.arange(1797)).abs()
    near = (places <= 140).double().mean().item()
    assert near > 3 * 280 / 1796
    assert f"{near:.0%} have" in run.cells["Who stands beside whom"].output


# ------------------------------------------------------------------------------------------------------------ budgets


def test_the_baseline_misses_the_goal_and_leaves_more_right_of_the_known(run) -> None:
    last = run.cells["One linear layer"].reports[-1]
    assert 0.85 < last["right[new]"] < 0.91
    assert last["right[known]"] > last["right[new]"] + 0.05


def test_the_numbers_of_the_three_models_are_those_of_the_quiz(run) -> None:
    model_of, size = run.names["model_of"], run.names["size"]
    plain, normalized = model_of("convolutions"), model_of("normalized")
    assert size(plain[0]) == 80
    assert size(plain[-1]) > size(plain) / 2
    assert size(normalized) - size(plain) == 98
    assert all(size(model_of(kind)) < 20_000 for kind in ("perceptron", "convolutions", "normalized"))


def test_one_cycle_ends_at_nearly_no_rate_and_the_other_keeps_its_own(run) -> None:
    reports = run.cells["The same epochs, two rates"].reports
    assert reports[-1]["rate[one cycle]"] < 1e-2 * max(one["rate[one cycle]"] for one in reports)
    assert {one["rate[constant]"] for one in reports} == {0.02}


def test_seeds_alone_lie_further_apart_than_the_two_digits_of_the_quiz(run) -> None:
    counts = [360 * one["right"] for one in run.cells["Six seeds"].reports]
    assert len(counts) == 6
    assert max(counts) - min(counts) > 4
    assert statistics.stdev(counts) > 2


# ------------------------------------------------------------------------------------------------------------ a table


def test_bad_files_are_named_with_what_is_wrong(run) -> None:
    missing, empty, torn, good = run.cells["Bad files"].output.strip().splitlines()[:4]
    assert "is not there" in missing
    assert "no rows" in empty
    assert "line 3: cells 1, columns 2" in torn
    assert good == "trees.csv: 240 rows"


def test_a_table_is_fitted_to_its_training_rows(run) -> None:
    names = run.names
    inputs, train = names["inputs"], names["train"]
    height = names["table"]["height"]
    rows = [at for at in train.tolist() if height[at]]
    torch.testing.assert_close(inputs[rows, 0].mean(), torch.tensor(0.0), atol=1e-5, rtol=0)
    torch.testing.assert_close(inputs[rows, 0].std(), torch.tensor(1.0), atol=1e-5, rtol=0)
    assert all(inputs[at, 0] == 0 for at, cell in enumerate(height) if not cell)
    assert set(inputs[:, 1:4].sum(dim=1).tolist()) <= {0.0, 1.0}


def test_both_models_of_the_table_beat_the_commonest_class(run) -> None:
    last = run.cells["Train them"].reports[-1]
    assert last["right[linear]"] > last["right[commonest]"] + 0.1
    assert last["right[network]"] > last["right[commonest]"] + 0.1


# ------------------------------------------------------------------------------------------------------- the exercise


@pytest.mark.parametrize("path", ANSWERS[1::4], ids=lambda path: path.stem)
def test_honest_programs_reach_the_goal_well_within_the_budgets(path: Path) -> None:
    checks = loaded(FOLDER / "test_whole_program.py")
    torch.manual_seed(7)
    images, labels, *new = checks.draw()
    training = check.TimedTraining(checks.GOAL, *new)
    training.run(loaded(path).train, images, labels)
    assert training.trial.right[-1] >= checks.GOAL.right
    assert training.trial.parameters <= checks.GOAL.parameters
    assert len(ANSWERS) >= 11


class TestTheWholeLesson(WholeLesson):
    lesson = "capstone"
