"""What programs print of their training, in the forms that are in use, read as curves."""

from __future__ import annotations

import math

import pytest

from tutor.views.curves.from_text import Readings, read, readable


@pytest.mark.parametrize(
    ("line", "step", "values"),
    [
        ("loss: 2.303494  [   64/60000]", 64, {"loss": 2.303494}),
        (" Accuracy: 65.4%, Avg loss: 1.078", None, {"accuracy": 65.4, "avg loss": 1.078}),
        ("Epoch 3 | loss 0.53 acc 81%", 3, {"loss": 0.53, "acc": 81}),
        ("Epoch: 0 | train_loss: 1.09 | train_acc: 0.40", 0, {"train_loss": 1.09, "train_acc": 0.40}),
        ("Epoch [2/5], Step [100/600], Loss: 0.2345", 100, {"loss": 0.2345}),
        ("Train Epoch: 1 [640/60000 (1%)]\tLoss: 2.300039", 640, {"loss": 2.300039}),
        ("[1,  2000] loss: 2.173", 2000, {"loss": 2.173}),
        ("| epoch   1 |   200/ 2928 batches | lr 5.00 | ms/batch 31.01 | loss  8.15 | ppl  3450.10", 200,
         {"lr": 5, "loss": 8.15, "ppl": 3450.10}),
        ("train Loss: 0.5821 Acc: 0.6926", None, {"train loss": 0.5821, "acc": 0.6926}),
        ("LOSS train 0.3 valid 0.4", None, {"loss train": 0.3, "valid": 0.4}),
        ("  batch 1000 loss: 1.63", 1000, {"loss": 1.63}),
        ("Test set: Average loss: 0.0264, Accuracy: 9912/10000 (99%)", None, {"average loss": 0.0264, "accuracy": 99}),
        ("Iteration: 10; Percent complete: 0.2%; Average loss: 5.2", 10, {"average loss": 5.2}),
        ("iter 100: train loss 1.9, val loss 2.0", 100, {"train loss": 1.9, "val loss": 2.0}),
        ("step 20, loss=tensor(0.25, grad_fn=<MseLossBackward0>)", 20, {"loss": 0.25}),
        ("Loss at step 10: 0.3", 10, {"loss": 0.3}),
        ("Epoch 5: loss = 1.2e-03", 5, {"loss": 1.2e-3}),
        ("{'loss': 0.31, 'learning_rate': 5e-05, 'epoch': 0.5}", 0.5, {"loss": 0.31, "learning_rate": 5e-5}),
        ("99 2356.98", 99, {"value": 2356.98}),
        ("      0/ 200000: 3.2957", 0, {"value": 3.2957}),
        ("2 tensor(0.3512)", 2, {"value": 0.3512}),
        ("tensor(2.3021, grad_fn=<NegBackward0>)", None, {"value": 2.3021}),
        ("Epoch 0: 100%|████| 938/938 [00:10<00:00, 90.1it/s, loss=0.3, v_num=1]", 938, {"loss": 0.3}),
        ("\x1b[32mEpoch 1\x1b[0m loss 0.5", 1, {"loss": 0.5}),
        ("Epoch 4/24 - 2s - loss: 0.31 - val_loss: 0.4", 4, {"loss": 0.31, "val_loss": 0.4}),
        ("Episode 12\tLast reward: 9.35\tAverage reward: 10.5", 12, {"last reward": 9.35, "average reward": 10.5}),
        ("Training took 3.2 seconds", None, {}),
        ("Epoch 0/24", 0, {}),
        ("----------", None, {}),
        ("Using cpu device", None, {}),
        ("Shape of X [N, C, H, W]: torch.Size([64, 1, 28, 28])", None, {}),
        ("", None, {}),
    ],
)  # fmt: skip
def test_a_line_is_read_as_it_is_meant(line: str, step: float | None, values: dict[str, float]) -> None:
    found = read(line)
    assert found.values == pytest.approx(values)
    assert found.step == step


def test_what_is_no_number_any_more_is_said() -> None:
    assert math.isnan(read("Epoch 3 loss: nan").values["loss"])


def test_steps_that_begin_anew_in_each_epoch_go_on() -> None:
    text = "".join(f"loss: {epoch}.{at}  [{at:>3}/640]\n" for epoch in range(2) for at in (64, 320, 640))
    rows = Readings().feed(text)
    assert [x for x, _ in rows] == [64, 320, 640, 704, 960, 1280]
    assert [values["loss"] for _, values in rows] == [0.64, 0.32, 0.64, 1.64, 1.32, 1.64]


def test_lines_without_steps_are_numbered_and_different_names_go_together() -> None:
    rows = Readings().feed("train loss: 3.0\nval loss: 4.0\ntrain loss: 2.0\nval loss: 3.5\nbye\n")
    assert rows == [(0, {"train loss": 3}), (1, {"train loss": 2}), (0, {"val loss": 4}), (1, {"val loss": 3.5})]


def test_a_text_may_come_in_any_pieces_and_what_is_said_once_is_no_curve() -> None:
    text = "Seeds: 4\nepoch 1 loss 0.5\repoch 2 loss 0.25\repoch 3 loss 0.1\n"
    pieces = Readings()
    rows = [row for character in text for row in pieces.feed(character)]
    assert rows == [(1, {"loss": 0.5}), (2, {"loss": 0.25}), (3, {"loss": 0.1})]
    assert not readable(["Found 4 files", "Accuracy: 3%"])
    assert readable(["loss 4", "loss 3"])
    assert readable(["loss 4"] * 3)
    assert not readable(["log.cpp:52] begins", "log.cpp:59] ends", "at=2 of it", "at=2 of it"])
