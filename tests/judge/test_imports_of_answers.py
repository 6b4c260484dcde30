"""What an answer imports, and what torch loads and wraps for it, is nothing that it replaced."""

from __future__ import annotations

import pytest
from judge_helpers import RIGHT, Judge

from tutor.kernel.protocol.message_bases import Limits

pytestmark = pytest.mark.asyncio(loop_scope="session")

PATIENT = Limits(seconds=60.0, memory=4 << 30)
"""torch.compile loads a great deal."""
MODULES = {
    "numpy": "numpy.testing numpy.random numpy.fft numpy.polynomial numpy.ma numpy.linalg numpy.typing numpy.char",
    "torch": "torch.testing torch.func torch.distributions torch.fft torch.special torch.linalg torch.sparse torch.fx "
    "torch.autograd.functional torch.autograd.gradcheck torch.autograd.profiler torch.profiler torch.overrides "
    "torch.nn.utils.parametrize torch.nn.utils.parametrizations torch.nn.utils.rnn torch.nn.utils.prune torch.amp "
    "torch.optim.lr_scheduler torch.optim.swa_utils torch.utils.data torch.utils.checkpoint torch.utils.benchmark "
    "torch.nn.attention torch.multiprocessing torch.jit torch.library torch.masked torch.nested",
    "Python": "unittest unittest.mock doctest dataclasses typing types abc enum collections itertools functools "
    "operator inspect contextlib math cmath statistics decimal fractions random copy time timeit json pickle csv re "
    "string textwrap warnings logging traceback tempfile pathlib shutil os sys io threading concurrent.futures "
    "multiprocessing asyncio queue weakref heapq bisect array struct datetime argparse ctypes pytest cProfile pdb",
}
DOES = {
    "an assertion of numpy.testing": "import numpy.testing as npt\nnpt.assert_allclose([1.0], [1.0])",
    "gradcheck": "x = torch.ones(2, dtype=torch.float64, requires_grad=True)\ntorch.autograd.gradcheck(torch.tanh, x)",
    "a scripted function": "@torch.jit.script\ndef twice(x):\n    return x * 2\ntwice(torch.ones(2))",
    "a function that is compiled": "@torch.compile(backend='eager')\ndef twice(x):\n    return x * 2",
    "vmap": "torch.func.vmap(torch.tanh)(torch.ones(2))",
    "optimizers and schedules": "p = torch.ones(1, requires_grad=True)\n"
    "for kind in (torch.optim.SGD, torch.optim.Adam, torch.optim.RMSprop, torch.optim.AdamW):\n"
    "    optimizer = kind([p], lr=0.1)\n    p.sum().backward()\n    optimizer.step()\n"
    "    torch.optim.lr_scheduler.StepLR(optimizer, 1).step()",
    "a parametrization": "import torch.nn.utils.parametrize as parametrize\nlayer = torch.nn.Linear(2, 2)\n"
    "parametrize.register_parametrization(layer, 'weight', torch.nn.Identity())\nlayer(torch.ones(1, 2))",
    "a patch that is taken back": "import unittest.mock\nwith unittest.mock.patch('torch.randn'):\n    pass",
}


@pytest.mark.parametrize("whose", MODULES)
async def test_any_module_may_be_imported(judge: Judge, whose: str) -> None:
    imports = "".join(f"import {name}\n" for name in MODULES[whose].split())
    checked = await judge(imports + RIGHT)
    assert checked.verdict == "right", checked


@pytest.mark.parametrize("what", DOES)
async def test_what_torch_and_numpy_offer_may_be_used(judge: Judge, what: str) -> None:
    checked = await judge(f"import torch\n{DOES[what]}\n{RIGHT}", limits=PATIENT)
    assert checked.verdict == "right", checked
