"""What the lesson on tensors shows, against NumPy, against definitions, and against what its answers say."""

import itertools
import math

import numpy as np
import pytest
import torch

from tests.lessons.whole_lesson import WholeLesson
from tutor.course.model import Quiz
from tutor.views.registry import words
from tutor.views.shapes.data import ShapesView
from tutor.views.tensor.data import InspectionView


@pytest.fixture(scope="module")
def run(performed):
    return performed("tensors")


def test_the_rings_are_cosines_of_the_distance_from_the_middle(run):
    at = np.linspace(-16, 16, 32)
    expected = np.empty((32, 32))
    for i, j in itertools.product(range(32), repeat=2):
        expected[i, j] = np.cos((np.hypot(at[j], at[i]) - 0.5 * 149) / 4)
    rings = run.names["rings"]
    assert tuple(rings.shape) == (32, 32)
    assert np.allclose(rings.numpy(), expected, atol=1e-4)


def test_the_width_of_the_rings_is_the_learners(performed):
    narrow = performed("tensors", width=1.5).names["rings"]
    assert narrow[16, 16].item() == pytest.approx(np.cos((np.hypot(16 / 31, 16 / 31) - 74.5) / 1.5), abs=1e-4)


def test_dimensions_and_numbers_are_counted(run):
    lines = run["From none to four dimensions"].output.splitlines()
    shapes = [(), (3,), (2, 3), (8, 3, 28, 28)]
    for line, shape in zip(lines, shapes, strict=True):
        assert line.split()[:3:2] == [str(len(shape)), str(int(np.prod(shape)))]
        assert line.endswith(str(shape))


def test_makers_are_numpys(run):
    shown = run["By shape, and by rule"].shown
    assert shown["zeros"].tolist() == np.zeros((2, 3)).tolist()
    assert shown["full"].tolist() == np.full((2, 3), 7.0).tolist()
    assert shown["arange"].tolist() == np.arange(0, 10, 2).tolist()
    assert shown["linspace"].tolist() == np.linspace(0, 1, 5).tolist()
    assert shown[""].tolist() == np.eye(3).tolist()
    assert torch.arange(1, 2, 0.25)[-1] == 1.75  # what the learner is asked to find out


def test_the_same_seed_gives_the_same_numbers_and_another_one_others(run, performed):
    shown = run["Random, but the same"].shown
    assert torch.equal(shown["first"], shown["first again"])
    assert not torch.equal(shown["first"], shown["second"])
    other = performed("tensors", seed=1)["Random, but the same"].shown
    assert not torch.equal(shown["first"], other["first"])


def test_random_numbers_are_distributed_as_said(run):
    shown = run["Random, but the same"].shown
    assert all(0 <= number < 1 for name in ("first", "second") for number in shown[name])
    assert abs(run.names["noise"].mean()) < 0.1 > abs(run.names["noise"].std() - 1)
    torch.manual_seed(0)
    assert torch.randint(1, 7, (10_000,)).unique().tolist() == [1, 2, 3, 4, 5, 6]
    assert set(shown[""].tolist()) <= {1, 2, 3, 4, 5, 6}


@pytest.mark.parametrize("several", [1, 2, 12])
def test_sums_of_flat_numbers_come_to_lie_in_a_bell(performed, several):
    run = performed("tensors", several=several)
    view = run["How many lie where"].views["histogram"]
    spreads = {one.name: one for one in view.spreads}
    assert [sum(one.counts) for one in spreads.values()] == [10_000] * 3
    edges = np.linspace(view.low, view.high, len(view.spreads[0].counts) + 1)
    middles = (edges[1:] + edges[:-1]) / 2

    def share(name, low, high):  # of the values, in ranges that lie between these
        return np.array(spreads[name].counts)[(middles > low) & (middles < high)].sum() / 10_000

    tenths = [share("rand", k / 10, (k + 1) / 10) for k in range(10)]
    assert max(tenths) < 1.6 * min(tenths)  # flat, but for where the ranges end
    assert share("rand", 0, 1) > 0.95
    normal = {k: math.erf(k / math.sqrt(2)) for k in (1, 2)}
    for k in normal:
        assert share("randn", -k, k) == pytest.approx(normal[k], abs=0.04)
    added = run.names["added"]
    size = math.sqrt(several / 12)  # the variance of rand is 1/12 (its integral), and variances add up
    assert added.std().item() == pytest.approx(size, rel=0.03)
    near = (added.abs() < size).float().mean().item()
    assert near == pytest.approx({1: 1 / math.sqrt(3), 2: 0.65, 12: normal[1]}[several], abs=0.02)
    middle, side = share("sums", -size / 2, size / 2), share("sums", size / 2, 3 * size / 2) * 2
    assert (middle > 1.3 * side / 2) == (several > 1)  # the bell is highest in the middle


def test_dtypes_are_promoted_as_said(run):
    dtypes = {name: value.dtype for name, value in run["Which dtype comes out?"].shown.items() if name}
    assert dtypes == {
        "whole": torch.int64,
        "whole + 1": torch.int64,
        "whole + 1.5": torch.float32,
        "whole / 2": torch.float32,
        "whole > 1": torch.bool,
        "whole + real": torch.float32,
        "real + exact": torch.float64,
    }
    assert (torch.tensor(True) + torch.tensor(1)).dtype == torch.int64  # bool, then integer
    assert run["Which dtype comes out?"].shown[""] == torch.device("cpu")


def test_the_later_kind_wins_and_within_a_kind_the_larger():
    kinds = [[torch.bool], [torch.int8, torch.int64], [torch.float16, torch.float32, torch.float64], [torch.complex64]]
    for early, late in itertools.combinations(kinds, 2):
        for one, other in itertools.product(early, late):
            if torch.complex64 in late and one == torch.float64:
                continue  # complex, but with parts as exact as float64
            assert torch.promote_types(one, other) == other
    for kind in kinds:
        for one, other in itertools.combinations(kind, 2):
            assert torch.promote_types(one, other) == other


def test_a_single_number_changes_the_kind_and_not_the_size(run):
    cell = run["A single number, and too large a one"]
    assert cell.shown["real + single"].dtype == torch.float32
    assert cell.shown["whole + single"].dtype == torch.float64
    assert cell.shown[""].isinf().all()
    assert torch.finfo(torch.float16).max == 65_504
    uint8 = torch.tensor([250], dtype=torch.uint8)
    assert (uint8 + 10).dtype == torch.uint8  # the quiz: an integer does not, a float does
    assert (uint8 + 10.0).dtype == torch.float32


def test_uint8_counts_modulo_256_and_integers_have_no_mean(run):
    cell = run["Past the end"]
    assert cell.shown["as uint8"].tolist() == [(250 + 10) % 256] == [4]
    assert cell.shown["as float32"].tolist() == [260.0]
    assert "floating point" in cell.output


@pytest.mark.parametrize("title", ["Pick", "Pick by places and by a condition"])
def test_indices_pick_what_they_pick_in_numpy(run, title):
    grid = np.arange(24).reshape(4, 6)
    shown = run[title].shown
    names = {"grid": grid}
    for name in shown:
        if name.startswith("grid"):
            assert shown[name].tolist() == eval(name, names).tolist(), name
    if title != "Pick":
        assert shown["rows 0 and 3"].tolist() == grid[[0, 3]].tolist()
        assert shown["even"].tolist() == grid[grid % 2 == 0].tolist()
        assert shown[""].tolist() == shown["marked"].tolist() == np.where(grid % 2 == 0, -1, grid).tolist()


def test_reading_by_a_mask_copies_and_assigning_through_it_writes():
    grid = torch.arange(6)
    picked = grid[grid % 2 == 0]
    picked.zero_()
    assert grid.tolist() == [0, 1, 2, 3, 4, 5]
    grid[grid % 2 == 0] = 0
    assert grid.tolist() == [0, 1, 0, 3, 0, 5]


def test_the_drawn_index_has_the_shape_of_the_result(run):
    view = run["Pick"].views["grid[1:3, None, -1]"]
    assert isinstance(view, ShapesView)
    assert "(2, 1)" in words(view)
    assert np.arange(24).reshape(4, 6)[1:3, None, -1].shape == (2, 1)
    assert np.arange(24).reshape(4, 6)[:, 0:1].shape == (4, 1)  # the quiz


def test_what_is_written_into_a_view_is_in_the_whole(run):
    assert run["Write into a slice"].shown[""].tolist() == [[0, 0, 0, 0], [-1, 5, 5, 5], [0, 0, 0, 0]]
    assert isinstance(run["Write into a slice"].views["base"], InspectionView)


def test_the_quiz_on_in_place_is_right_for_the_numbers_that_base_has(run, read):
    quizzes = [block for screen in read("tensors").screens for block in screen.blocks if isinstance(block, Quiz)]
    [quiz] = [quiz for quiz in quizzes if quiz.question == "Which of these changes base?"]
    for answer in quiz.answers:
        base = run["Write into a slice"].shown[""].clone()
        before = base.clone()
        exec(answer.text, {"base": base})
        assert torch.equal(base, before) is not answer.right, answer.text


def test_strides_are_those_of_numpy_in_numbers(run):
    cell = run["Shapes and strides"]
    line = np.arange(6, dtype=np.int64)
    table = line.reshape(2, 3)
    for name, array in {"line": line, "table": table, "turned": table.T}.items():
        assert cell.shown[f"strides of {name}"] == tuple(step // 8 for step in array.strides)
    assert cell.shown["permuted"] == np.zeros((8, 3, 28, 28)).transpose(0, 2, 3, 1).shape
    assert cell.shown[""].tolist() == [[99, 3], [1, 4], [2, 5]]
    assert {"line", "table"} <= {one.split()[0] for one in cell.views["turned"].shares}


def test_view_refuses_and_reshape_copies(run):
    cell = run["view refuses"]
    assert cell.shown["contiguous"] is False
    assert "stride" in cell.output
    assert cell.shown["reshape"].tolist() == cell.shown[""].tolist() == [99, 3, 1, 4, 2, 5]
    turned = run.names["turned"]
    assert cell.shown["view to (3, 2, 1)"] == (3, 2, 1)  # not contiguous, and yet it can be viewed
    assert not turned.is_contiguous()
    assert turned.reshape(6).data_ptr() != turned.data_ptr()
    table = run.names["table"]
    assert table.reshape(3, 2).tolist() != table.T.tolist()  # the quiz
    assert table.reshape(3, 2).shape == table.T.shape


def test_each_pair_of_shapes_becomes_what_numpy_makes_of_it(run, performed):
    clashes = 0
    for name, pair in run.names["pairs"].items():
        view = performed("tensors", pair=name)["Two boxes stretched to a third"].views["broadcasting"]
        try:
            shape = np.broadcast_shapes(*pair)
        except ValueError:
            clashes += 1
            assert name == "3,4+3"
            assert view.result is None
        else:
            assert tuple(int(cell.text) for cell in view.result.cells) == shape
    assert clashes == 1


def test_a_row_and_a_column_make_a_table(run):
    expected = [[t + o for o in range(4)] for t in (10, 20, 30)]
    assert run["With numbers"].shown[""].tolist() == expected
    assert (torch.zeros(100, 1) - torch.zeros(100)).shape == (100, 100)  # the quiz


def test_what_is_stretched_costs_nothing_and_what_comes_out_does(run):
    row = torch.zeros(100_000)
    stretched = row.expand(100_000, 100_000)
    assert stretched.untyped_storage().nbytes() == row.nbytes
    cell = run["What would it take?"]
    assert cell.shown["what goes in"] == f"{2 * 4 * 100_000 / 1e9} GB"
    assert cell.shown[""] == f"{4 * 100_000**2 / 1e9} GB"


def test_max_along_a_dimension_returns_places_too(run):
    scores = run.names["scores"]
    values, places = scores.max(dim=1)
    assert values.tolist() == scores.amax(dim=1).tolist() == run["Along a dimension"].shown["amax, dim=1"].tolist()
    assert places.tolist() == scores.argmax(dim=1).tolist()


def test_reductions_are_those_of_numpy(run):
    shown = run["Along a dimension"].shown
    scores = np.array([[1.0, 2.0, 6.0], [4.0, 4.0, 7.0]])
    assert shown["sum"].item() == scores.sum()
    assert shown["sum, dim=0"].tolist() == scores.sum(axis=0).tolist()
    assert shown["mean, dim=1"].tolist() == scores.mean(axis=1).tolist()
    assert shown["argmax, dim=1"].tolist() == scores.argmax(axis=1).tolist()
    assert tuple(run.names["mean"].shape) == (2, 1)
    without = torch.tensor(scores).mean(dim=1)
    with pytest.raises(RuntimeError):
        torch.tensor(scores) - without  # what happens when the learner leaves keepdim out
    assert torch.zeros(32, 10).mean(dim=1).shape == (32,)  # the quiz


def test_products_are_sums_of_products(run):
    cell, w = run["Rows times columns"], run.names["w"]
    rows = torch.tensor([[sum(a * b for a, b in zip(r, o, strict=True)) for o in w.tolist()] for r in drawn_x()])
    assert cell.shown["with @"].tolist() == rows.tolist()
    assert cell.shown["with inner"].tolist() == rows.tolist()
    assert tuple(cell.shown[""]) == (8, 2, 4)


def drawn_x():
    torch.manual_seed(0)
    return torch.randint(0, 5, (2, 3)).float().tolist()


def test_einsum_sums_what_its_letters_say(run):
    x, w = np.array(drawn_x()), run.names["w"].numpy()
    shown = run["Name the dimensions"].shown
    assert shown["layer"].tolist() == np.einsum("nd,od->no", x, w).tolist() == (x @ w.T).tolist()
    assert shown["row by row"].tolist() == shown[""].tolist() == [sum(a * a for a in row) for row in x.tolist()]


def test_the_shared_tensor_follows_the_array_and_the_copy_does_not(performed):
    cell = performed("tensors", value=-5.0)["Change the array, watch the tensor"]
    expected = [-5.0 * np.sin(step / 10) for step in range(300)]
    assert np.allclose(cell.column("first[shared]"), expected)
    assert set(cell.column("first[copied]")) == {1.0}
    assert cell.output.split() == ["float64", "torch.float64", "torch.float64"]


def test_the_array_sees_what_is_written_to_the_tensor(run):
    array = run["Back to NumPy"].shown[""]
    assert isinstance(array, np.ndarray)
    assert array.tolist() == pytest.approx([100 * 3.0 * np.sin(29.9), 100, 100])


def test_float_copies_only_where_it_has_to_convert():
    for dtype, shared in ((np.float64, False), (np.float32, True)):
        array = np.ones(3, dtype=dtype)
        t = torch.from_numpy(array).float()
        t[0] = 9
        assert (array[0] == 9) is np.bool_(shared)


def test_the_last_rings_have_their_middle_on_the_left(run):
    distance = run.names["distance"]
    i, j = divmod(int(distance.argmin()), 32)
    assert distance.shape == (32, 32)
    assert run.names["x"][j].item() == pytest.approx(-6, abs=0.6)
    assert abs(i - 15.5) == 0.5


class TestTheWholeLesson(WholeLesson):
    lesson = "tensors"
