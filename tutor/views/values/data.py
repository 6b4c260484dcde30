"""Any value as text, and a tensor by what it is."""

from __future__ import annotations

from tutor.views.base import View


class TextView(View, frozen=True, tag="text"):
    """Any value, as text."""

    text: str
    kind: str = ""
    """The name of its type."""


class TensorView(View, frozen=True, tag="tensor"):
    """A tensor or NumPy array: what it is, and as much of its values as fits."""

    shape: tuple[int, ...]
    dtype: str
    device: str
    requires_grad: bool
    grad_fn: str
    text: str
    """The values as torch prints them, shortened."""

    @property
    def autograd(self) -> str:
        """What autograd knows of it, as torch would print it behind the values; '' where it follows nothing."""
        if self.grad_fn:
            return f"grad_fn={self.grad_fn}"
        return "requires_grad=True" if self.requires_grad else ""


VIEWS = (
    TextView,
    TensorView,
)
