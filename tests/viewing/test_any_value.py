"""Whatever can be printed can be looked at: no value fails what shows it, hides another, or ends the process."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import torch
from odd_values import OTHERS, TENSORS, made

from tutor import live
from tutor.charts.drawing import Size
from tutor.commands.events import in_words
from tutor.kernel.protocol import messages
from tutor.kernel.protocol.events import Inspected, Shown
from tutor.kernel.session.asking import answer
from tutor.views import registry as drawings
from tutor.views.base import StagedView
from tutor.views.kinds import View
from tutor.views.tensor.data import InspectionView
from tutor.views.values.data import TensorView, TextView
from tutor.views.values.make import view_of

pytestmark = pytest.mark.filterwarnings("ignore")  # torch's own, about what is beta
EVERY = [*TENSORS, *OTHERS]


class Caught(live.Terminal):
    """Keeps what is shown, as it arrives at the tutor."""

    def __init__(self) -> None:
        super().__init__()
        self.views: list[View] = []

    def view(self, name: str, view: View) -> None:
        message = Shown(1, 1, 1, name, view)
        assert messages.decode_from_kernel(messages.encode(message)[4:]) == message
        self.views.append(view)

    def offer(self, name: str, make: Callable[[], View]) -> None:
        self.view(name, make())

    def show(self, name: str, value: object) -> None:
        self.view(name, view_of(value))


@pytest.fixture
def caught(monkeypatch: pytest.MonkeyPatch) -> Caught:
    stage = Caught()
    monkeypatch.setattr("tutor.live.lesson_io._present", stage)
    return stage


def drawn(view: View) -> None:
    """Draw a view in every way that there is."""
    assert in_words(view)
    assert drawings.data(view)
    assert (drawings.written(view) is not None) == isinstance(view, TensorView | TextView)
    if isinstance(view, StagedView):
        for size in (Size(0, 0), Size(12, 4), Size(78, 20)):
            for marks in ("braille", "ascii"):
                drawings.draw(view, size, marks, shades=marks == "braille")


@pytest.mark.parametrize("name", EVERY)
def test_any_value_is_shown(caught: Caught, name: str) -> None:
    live.show(made(name), "value")
    (view,) = caught.views
    assert isinstance(view, TensorView | TextView)
    assert view.text
    drawn(view)


@pytest.mark.parametrize("name", EVERY)
def test_any_value_is_looked_into_and_hides_no_other(name: str) -> None:
    variables = {"odd": made(name), "good": torch.ones(2), "also": {"inner": torch.ones(3)}}
    listed = answer(1, "", variables)
    assert not listed.problem
    assert {"good", "also['inner']"} <= dict(listed.names).keys()
    assert ("odd" in dict(listed.names)) == (name in TENSORS or "array" in name or name == "dates")
    found = answer(1, "odd", variables)
    assert messages.decode_from_kernel(messages.encode(found)[4:]) == found
    assert not found.problem
    assert found.view is not None
    drawn(found.view)
    assert isinstance(answer(1, "good", variables).view, InspectionView)


@pytest.mark.parametrize("name", TENSORS)
def test_any_tensor_is_inspected_by_a_cell(caught: Caught, name: str) -> None:
    live.inspect(made(name), "odd")
    live.inspect(torch.ones(2), "good", names={"odd": made(name)})
    for view in caught.views:
        drawn(view)


def refusal(call: Callable[[], None]) -> str:
    """In which words a view refuses its value; '' where it does not."""
    try:
        call()
    except (ValueError, TypeError) as error:
        return str(error) or "no words"
    return ""


SEEING: dict[str, Callable[[Any], None]] = {
    "picture": live.picture,
    "kernels": live.kernels,
    "feature_maps": lambda value: live.feature_maps(lambda image: image, value),
    "confusion": lambda value: live.confusion(value, value),
    "attention": live.attention,
    "fit_line": lambda value: live.fit_line(value, value),
    "boundary": lambda value: live.boundary(lambda points: points, value, value),
    "regression": lambda value: live.regression(value, value, lambda x: x),
    "shapes": lambda value: live.broadcast(value, (3, 1)),
    "graph": live.graph,
    "backward_walk": live.backward_walk,
    "report": lambda value: live.report(loss=value),
}


@pytest.mark.parametrize("view", SEEING)
@pytest.mark.parametrize("name", EVERY)
def test_a_view_draws_any_value_or_says_in_its_own_words_why_it_cannot(caught: Caught, view: str, name: str) -> None:
    said = refusal(lambda: SEEING[view](made(name)))
    assert said.startswith(view) if said else caught.views or view == "report"
    for one in caught.views:
        drawn(one)


@pytest.mark.parametrize("name", EVERY)
def test_operations_on_any_value_are_drawn_or_refused_in_words(caught: Caught, name: str) -> None:
    value = made(name)
    for expression in ("value + 1", "value.T", "value.mT", "value.reshape(-1)", "value[0]"):
        said = refusal(partial(live.shapes, expression, names={"value": value}))
        assert not said or said.startswith("shapes")
    for one in caught.views:
        drawn(one)


@pytest.mark.parametrize("name", EVERY)
def test_graphs_are_drawn_whatever_else_has_a_name(caught: Caught, name: str) -> None:
    w = torch.ones(2, requires_grad=True)
    names = {"odd": made(name), "w": w}
    loss = (w * 2 + 1).sum()
    live.graph(loss, names=names)
    live.backward_walk(loss, names=names)
    assert all(isinstance(view, StagedView) and "w" in drawings.words(view) for view in caught.views)


def test_a_slow_repr_is_given_up_even_where_exceptions_are_caught() -> None:
    class Slow:
        def __repr__(self) -> str:
            while True:
                pass

    found = answer(1, "slow", {"slow": Slow()}, seconds=0.05)
    assert isinstance(found, Inspected)
    assert "took longer" in found.problem


def test_of_a_container_only_the_element_that_cannot_be_printed_is_missing() -> None:
    view = view_of(made("a list with a raising repr"))
    assert isinstance(view, TextView)
    assert view.text.startswith("[1, <Speechless")


@pytest.mark.usefixtures("caught")
def test_a_complex_number_is_reported_as_what_it_is() -> None:
    with pytest.raises(ValueError, match=r"report: loss is the complex number 1\+2j; report its \.real"):
        live.report(loss=torch.tensor(1 + 2j))
    with pytest.raises(ValueError, match="is a Tensor without a number in it"):
        live.report(loss=torch.empty((), device="meta"))


@pytest.mark.usefixtures("caught")
def test_a_model_of_lazy_layers_is_not_changed_by_a_look() -> None:
    layer = torch.nn.LazyLinear(2)
    model = torch.nn.Sequential(layer)
    with pytest.raises(ValueError, match="call it once with data"):
        live.network(model, torch.ones(1, 3))
    assert torch.nn.parameter.is_lazy(layer.weight)


@pytest.mark.parametrize("marks", ["braille", "ascii"])
def test_a_matrix_of_nan_says_nan_in_each_cell(caught: Caught, marks: Any) -> None:
    live.attention(torch.full((2, 3), float("nan")))
    (view,) = caught.views
    assert isinstance(view, StagedView)
    for shades in (True, False):
        text = drawings.draw(view, Size(60, 12), marks, shades=shades).text()
        assert text.count(" nan") == 6
        assert "nn" not in text


def test_pictures_say_how_many_of_their_values_are_no_numbers(caught: Caught) -> None:
    live.picture(torch.full((5, 5), float("nan")))
    (view,) = caught.views
    assert isinstance(view, StagedView)
    assert "25 values are NaN or infinite" in drawings.words(view)
