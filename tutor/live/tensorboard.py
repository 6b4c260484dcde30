"""TensorBoard's `SummaryWriter` inside a cell: what `add_scalar` is given becomes a curve.

Where tensorboard is installed, its files are written as ever. Where it is not, a stand-in takes its place, which shows
what it can and says of the rest that it is not kept.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from functools import wraps
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import Any

from tutor.live.lesson_io import present

MODULE = "torch.utils.tensorboard"
_NOT_KEPT = (
    "audio custom_scalars custom_scalars_marginchart custom_scalars_multilinechart embedding graph hparams mesh "
    "onnx_graph pr_curve pr_curve_raw text video histogram_raw image_with_boxes tensor"
)


def begin() -> None:
    """From now on the module is imported by way of here; where it is loaded already, it is so now."""
    if not any(isinstance(one, _Finder) for one in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


class StandIn:
    """A `SummaryWriter` that writes no files."""

    def __init__(self, log_dir: str | Path | None = None, *_: Any, **__: Any) -> None:
        self.log_dir = str(log_dir or "runs")
        self._said: set[str] = set()

    def add_scalar(self, tag: str, scalar_value: Any, global_step: float | None = None, *_: Any, **__: Any) -> None:
        """A point of the curve of this name."""
        scalars(tag, scalar_value, global_step)

    def add_scalars(
        self, main_tag: str, tag_scalar_dict: Mapping[str, Any], global_step: float | None = None, *_: Any, **__: Any
    ) -> None:
        """A point of each of several curves of one chart."""
        scalars(main_tag, tag_scalar_dict, global_step)

    def add_histogram(self, tag: str, values: Any, *_: Any, **__: Any) -> None:
        """How the values are spread, the newest of each name."""
        from tutor.live.plots import histogram

        histogram(values, name=tag)

    def add_image(self, tag: str, img_tensor: Any, *_: Any, dataformats: str = "CHW", **__: Any) -> None:
        """A picture, the newest of each name."""
        self._pictures(tag, img_tensor, dataformats)

    def add_images(self, tag: str, img_tensor: Any, *_: Any, dataformats: str = "NCHW", **__: Any) -> None:
        """Pictures, the newest of each name."""
        self._pictures(tag, img_tensor, dataformats)

    def _pictures(self, tag: str, pixels: Any, form: str) -> None:
        from tutor.live.plots import picture

        if form.endswith("HWC"):
            import torch

            pixels = torch.as_tensor(pixels).movedim(-1, -3)
        picture(pixels, name=tag)

    def add_figure(self, tag: str, figure: Any, *_: Any, close: bool = True, **__: Any) -> None:
        """Figures of matplotlib."""
        from tutor.live.figures import show

        for one in figure if isinstance(figure, Sequence) else [figure]:
            show(one)
        if close and (pyplot := sys.modules.get("matplotlib.pyplot")) is not None:
            pyplot.close(figure)
        del tag

    def get_logdir(self) -> str:
        """Where files would lie."""
        return self.log_dir

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is open."""

    def __enter__(self) -> StandIn:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __getattr__(self, name: str) -> Any:
        if name.removeprefix("add_") not in _NOT_KEPT.split() or not name.startswith("add_"):
            raise AttributeError(f"SummaryWriter has no {name} where tensorboard is not installed")

        def left_out(*_: Any, **__: Any) -> None:
            if name not in self._said:
                self._said.add(name)
                sys.stderr.write(
                    f"{name}: not kept, since tensorboard is not installed here; add_scalar, add_histogram, add_image "
                    "and add_figure are shown.\n"
                )

        return left_out


def scalars(tag: str, value: Any, step: float | None) -> None:
    """Report a scalar, or several by their names, at their step."""
    if step is None:
        present().report({tag: value})
    else:
        present().report_at(float(step), {tag: value})


class _Finder(MetaPathFinder):
    """Finds the module as it is, and has it loaded with what is done here."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> Any:
        """The spec of the module of TensorBoard; None for any other."""
        del target
        if fullname != MODULE or (spec := PathFinder.find_spec(fullname, path)) is None or spec.loader is None:
            return None
        spec.loader = _Loader(spec.loader)
        return spec


class _Loader(Loader):
    """Loads the module; where tensorboard is missing, the stand-in is in its place."""

    def __init__(self, real: Loader) -> None:
        self._real = real

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """As the module's own loader does."""
        return self._real.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Load it, and have what it writes reported, too."""
        names = vars(module)
        try:
            self._real.exec_module(module)
        except ImportError:
            names["SummaryWriter"] = StandIn
            return
        writer = names["SummaryWriter"]
        for method in ("add_scalar", "add_scalars"):
            setattr(writer, method, _reporting(getattr(writer, method)))


def _reporting(method: Any) -> Any:
    """The method, which reports what it writes."""

    @wraps(method)
    def write(self: Any, tag: str, value: Any, global_step: float | None = None, *rest: Any, **more: Any) -> Any:
        scalars(tag, value, global_step)
        return method(self, tag, value, global_step, *rest, **more)

    return write
