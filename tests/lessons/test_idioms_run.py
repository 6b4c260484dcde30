"""Every idiom of the course does what it says without an error or a warning, and is code that a learner can copy."""

import warnings

import pytest
import torch

from tutor.course.catalogue import find_course, load_course
from tutor.course.idioms import NAME, read_idioms

COURSE = load_course(find_course())


@pytest.fixture(params=[one.slug for one in COURSE.lessons if read_idioms(one.path.parent).idioms])
def ran(request):
    """What the names of a lesson's idioms stand for once all of them have run."""
    path = COURSE.root / request.param / NAME
    names = {"__name__": "idioms"}
    torch.manual_seed(0)
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        exec(compile(path.read_text(encoding="utf-8"), path, "exec"), names)
    return request.param, names


def test_the_idioms_of_a_lesson_run_one_after_another_and_do_what_their_words_say(ran):
    slug, names = ran
    assert SAYS[slug](names)


SAYS = {
    "capstone": lambda the: (
        the["columns"] == {"height": ("3.5", ""), "kind": ("fir", "oak")}
        and sum(one.numel() for one in the["kept"]) == 15
        and the["spent"] >= 0
    ),
    "why_pytorch": lambda the: the["model"][0].weight.grad is None,  # cleared for the next step
    "tensors": lambda the: (
        the["channels_first"].shape == (8, 3, 28, 28)
        and the["channels_first"].data_ptr() == the["photos"].data_ptr()
        and torch.allclose(the["centered"].mean(dim=1), torch.zeros(4), atol=1e-6)
        and the["differences"].shape == (4, 5, 3)
        and the["own"].data_ptr() != the["a"].data_ptr()
    ),
    "many_gpus": lambda the: the["accuracy"] == 3 / 8 and the["folder"].joinpath("run.pt").exists(),
    "speed": lambda the: torch.allclose(the["total"], torch.dot(the["x"], the["y"])),
    "graphs": lambda the: not the["fixed"].requires_grad and the["loss"].grad_fn is not None,
    "backprop": lambda the: the["w"].grad is not None and the["jacobian"].shape == (3, 3),
    "linear_regression": lambda the: (
        [name for name, _ in the["Line"]().named_parameters()] == ["w"]
        and torch.allclose(the["w_and_b"].squeeze(), torch.tensor([3.0, 1.0]), atol=1e-4)
    ),
    "learning_rate": lambda the: (
        torch.allclose(the["limit"], torch.tensor(2 / 18))
        and the["optimizer"].param_groups[0]["lr"] == pytest.approx(0.002)
    ),
    "losses": lambda the: the["logits"].softmax(dim=1).sum(dim=1).allclose(torch.ones(8)),
    "optimizers": lambda the: (
        [group["weight_decay"] for group in the["optimizer"].param_groups] == [0.01, 0.0]
        and the["state"]["optimizer"]["param_groups"] != []
    ),
    "modules": lambda the: (
        list(the["Block"](3).state_dict()) == ["calls", "layers.0.weight", "layers.0.bias"]
        and (the["numbers"], the["size"]) == (58, 232)
        and not the["model"].training
        and not the["output"].requires_grad
        and not the["model"][0].bias.any()
        and len(the["seen"]) == 1
        and not the["model"][1]._forward_hooks
    ),
    "data": lambda the: (
        [tuple(shape) for shape in the["shapes"]] == [(32, 3)] * 3 + [(4, 3)]
        and torch.equal(the["inputs"], the["x"][the["rows"]])
        and the["normalized"][the["train_rows"]].mean(dim=0).abs().max() < 1e-5
        and torch.allclose(the["normalized"][the["train_rows"]].std(dim=0), torch.ones(3), atol=1e-4)
        and torch.allclose(the["weights"][the["classes"] == 0].sum(), torch.ones(()))
        and len(list(the["sampler"])) == 100
    ),
    "training_loop": lambda the: (
        torch.equal(the["counts"].sum(dim=1), the["y"].bincount(minlength=3))
        and torch.equal(the["counts"].sum(dim=0), the["answers"].bincount(minlength=3))
        and the["counts"].diagonal().sum().item() / 100 == pytest.approx(the["accuracy"])
        and not the["model"].training
        and the["best"]["weight"].data_ptr() != the["model"].weight.data_ptr()
        and the["state"]["optimizer"]["state"][0]["step"] == 2
        and torch.equal(the["state"]["model"]["weight"], the["best"]["weight"])
    ),
    "architectures": lambda the: (
        torch.equal(the["patches"][0, :, 0], the["image"][0, 0, :3, :3].flatten())
        and torch.allclose(
            the["result"],
            torch.nn.functional.scaled_dot_product_attention(the["q"], the["k"], the["v"], is_causal=True),
            atol=1e-6,
        )
        and the["heads"].shape == (2, 4, 6, 8)
        and the["together"].shape == (2, 6, 32)
        and (the["logits"].gather(1, the["symbol"]) >= the["least"]).all()
    ),
    "gpu": lambda the: (
        all(p.device.type == the["device"].type for p in the["model"].parameters())
        and all(p.dtype == p.grad.dtype == torch.float32 for p in the["model"].parameters())
        and torch.allclose(
            the["model"].bias.grad.cpu().sum(), torch.zeros(()), atol=1e-6
        )  # a gradient of cross-entropy
        and the["optimizer"].state[the["model"].weight]["step"] == 1
        and torch.equal(the["h"], the["block"](the["x"]))
    ),
    "universal_approximation": lambda the: (
        torch.allclose(the["features"] @ the["weights"], the["y"], atol=0.05)
        and [p.shape for p in the["products"]] == [p.shape for p in the["parameters"]]
        and not the["held_out"].requires_grad
    ),
}
"""What the words of idioms promise."""


def test_no_idiom_of_the_course_is_there_twice():
    codes = [idiom.code for lesson in COURSE.lessons for idiom in read_idioms(lesson.path.parent).idioms]
    assert len(codes) == len(set(codes))
