"""What the lesson on architectures shows: by formulas of its own where there is one, and where something is trained,
with seeds 0 to 9 (of what takes long with two of them, but for --every-seed); what takes longest, with seeds 0 to 3."""

import itertools
import re
from functools import cache

import numpy as np
import pytest
import torch
from msgspec.structs import replace
from torch import nn
from torch.nn import functional

from tests.lessons.conftest import perform, the_lesson
from tests.lessons.whole_lesson import WholeLesson
from tutor.commands.verifying.lessons import needed_by_each
from tutor.course.model import Code
from tutor.views.packing import unpack

SEEDS = range(10)
FEW = range(4)


@cache
def needed():
    """For each cell the places of those that it needs."""
    return needed_by_each(the_lesson("architectures"))


@cache
def whole():
    """The lesson as it is, run once from the top."""
    lesson = the_lesson("architectures")
    return perform(lesson, {}, range(len(lesson.cells)))


def trained(title, seed, **controls):
    """What a cell says with this seed and these controls, and the variables in the end."""
    if seed == 0 and not controls:
        return whole().cells[title], whole().names
    return alone(title, seed, **controls)


@cache
def alone(title, seed, **controls):
    """A cell with those it needs and no other, all begun with another seed."""
    lesson = the_lesson("architectures")
    (place,) = (place for place, cell in enumerate(lesson.cells) if cell.title == title)
    places = {place, *needed()[place]}

    def sown(block):
        if not isinstance(block, Code):
            return block
        return replace(block, source=block.source.replace("torch.manual_seed(0)", f"torch.manual_seed({seed})"))

    screens = tuple(replace(screen, blocks=tuple(map(sown, screen.blocks))) for screen in lesson.screens)
    ran = perform(replace(lesson, screens=screens), controls, places)
    return ran.cells[title], ran.names


def seen(title):
    """What a cell says as the lesson has it."""
    return whole().cells[title]


def left(title):
    """The variables after a cell."""
    return alone(title, 0)[1]


def said(cell, pattern):
    """The numbers that a pattern finds in what a cell printed."""
    return [float(found.replace(",", "")) for found in re.findall(pattern, cell.output)]


def sizes(view):
    """The rows of bars by name."""
    return {row.name: unpack(row.values) for row in view.rows}


# ---------------------------------------------------------------------------------------------------- convolution


def test_the_sliding_kernel_the_product_and_pytorch_agree():
    image, kernel = (
        left("All patches at once")["image"].double().numpy(),
        left("All patches at once")["kernel"].double().numpy(),
    )
    by_hand = np.array([[(image[i : i + 3, j : j + 3] * kernel).sum() for j in range(6)] for i in range(6)])
    assert np.allclose(left("All patches at once")["answer"], by_hand, atol=1e-5)
    assert np.allclose(left("All patches at once")["by_product"], by_hand, atol=1e-5)
    assert np.allclose(left("All patches at once")["by_torch"], by_hand, atol=1e-5)
    assert left("All patches at once")["patches"].shape == (9, 36)


def test_the_kernel_answers_to_upright_edges_and_not_to_lying_ones():
    kernel, upright = left("All patches at once")["kernel"], torch.zeros(8, 8)
    upright[:, 4:] = 1
    assert functional.conv2d(upright[None, None], kernel[None, None]).abs().max() > 1
    assert functional.conv2d(upright.T[None, None], kernel[None, None]).abs().max() == 0


def test_the_rule_for_sizes_holds_everywhere():
    for line in seen("The rule, and PyTorch").output.splitlines():
        size, rule = map(int, re.findall(r"(\d+), by the rule (\d+)", line)[0])
        assert size == rule
    for n, kernel, padding, stride in itertools.product((7, 28), (1, 2, 5), (0, 1, 3), (1, 2, 3)):
        out = functional.conv2d(
            torch.zeros(1, 1, n, n), torch.zeros(1, 1, kernel, kernel), padding=padding, stride=stride
        )
        assert out.shape[-1] == (n + 2 * padding - kernel) // stride + 1
    assert (28 + 2 * 2 - 5) // 1 + 1 == 28


def test_a_convolution_has_kernels_and_biases_and_the_linear_layer_thousands_of_times_as_many():
    assert said(seen("Parameters"), r"([\d,]{4,}) parameters") == [
        16 * 3 * 25 + 16,
        (3 * 28 * 28) * (16 * 24 * 24) + 16 * 24 * 24,
    ]


@pytest.mark.parametrize("layers", [1, 2, 4])
def test_receptive_fields_are_those_of_the_textbook(performed, layers):
    plain, pooled = said(performed("architectures", depth=layers)["The receptive field"], r": (\d+) pixels wide")
    assert plain == 1 + 2 * layers
    reach, jump = 1, 1
    for kernel, stride in [(3, 1), (2, 2)] * layers:
        reach, jump = reach + (kernel - 1) * jump, jump * stride
    assert pooled == min(reach, 64)


def test_lenet_has_its_61706_parameters():
    assert said(seen("The network"), r"([\d,]+) parameters") == [61_706]
    maps = nn.Sequential(*left("The network")["lenet"][:6])(torch.zeros(1, 1, 28, 28))
    assert maps.shape == (1, 16, 5, 5)


@pytest.mark.long
@pytest.mark.parametrize("seed", SEEDS)
def test_with_sigmoids_lenet_is_still_guessing_and_with_tanh_it_reads(seed):
    stuck, _ = trained("Train it", seed, bend="sigmoid")
    reads, _ = trained("Train it", seed, bend="tanh")
    assert np.mean(stuck.column("loss[LeNet-5]")[-20:]) > 2.2
    assert said(stuck, r"(\d+)%")[0] < 40
    assert said(reads, r"(\d+)%")[0] > 60


def test_the_gradient_that_reaches_the_first_layer_is_far_smaller_with_sigmoids():
    def first(bend, seed):
        _, names = trained("Its activation", seed, bend=bend)
        loss = functional.cross_entropy(names["net"](names["large"][:64]), names["labels"][:64])
        (gradient,) = torch.autograd.grad(loss, names["net"][0].weight)
        return gradient.norm().item()

    assert all(first("sigmoid", seed) < first("tanh", seed) / 4**3 for seed in SEEDS)


# ---------------------------------------------------------------------------------------- embeddings and recurrence


def test_only_rows_that_were_looked_up_have_a_gradient_and_twice_counts_twice():
    gradient = left("Looked up")["table"].weight.grad
    assert gradient.sum(dim=1).tolist() == [0, 4, 0, 8, 0, 0, 0, 0, 0, 0]
    assert "the same rows: True" in seen("Looked up").output


def test_the_recurrent_network_by_hand_is_pytorchs():
    assert said(seen("By hand"), r"by hand: tensor\(([\d.e-]+)")[0] < 1e-5
    assert "every state: (5, 30, 32)" in seen("By hand").output


@pytest.mark.parametrize("seed", SEEDS)
def test_the_end_of_an_rnn_knows_nothing_of_the_first_steps_and_of_an_lstm_with_an_open_gate_it_does(seed):
    with_bias = sizes(trained("Three memories", seed)[0].views["gradient for each step"])
    without = sizes(trained("Three memories", seed, forget_bias=0.0)[0].views["gradient for each step"])
    for name, kept in with_bias.items():
        assert len(kept) == 30, name
    assert with_bias["RNN"][0] < 1e-5 * with_bias["RNN"][-1]
    assert with_bias["LSTM"][0] > 0.05 * with_bias["LSTM"][-1]
    assert without["LSTM"][0] < 1e-3 * with_bias["LSTM"][0]


def test_the_bars_of_three_memories_are_two_rows_and_the_third_is_printed():
    assert list(sizes(seen("Three memories").views["gradient for each step"])) == ["RNN", "LSTM"]
    (first, last) = (said(seen("Three memories"), rf"{at} step ([\d.e+-]+)")[0] for at in ("first", "last"))
    assert 0 < first < last


def test_half_of_c_at_each_step_is_a_thousandth_after_ten_and_an_open_gate_keeps_most():
    closed, opened = (torch.sigmoid(torch.tensor(bias)).item() ** 10 for bias in (0.0, 4.0))
    assert closed < 1 / 100
    assert closed == pytest.approx(1 / 1000, rel=0.05)
    assert opened > 0.8


def test_pytorchs_lstm_has_the_formula_of_the_lesson_and_its_forget_gate_is_the_second():
    lstm = left("Two readers, and what each says at the end")["rivals"]["LSTM"]
    torch.manual_seed(0)
    x = torch.randn(1, 3, 2)
    h = c = torch.zeros(1, 32)
    for one in x.unbind(dim=1):
        gates = one @ lstm.weight_ih_l0.T + lstm.bias_ih_l0 + h @ lstm.weight_hh_l0.T + lstm.bias_hh_l0
        i, f, g, o = gates.chunk(4, dim=1)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        h = o.sigmoid() * c.tanh()
    assert torch.allclose(lstm(x)[0][:, -1], h, atol=1e-6)
    i, f, g, o = lstm.bias_hh_l0.chunk(4)
    assert f.min() > 2
    assert torch.cat([i, g, o]).abs().max() < 1


def test_whoever_always_says_1_has_an_error_of_a_sixth():
    torch.manual_seed(0)
    x, y = left("The task")["adding"](20_000)
    assert x.shape == (20_000, 12, 2)
    assert (x[:, :, 1].sum(dim=1) == 2).all()
    assert ((1 - y) ** 2).mean().item() == pytest.approx(1 / 6, rel=0.05)


@pytest.mark.long
@pytest.mark.parametrize("seed", FEW)
def test_the_lstm_finds_the_sum_and_the_rnn_does_not(seed):
    cell, _ = trained("RNN against LSTM", seed)
    rnn, lstm = (np.mean(cell.column(f"loss[{name}]")[-20:]) for name in ("RNN", "LSTM"))
    assert lstm < 0.1 / 6
    assert rnn > 0.3 / 6
    assert rnn > 4 * lstm


# ------------------------------------------------------------------------------------------------------- attention


def test_attention_by_hand_is_pytorchs_and_its_rows_add_up_to_1():
    cell = seen("By hand, from six words")
    weights = np.array(unpack(cell.views["who looks at whom"].pages[0])).reshape(6, 6)
    assert np.allclose(weights.sum(axis=1), 1)
    assert said(cell, r"tensor\(([\d.e-]+)")[0] < 1e-6


def test_without_the_root_of_d_one_weight_takes_nearly_all():
    rows = re.findall(r"d=(\d+) +largest ([\d.]+), by √d ([\d.]+)", seen("Why √d").output)
    raw, scaled = ([float(row[at]) for row in rows] for at in (1, 2))
    assert raw == sorted(raw)
    assert raw[-1] > 0.9
    assert max(scaled) < 0.6


def test_with_the_mask_another_last_word_changes_the_last_result_alone():
    assert seen("Masked").output == "changed: [False, False, False, False, False, True]\n"
    weights = np.array(unpack(seen("Masked").views["masked"].pages[0])).reshape(6, 6)
    assert (weights[np.triu_indices(6, 1)] == 0).all()
    assert np.allclose(weights.sum(axis=1), 1)


@pytest.mark.parametrize("heads", ["1", "2", "4", "8"])
def test_any_number_of_heads_is_pytorchs_and_costs_nothing(performed, heads):
    cell = performed("architectures", heads=heads)["By hand, and PyTorch's"]
    assert len(cell.views["heads"].pages) == int(heads)
    assert said(cell, r"tensor\(([\d.e-]+)")[0] < 1e-6
    assert said(cell, r"([\d,]+) parameters") == [4 * 32 * 32 + 4 * 32]


def test_attention_without_positions_does_not_see_the_order():
    assert said(seen("A bag of words"), r"tensor\(([\d.e-]+)")[0] < 1e-5
    assert said(seen("Waves"), r"tensor\(([\d.e-]+)")[0] > 0.1


def test_neighboring_places_have_codes_that_are_more_alike_than_others():
    alike = left("Waves")["code"] @ left("Waves")["code"].T
    places = range(len(alike))
    for place in places:
        near = [alike[place, other] for other in (place - 1, place + 1) if other in places]
        far = [alike[place, other] for other in places if abs(other - place) > 2]
        assert min(near) > max(far)


# --------------------------------------------------------------------------------------------------- Transformers


def test_the_modules_of_the_lesson_compute_attention_as_pytorch_does():
    torch.manual_seed(0)
    mine = left("Attention as a module")["Attention"](8, 2, True)
    q, k, v = mine.into(x := torch.randn(3, 5, 8)).unflatten(2, (3, 2, -1)).permute(2, 0, 3, 1, 4)
    whole = functional.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).flatten(2)
    assert torch.allclose(mine(x), mine.out(whole), atol=1e-6)


@pytest.mark.long
@pytest.mark.parametrize("seed", SEEDS)
def test_the_antidiagonal_condenses(seed):
    cell, _ = trained("Learn to write backward", seed)
    weights = np.array(unpack(cell.views["attention"].pages[0])).reshape(8, 8)
    assert np.diagonal(weights[::-1]).min() > 0.9
    assert cell.column("right")[0] < 0.3
    assert min(cell.column("right")[-5:]) > 0.98


@pytest.mark.long
@pytest.mark.parametrize("seed", SEEDS)
def test_thirty_plain_layers_lose_the_gradient_and_residual_ones_do_not_and_learn(seed):
    cell, names = trained("Train both", seed)
    norms = {name: [float(norm) for norm in all_of] for name, all_of in names["norms"].items()}
    assert len(norms["plain"]) == 32
    assert norms["plain"][0] < 1e-11
    assert min(norms["residual"]) > 0.1
    assert np.mean(cell.column("right[plain]")[-20:]) < 0.25
    assert np.mean(cell.column("right[residual]")[-10:]) > 0.5


def test_layer_norm_gives_every_layer_numbers_of_one_size_however_the_sums_grow():
    first, *layers, _ = left("Gradient norms, layer by layer")["towers"]["residual"]
    x = begun = first(left("Gradient norms, layer by layer")["pixels"])
    for layer in layers:
        assert layer.norm(x).std().item() == pytest.approx(1, abs=0.05)
        x = layer(x)
    assert x.std() > 2 * begun.std()


@pytest.mark.long
@pytest.mark.parametrize("seed", SEEDS)
def test_the_first_layer_looks_one_back_and_the_second_to_what_came_after(seed):
    cell, _ = trained("Two layers", seed)
    first, second = (np.array(unpack(cell.views[f"layer {layer}"].pages[0])).reshape(12, 12) for layer in (1, 2))
    assert np.diagonal(first, -1)[:6].mean() > 0.4
    assert np.diagonal(second, -5)[1:].mean() > 0.6
    assert np.mean(cell.column("right")[:5]) < 0.2
    assert np.mean(cell.column("right")[-10:]) > 0.75


def words_and_sums(text, names):
    """Which share of the words there are; how many sentences have the form, and how many of these are right."""
    sentences = [sentence.split() for sentence in text.split(".")[1:-1]]  # those that are whole
    words = [word for sentence in sentences for word in sentence]
    known = sum(word in {*names, "plus", "is"} for word in words) / len(words)
    formed = [
        one for one in sentences if len(one) == 5 and (one[1], one[3]) == ("plus", "is") and {*one[::2]} <= {*names}
    ]
    return known, len(formed), sum(
        names.index(a) + names.index(b) == names.index(c) for a, _, b, _, c in formed
    )  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("seed", FEW)
def test_it_learns_to_spell_most_words_and_not_to_add(seed):
    cell, names = trained("It learns to write", seed)
    written = "".join(names["write"](400))
    known, formed, right = words_and_sums(written, names["NAMES"])
    assert known > 0.7
    assert formed >= 2
    assert right <= formed / 2
    assert cell.column("loss[model]")[-1] < names["guessing"] / 4
    first = cell.output.splitlines()[0]
    assert not {*first.split()} & {*names["NAMES"]}


def test_the_text_is_made_of_sums_that_are_right():
    assert words_and_sums(left("A text of sums")["text"] + " ", left("A text of sums")["NAMES"])[0] == 1
    assert left("A text of sums")["text"].count(".") == 1000


# --------------------------------------------------------------------------------------------- sampling and a cache


def test_top_1_is_greedy_at_any_temperature_and_a_low_temperature_is_bolder():
    chances = left("Temperature and top-k")["chances"]
    logits = torch.tensor([0.0, 2.0, 1.0, -1.0])
    for temperature in (0.1, 1.0, 3.0):
        assert chances(logits, temperature, 1).tolist() == [0, 1, 0, 0]
    assert torch.allclose(chances(logits, 1.0, 4), logits.softmax(0))
    assert (chances(logits, 1.0, 2) > 0).tolist() == [False, True, True, False]
    assert chances(logits, 0.5, 4).max() > chances(logits, 1.0, 4).max() > chances(logits, 2.0, 4).max()


def test_the_slider_for_k_ends_at_the_number_of_letters_and_the_bars_are_their_probabilities():
    assert the_lesson("architectures").control("k").high == len(left("A text of sums")["letters"]) == 19
    view = seen("What is written").views["the next letter"]
    assert sum(unpack(view.rows[0].values)) == pytest.approx(1)
    assert list(view.labels) == ["' '" if letter == " " else letter for letter in left("A text of sums")["letters"]]


def test_once_the_text_slides_on_the_same_letter_has_other_keys():
    names = whole().names
    block, letter = names["writer"].blocks[0], names["writer"].tokens(names["data"][1])
    second, first = (block.attention.into(block.norm(letter + names["writer"].places[at]))[32:64] for at in (1, 0))
    assert (second - first).abs().max() > 0.01


def test_the_cache_gives_the_same_logits_for_one_place_a_letter():
    cell = seen("One place at a time")
    assert max(cell.column("apart")) < 1e-4
    assert cell.column("places[all again]") == list(range(1, 33))
    assert set(cell.column("places[with a cache]")) == {1}
    assert said(seen("What it takes"), r"hold ([\d,]+) numbers") == [
        2 * 2 * 32 * 32
    ]  # layers, keys and values, places, width


class TestTheWholeLesson(WholeLesson):
    lesson = "architectures"
