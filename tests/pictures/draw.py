"""Draws the README's picture: the real tutor, with the real kernel, trains in the laboratory and is photographed.

Run it by `python tests/pictures/draw.py`; it writes laboratory.svg beside itself.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from pathlib import Path

os.environ |= {"TEXTUAL_COLOR_SYSTEM": "truecolor", "COLORTERM": "truecolor", "TERM": "xterm-256color"}
os.environ.pop("NO_COLOR", None)  # before the imports: Textual reads them once

from tutor.options import Options
from tutor.ui.app import TutorApp
from tutor.ui.lesson.adjusting import Adjusting
from tutor.ui.lesson.question import PredictionBox
from tutor.ui.lesson.running import Running
from tutor.ui.lesson.screen import LessonScreen
from tutor.ui.stage.panel_grid import PanelGrid
from tutor.ui.terminal.terminal import TerminalCapabilities

FONT_FACE = re.compile(r"@font-face \{.*?\}", re.DOTALL)
"""Fonts that the picture would fetch from elsewhere; the reader's own monospaced font does as well."""


async def photograph(home: Path) -> str:
    """The laboratory after a run at 0.028 and one at 0.005, which stays beside it as a ghost."""
    app = TutorApp(Options(lesson="learning_rate", home=home), terminal=TerminalCapabilities())
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, LessonScreen)
        await screen.show_screen(1)
        app.set_pace(None)
        screen.state.runner.set_pace(None)
        for box in screen.query(PredictionBox):
            box.can_focus = False
        for rate in (0.005, 0.028):
            screen.controller(Adjusting).set_control("learning_rate", rate)
            await screen.controller(Running).run_cell(screen.state.training_cell)
            while screen.state.notebook.busy:
                await asyncio.sleep(0.05)
        await pilot.pause()
        await screen.query_one(PanelGrid).quiet.wait()
        await pilot.pause()
        svg = app.export_screenshot(title="pytorch-tutor")
    return FONT_FACE.sub("", svg)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        drawn = asyncio.run(photograph(Path(folder)))
    Path(__file__).with_name("laboratory.svg").write_text(drawn, encoding="utf-8")
