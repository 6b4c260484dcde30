"""What the lesson on the training loop shows and says, with other seeds too, and against plain counting."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy

from tests.lessons.whole_lesson import WholeLesson
from tutor.views.packing import unpack


@pytest.fixture(autouse=True, scope="module")
def folder(tmp_path_factory):
    """The work folder, into which the lesson writes."""
    place = tmp_path_factory.mktemp("work")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        yield place


@pytest.fixture(scope="module")
def run(performed):
    return performed("training_loop")


@pytest.fixture(scope="module")
def seeds(run, reseeded, some_seeds):
    """The records of a cell of each seed, with the cells before it that it draws from."""

    def of(*titles, chosen=some_seeds):
        return [reseeded(run, titles, seed)[titles[-1]] for seed in chosen]

    return of


def percents(text):
    return [float(one) / 100 for one in re.findall(r"([\d.]+)%", text)]


def test_the_parts_share_no_picture_and_leave_none_out(run):
    parts = [run.names[name] for name in ("train", "val", "test")]
    assert [len(part) for part in parts] == [1197, 300, 300]
    assert sorted(torch.cat(parts).tolist()) == list(range(1797))


def test_the_first_loss_is_about_ln_10_and_guessing_about_a_tenth(run, seeds):
    for record in seeds("The first loss, and the simplest guess"):
        first, expected = map(float, re.findall(r"\d\.\d{3}", record.output)[:2])
        assert expected == round(math.log(10), 3)
        assert abs(first - expected) < 0.15
    y, val = run.names["y"], run.names["val"]
    (guess,) = percents(run["The first loss, and the simplest guess"].output)
    assert guess == pytest.approx((y[val] == 0).float().mean().item(), abs=1e-3)


def test_the_baseline_learns_and_numbers_are_counted(run):
    linear = run["The linear baseline"]
    assert linear.column("accuracy[validation]")[-1] > 0.9


def test_each_of_three_models_reads_most_digits(run):
    record = run["Train all three"]
    counts = [int(one.replace(",", "")) for one in re.findall(r"[\d,]+(?= numbers)", record.output)]
    assert counts == [64 * 10 + 10, 64 * 128 + 128 + 128 * 10 + 10, 16 * 10 + 32 * (9 * 16 + 1) + 512 * 10 + 10]
    for kind in ("linear", "hidden", "patches"):
        assert record.column(f"validation[{kind}]")[-1] > 0.85
    assert record.column("training[patches]")[-1] > record.column("training[linear]")[-1]


def test_an_epoch_sees_every_picture_once_and_averages_over_pictures(run):
    names = run.names
    model = names["made"]("linear")
    still = torch.optim.SGD(model.parameters(), lr=0.0)
    whole = cross_entropy(model(names["x"][names["train"]]), names["y"][names["train"]])
    assert names["one_epoch"](model, still, names["train"], names["y"]) == pytest.approx(whole.item(), rel=1e-5)
    loss, accuracy = names["look"](model, names["val"], names["y"])
    answers = model(names["x"][names["val"]]).argmax(dim=1)
    assert accuracy == pytest.approx(np.mean((answers == names["y"][names["val"]]).numpy()))
    assert loss > 0
    assert not model.training


def test_the_accuracy_of_the_last_batch_jumps_and_ends_higher(seeds):
    assert 1197 - 18 * 64 == 45
    for record in seeds("The last batch, and all of a part"):
        last, whole = record.column("accuracy[last batch]"), record.column("accuracy[validation]")
        assert np.mean(last[-5:]) > np.mean(whole[-5:])
        assert np.abs(np.diff(last[3:])).mean() > np.abs(np.diff(whole[3:])).mean()


def test_a_mean_of_means_counts_a_short_batch_as_much_as_a_long_one(run):
    mean, share = map(float, re.findall(r"\d\.\d{3}", run["Uneven batches"].output))
    assert [mean, share] == [round((60 / 64 + 60 / 64 + 1 / 4) / 3, 3), round(121 / 132, 3)]


def test_only_cross_entropy_gets_out_of_a_mistake_it_is_sure_of(seeds):
    for record in seeds("Two models that are sure and wrong", "Sure and wrong"):
        assert record.column("accuracy[cross-entropy]")[-1] > 0.85
        assert record.column("accuracy[squared error]")[-1] < 0.2


def test_the_matrix_fills_with_the_answers_of_the_model(run):
    record = run["It fills"]
    view = record.views["mistakes"]
    names = run.names
    counts = unpack(view.counts)
    assert sum(counts) == view.total == 300
    truth = names["y"][names["val"]].bincount(minlength=10).tolist()
    assert [sum(counts[10 * row : 10 * row + 10]) for row in range(10)] == truth
    assert sum(counts[11 * row] for row in range(10)) == view.right > 250


def test_the_worst_are_those_whose_true_class_is_thought_least_likely(run):
    record, names = run["What they are"], run.names
    order = sorted(names["of_truth"].tolist())[:8]
    assert names["of_truth"][names["worst"]].tolist() == pytest.approx(order)
    assert percents(record.output) == pytest.approx(order, abs=6e-4)
    assert any(tile.right is False for tile in record.views["the worst"].tiles)
    assert not any(tile.label for tile in run["Read them"].views["what are they?"].tiles)


def test_one_batch_is_learned_by_heart_and_zeros_end_at_the_entropy_of_the_labels(run, reseeded, some_seeds):
    for seed in some_seeds:
        record = reseeded(run, ["One batch, with pictures and without", "What zeros can reach"], seed)
        first, second = record.values()
        assert first.column("loss[pictures]")[-1] < 0.05
        found, entropy = map(float, re.findall(r"\d\.\d{3}", second.output))
        assert found == pytest.approx(entropy, abs=0.05)
        assert entropy > 1


def test_without_an_activation_the_boundary_stays_straight(run, reseeded):
    for points in ("moons", "spirals"):
        found: dict[str, Any] = {}
        reseeded(run, ["Two hidden layers", "Watch it form"], 0, keep=found, activation="none", points=points)
        first, second, third = (layer for layer in found["bent"] if isinstance(layer, torch.nn.Linear))
        matrix = third.weight @ second.weight @ first.weight
        offset = third.weight @ (second.weight @ first.bias + second.bias) + third.bias
        torch.testing.assert_close(
            found["bent"](found["plane"]), found["plane"] @ matrix.T + offset, atol=1e-4, rtol=1e-4
        )
        assert of_held_out(found) < 0.94
    assert run["Watch it form"].views["boundary"] is not None


def test_with_relu_the_boundary_follows_the_points(run, reseeded):
    for points in ("moons", "spirals"):
        found: dict[str, Any] = {}
        reseeded(run, ["Two hidden layers", "Watch it form"], 1, keep=found, activation="ReLU", points=points)
        assert of_held_out(found) > 0.94


def of_held_out(found: dict[str, Any]) -> float:
    """The share of the held-out points that are told apart rightly."""
    right = found["bent"](found["plane"][300:]).argmax(dim=1) == found["side"][300:]
    return float(right.float().mean())


def test_the_best_epoch_is_much_better_than_the_last_where_labels_are_careless(run, reseeded, some_seeds):
    for seed in some_seeds:
        *_, record = reseeded(run, ["Careless labels", "Thirty epochs", "The best, put back"], seed).values()
        best, last, back = percents(record.output)
        assert best - last > 0.04
        assert back == best


def test_a_state_dict_is_no_copy(run):
    same, copied = map(float, re.findall(r"\d\.\d{4}", run["A state_dict is no copy"].output))
    assert same == 0 < copied


def test_only_a_run_with_all_that_was_saved_goes_on_as_if_unbroken(run):
    said = dict(line.split(": ") for line in run["Bit for bit"].output.splitlines())
    assert said["everything"] == said["unbroken"] == "equal, bit for bit"
    assert said["no optimizer"] == said["no generator"] == "differs"


def test_without_its_state_adam_takes_a_step_back(run, reseeded, some_seeds):
    for seed in some_seeds:
        found: dict[str, Any] = {}
        reseeded(run, ["A run begins", "Stop after three", "Read it back"], seed, keep=found)
        unbroken, everything, no_optimizer = (
            found["one_epoch"](model, optimizer, found["train"], found["y"], mixing)
            for model, optimizer, mixing in (
                found["unbroken"],
                found["resumed"](optimizer=True, generator=True),
                found["resumed"](optimizer=False, generator=True),
            )
        )
        assert everything == unbroken < no_optimizer


def test_files_that_do_not_fit_are_refused_by_name(run):
    assert "size mismatch for 1.weight" in run["A checkpoint of another model"].output
    assert run["A model where a state_dict was expected"].output.startswith("Weights only load failed")


def test_a_seed_gives_the_same_run_and_others_give_others(run):
    record = run["Five seeds, and the first one again"]
    last = record.reports[-1]
    assert last["accuracy[0]"] == last["accuracy[0 again]"]
    assert len({value for name, value in last.items() if name != "accuracy[0 again]"}) > 1
    assert "equal bit for bit: True" in run["How far apart"].output
    spread = 300 * (max(last.values()) - min(last.values()))
    assert f"{spread:.0f} pictures of 300" in run["How far apart"].output


def test_of_sorted_labels_one_answer_or_two_are_nearly_all_that_is_given(run, reseeded, some_seeds):
    for seed in some_seeds:
        trained, counted = reseeded(run, ["In the order of the labels", "Count the answers"], seed).values()
        for found in re.findall(r"\[.*\]", counted.output):
            counts = json.loads(found)
            assert sum(counts) == 300
            assert sum(sorted(counts)[-2:]) >= 250
        loss = trained.column("loss[SGD]")[-38:]
        assert min(loss[-3:]) < 0.5 < 1.5 < max(loss)
        assert sum(trained.column("loss[Adam]")[-38:]) / 38 > 1.5


def test_columns_chosen_on_all_rows_find_what_is_not_there(seeds):
    records = seeds("Chosen on all rows, or on those for training", "A line on what was chosen", chosen=range(10))
    shares = np.array([percents(record.output) for record in records])
    assert (shares[:, 0] > shares[:, 1]).all()
    assert shares[:, 0].min() > 0.6
    assert shares[:, 1].mean() == pytest.approx(0.5, abs=0.08)


def test_the_end_of_the_file_is_harder_than_a_random_part(run, reseeded, some_seeds):
    for seed in some_seeds:
        (record,) = reseeded(run, ["A random split, and the end of the file"], seed).values()
        random, end = percents(record.output)
        assert random - end > 0.02


def test_similar_pictures_lie_near_one_another_in_the_file(run):
    near, chance = percents(run["Who is nearest?"].output)
    assert near > 3 * chance
    pairs = [(i, j) for i in range(0, 1797, 50) for j in range(1797) if i != j]
    assert chance == pytest.approx(np.mean([abs(i - j) <= 140 for i, j in pairs]), abs=0.01)


def test_precision_and_recall_are_what_counting_says(run, reseeded):
    for threshold in (0.1, 0.5, 0.9):
        (record,) = reseeded(run, ["Is it an 8?"], 0, threshold=threshold).values()
        called, hits, missed = map(int, re.findall(r"\d+(?= (?:called|of them|eights))", record.output))
        assert hits <= called
        assert hits + missed == 31
        assert hits > 0 or threshold > 0.5
    series = {one.name: one for one in run["For every threshold"].views["comparison"].series}
    recall = list(unpack(series["recall"].y))
    assert recall == sorted(recall, reverse=True)
    assert recall[0] - recall[-1] > 0.2
    precision = list(unpack(series["precision"].y))
    assert precision[-1] - precision[0] > 0.1


def test_the_script_runs_by_itself_and_two_runs_are_compared_from_their_files(run, folder):
    printed = run["Run it, with arguments"].output
    assert printed.startswith("python train.py --epochs 10 --name script\nepoch 0: ")
    read = {name: json.loads(Path(folder, f"{name}.json").read_text()) for name in ("script", "cells")}
    assert [read[name]["options"]["width"] for name in read] == [128, 8]
    assert percents(printed) == pytest.approx(read["script"]["accuracy"], abs=6e-4)
    again = percents(run["Read back"].output)
    assert again == pytest.approx([one["accuracy"][-1] for one in read.values()], abs=6e-4)
    assert percents(run["The test, once"].output)[0] > 0.9
    assert "train.py" in run["What was written"].output


class TestTheWholeLesson(WholeLesson):
    lesson = "training_loop"
