"""A training that a check judges is told of while it runs, and comes with the verdict."""

from __future__ import annotations

import asyncio

from judge_helpers import STRICT

from tutor.kernel.client.client import Kernel
from tutor.kernel.protocol.checks import Checked, Further, TrainingMeasured
from tutor.kernel.protocol.messages import FromKernel

TESTS = '''
import torch
from tutor import check

def test_trains(answer):
    """reaches half"""
    images, labels = torch.eye(10), torch.arange(10)
    training = check.TimedTraining(check.Goal(0.5, 5.0, 1000), images, labels)
    training.run(answer.train, images, labels)
    assert training.trial.right[-1] >= 0.5
'''
ANSWER = """
import torch

def train(images, labels, look):
    model = torch.nn.Linear(10, 10)
    with torch.no_grad():
        model.weight.copy_(5 * torch.eye(10))
        for _ in range(3):
            look(model)
            model.bias.zero_()
    return model
"""


async def test_each_measurement_arrives_before_the_verdict_which_has_the_last(warm_command: list[str]) -> None:
    heard: list[FromKernel | object] = []
    kernel = Kernel([*warm_command, "--silence", "never"], on_message=heard.append)
    await kernel.start()
    try:
        answers = {"exercise": "trained", "tests": TESTS, "starter": "", "limits": STRICT}
        alone = await kernel.judge(answer=ANSWER, **answers)
        told = [one for one in heard if isinstance(one, TrainingMeasured)]
        assert alone.verdict == "right", alone.message
        assert [len(one.trained.right) for one in told] == [1, 2, 3, 4]
        assert alone.trained == told[-1].trained
        assert alone.trained.right[-1] == 1.0
        assert (alone.trained.goal, alone.trained.most_seconds, alone.trained.most_parameters) == (0.5, 5.0, 1000)
        heard.clear()
        more = (Further(ANSWER, "", (1,), 10.0),)
        several = await asyncio.wait_for(kernel.judge(answer=ANSWER, more_seeds=(1, 2), further=more, **answers), 60)
        assert [several.verdict, *(one.verdict for one in several.by_seed)] == ["right"] * 3
        assert several.trained is not None
        assert isinstance(several.further[0], Checked)
        assert several.further[0].trained is not None
        # of the further answer and the further seeds nothing is told
        assert len([one for one in heard if isinstance(one, TrainingMeasured)]) == 4
    finally:
        await kernel.close()
