"""What the learner chooses for all of the tutor: its colors, and what lessons compute on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tutor.ui.terminal import theme as themes
from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.controller import Controller

if TYPE_CHECKING:
    from textual.app import App

    from tutor.learner.progress import Store
    from tutor.ui.kernel_link import KernelLink


class SettingsController(Controller):
    """Asks what to choose, and keeps it."""

    COMMANDS = (
        Command("ctrl+t", "theme", "theme", "choose the colors", footer=False),
        Command("ctrl+o", "device", "device", "choose the device that lessons run on", footer=False),
    )

    def __init__(
        self, app: App[Any], store: Store, link: KernelLink, device: str, on_device: Callable[[str], object]
    ) -> None:
        """`device` is what was chosen before; `on_device` is called with another choice."""
        self.device = device
        self._app = app
        self._store = store
        self._link = link
        self._on_device = on_device

    def action_theme(self) -> None:
        """Ask which colors to use."""
        from tutor.ui.widgets.choose import Choose

        self._app.push_screen(Choose("Colors", list(themes.WORDS.items()), self._app.theme), self._take_theme)

    def _take_theme(self, name: str | None) -> None:
        if name is not None:
            self._app.theme = name
            self._store.set_setting("theme", name)

    def action_device(self) -> None:
        """Choose what lessons compute on."""
        from tutor.ui.widgets.choose import Choose
        from tutor.ui.widgets.devices import described

        self._link.ask_devices()
        devices = self._link.devices
        automatic = f"auto: the one with the most free memory ({devices[0].name})" if devices else "auto"
        options = [("auto", automatic), *((device.name, described(device)) for device in devices)]
        note = "" if devices else "Torch is still starting; its devices are not known yet."
        self._app.push_screen(Choose("Compute on", options, self.device, note=note), self._take_device)

    def _take_device(self, name: str | None) -> None:
        if name is not None and name != self.device:
            self.device = name
            self._store.set_setting("device", name)
            self._on_device(name)
