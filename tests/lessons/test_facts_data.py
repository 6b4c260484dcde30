"""What the lesson on data shows, computed anew or against what NumPy and the system say."""

from __future__ import annotations

import json
import re
import sys

import numpy as np
import pytest
import torch

from tests.lessons.whole_lesson import WholeLesson
from tutor import live
from tutor.views.packing import unpack

SEEDS = range(10)


@pytest.fixture(scope="module")
def run(performed):
    return performed("data")


@pytest.fixture
def again(run, reseeded):
    """Runs some cells once more, in their order, with other controls."""
    return lambda *titles, **controls: reseeded(run, titles, 0, **controls)


def percent(text):
    return [int(found) for found in re.findall(r"(\d+) % right", text)]


def lit(cell):
    view = cell.views["lit"]
    return np.array(unpack(view.pages[0])).reshape(len(view.rows), len(view.columns))


@pytest.mark.parametrize("order", ["as they lie", "shuffled"])
def test_each_row_is_lit_once_in_an_epoch_and_as_they_lie_in_order(again, order):
    seen = lit(again("Shuffle, or not", "Six rows, two epochs", order=order)["Six rows, two epochs"]) > 0
    assert (seen[:, :3].sum(axis=1) == 1).all()
    assert (seen[:, 3:].sum(axis=1) == 1).all()
    staircase = np.kron(np.eye(3), np.ones((2, 1))) > 0
    assert np.array_equal(seen[:, :3], staircase) == (order == "as they lie")
    assert np.array_equal(seen[:, :3], seen[:, 3:]) == (order == "as they lie")


def test_a_batch_is_a_stack_along_a_new_dimension(run):
    assert run["The shape of a batch"].output.split() == [
        "pictures",
        "(32,",
        "8,",
        "8)",
        "torch.float32",
        "classes",
        "(32,)",
        "torch.int64",
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_sorted_labels_saw_and_end_far_behind(again, seed):
    one = again("Sorted digits", "As they lie, and shuffled", "On digits that neither saw", net_seed=seed)
    in_order, shuffled = percent(one["On digits that neither saw"].output)
    assert in_order < 30 < 70 < shuffled
    losses = {
        way: np.array(one["As they lie, and shuffled"].column(f"loss[{way}]"))[-30:] for way in ("sorted", "shuffled")
    }
    assert losses["sorted"].std() > 3 * losses["shuffled"].std()


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_of_known_writers_score_high_where_there_is_nothing_to_learn(again, seed):
    leaked, fair = percent(again("Forty writers", "Two splits", draw=seed)["Two splits"].output)
    assert leaked > 93
    assert fair < 85


def test_over_many_seeds_new_writers_are_a_coin_toss(again):
    splits = [again("Forty writers", "Two splits", draw=seed)["Two splits"] for seed in SEEDS]
    fair = [percent(split.output)[1] for split in splits]
    assert 35 < np.mean(fair) < 65
    assert min(fair) < 50 < max(fair)


@pytest.mark.parametrize("size", [2, 4, 8, 10])
def test_batch_normalization_stops_at_a_last_batch_of_one_and_only_there(again, size):
    said = again("The size of a batch", "Thirty-three rows", batch_size=size)["Thirty-three rows"].output
    assert ("more than 1 value" in said) == (33 % size == 1)


def test_padding_keeps_the_values_and_their_lengths(run):
    filled, lengths = run.names["filled"], run.names["lengths"]
    assert filled.shape == (4, 5)
    assert torch.equal(filled.sum(1) / lengths, torch.tensor([1.5, 3.0, 2.0, 2.5]))
    assert not torch.equal(filled.mean(1), filled.sum(1) / lengths)


def test_normalized_features_train_and_raw_ones_do_not(run):
    losses = {name: run["Raw, and normalized"].column(f"loss[{name}]") for name in ("raw", "normalized")}
    assert losses["normalized"][-1] < 0.5 * losses["normalized"][0]
    assert min(losses["raw"]) > losses["normalized"][-1]


def test_the_net_with_raw_features_starts_as_the_other_does(run):
    for name, x in run.names["inputs"].items():
        torch.manual_seed(0)
        out = torch.nn.Linear(3, 1)(x).squeeze(1)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(out, run.names["says"][:200].float())
        assert run["Raw, and normalized"].column(f"loss[{name}]")[0] == pytest.approx(loss.item(), rel=1e-5)


@pytest.mark.filterwarnings("ignore:std")
def test_one_example_has_no_spread_of_its_own():
    one = torch.ones(1, 3)
    assert ((one - one.mean(dim=0)) / one.std(dim=0)).isnan().all()


def test_the_numbers_are_the_training_parts(run):
    train = run.names["raw"][:200].double().numpy()
    assert np.allclose(run.names["mean"], train.mean(0), rtol=1e-4)
    assert np.allclose(run.names["std"], train.std(0, ddof=1), rtol=1e-4)
    assert run["A feature that never changes"].output.count("nan") == 4


def test_weights_give_each_class_its_share_and_leave_out_rows(run):
    drawn = run.names["drawn"]["weighted"]
    assert 0.4 < drawn.float().mean() < 0.6
    rows = list(torch.utils.data.WeightedRandomSampler(run.names["weights"], 1000))
    common = {row for row in rows if row % 50}
    assert len(common) < 0.6 * 980


@pytest.mark.parametrize("seed", SEEDS)
def test_most_shuffled_batches_of_16_have_no_row_of_a_class_of_one_in_fifty(run, seed):
    torch.manual_seed(seed)
    batches = run.names["rare"][torch.randperm(1000)].split(16)
    assert sum(not batch.any() for batch in batches) > 0.6 * len(batches)


def test_a_loader_refuses_to_shuffle_a_stream(run):
    with pytest.raises(ValueError, match="shuffle"):
        torch.utils.data.DataLoader(run.names["Stream"](shared=False), shuffle=True)


def test_a_stream_is_read_twice_by_two_workers_unless_they_share_it(run):
    assert run["Read by two workers"].output.splitlines() == [
        "not shared: [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]",
        "shared: [0, 1, 2, 3, 4, 5]",
    ]


def test_workers_are_other_processes_and_keep_what_they_write(run):
    none, two = run["Two workers, and none"].output.splitlines()
    assert none == "0 workers, 1 reading; this process is one of them, its list has 8"
    assert two == "2 workers, 2 reading; this process is none of them, its list has 0"


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_the_timeline_has_a_row_for_each_that_worked(again, workers):
    cell = again("How many workers", "What was busy when", workers=str(workers))["What was busy when"]
    view = cell.views["timeline"]
    assert set(view.rows) == {"main", *(f"worker {number}" for number in range(workers))}
    assert (view.overlap > 0) == (workers > 0)
    assert {bar.kind for bar in view.bars} == {"load", "compute"}
    assert all(bar.kind == "compute" for bar in view.bars if view.rows[bar.row] == "main") == (workers > 0)
    assert sum(len(unpack(one.starts)) for one in view.bars) == 2 * 12
    assert cell.output.startswith(f"{workers} workers: ")


def test_each_kind_was_measured_with_each_number_of_workers(run):
    view = run["Three kinds of data, 0 to 4 workers"].views["comparison"]
    assert {one.name for one in view.series} == {"waits", "computes", "ready"}
    for one in view.series:
        assert list(unpack(one.x)) == [0, 1, 2, 4]
    waits, computes = (run.names["kinds"][kind] for kind in ("waits", "computes"))
    assert (waits.ms, len(waits)) == (computes.ms, len(computes))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a limit of memory")
def test_under_the_limit_loading_fails_and_the_map_is_read(run):
    load, mapped = run["Load it, and map it"].output.splitlines()
    assert "MemoryError: Unable to allocate" in load
    assert "their sum is 40000000" in mapped


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells them apart")
def test_what_is_loaded_is_owned_and_what_is_mapped_is_the_files(run):
    grown = {way: json.loads(text) for way, text in run.names["grown"].items()}
    assert grown["load"][0] > 30 > 5 > grown["load"][1]
    assert grown["map"][1] > 30 > 5 > grown["map"][0]


@pytest.mark.filterwarnings("error")
def test_a_tensor_over_a_read_only_map_warns_and_a_copy_does_not(tmp_path):
    np.save(tmp_path / "rows.npy", np.ones((4, 3), np.uint8))
    rows = np.load(tmp_path / "rows.npy", mmap_mode="r")
    torch.tensor(rows[1])
    with pytest.raises(UserWarning, match="not writable"):
        torch.from_numpy(rows[1])


def test_the_example_is_what_its_label_says(run):
    images, labels = live.digits()
    image, label = run.names["digits"][5]
    assert label == labels[5]
    assert torch.equal(image * 16, images[5].float())


class TestTheWholeLesson(WholeLesson):
    lesson = "data"


def test_what_a_loader_can_be_told_are_names_that_it_takes(run):
    names = run["What a loader can be told"].output.replace(",", " ").split()
    assert {"batch_size", "collate_fn", "drop_last", "num_workers", "shuffle"} < set(names)
    assert not set(names) & {"self", "return"}
