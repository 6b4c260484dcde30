"""A one-line question at the foot of the screen, answered by typing."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Label

from tutor.ui.widgets.field import Field
from tutor.views.scalar import Scalar


class Ask(Horizontal):
    """Asks for a value; wrong ones are met with what is allowed, escape takes the question away."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "cancel")]
    DEFAULT_CSS = """
    Ask { height: 1; padding: 0 1; background: $panel; }
    Ask > Label { width: auto; color: $accent; }
    Ask > Input, Ask > Input:focus { width: 20; height: 1; border: none; padding: 0 1; }
    Ask > .why { color: $error; }
    """

    def __init__(
        self, question: str, *, check: Callable[[str], Scalar], on_answer: Callable[[Scalar], None], start: str = ""
    ) -> None:
        super().__init__()
        self._question = question
        self._check = check
        self._on_answer = on_answer
        self._start = start

    def compose(self) -> ComposeResult:
        """Question, field, and room for what was wrong."""
        yield Label(f"{self._question}: ", markup=False)
        yield Field(self._start, select_on_focus=True)
        yield Label(" ", classes="why", markup=False)

    def on_mount(self) -> None:
        """Type as soon as the field is seen."""
        self.screen.set_focus(self.query_one(Input))

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the value, or say what is allowed."""
        event.stop()
        try:
            value = self._check(event.value)
        except ValueError as error:
            self.query_one(".why", Label).update(f" {error}")
            return
        await self._leave()
        self._on_answer(value)

    async def action_cancel(self) -> None:
        """Close the question without an answer."""
        await self._leave()

    async def _leave(self) -> None:
        """Go away; the keys are the screen's again, and not those of whatever could take them next."""
        self.screen.set_focus(None)
        await self.remove()
