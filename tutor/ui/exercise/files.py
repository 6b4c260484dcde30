"""The learner's file under an exercise's screen: saved as one types, watched for other programs, never lost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any

from textual.app import App
from textual.timer import Timer

from tutor.learner.workspace import Conflict, UnreadableError
from tutor.ui.exercise.answer import first_blank
from tutor.ui.exercise.controller import ExerciseController
from tutor.ui.exercise.own_editor import edit
from tutor.ui.exercise.state import ExerciseState
from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.shell_screen import ShellScreen

SAVE_AFTER = 0.5
"""Seconds without typing after which the text is written to disk."""
LOOK_EVERY = 0.5
"""Seconds between two looks at the file, for what other programs write; also over a network file system."""


class FileController(ExerciseController):
    """Keeps the text in the editor and the learner's file the same."""

    COMMANDS = (
        Command("e", "own_editor", "your editor", "open the file in $VISUAL or $EDITOR, and come back"),
    )  # fmt: skip

    def __init__(
        self,
        screen: ShellScreen[None],
        state: ExerciseState,
        *,
        check: Callable[[], Coroutine[Any, Any, object]],
        on_pause: Callable[[], object],
        edit_outside: Callable[[App[Any], Path], str] | None = None,
        save_after: float = SAVE_AFTER,
        look_every: float = LOOK_EVERY,
    ) -> None:
        """`check` has a text judged that another program wrote; `on_pause` is called when the learner pauses in
        typing; `edit_outside` stands in for the learner's own editor."""
        super().__init__(screen, state)
        self._check = check
        self._on_pause = on_pause
        self._edit_outside = edit_outside
        self._save_after = save_after
        self._look_every = look_every
        self._saving: Timer | None = None
        self._failed = False
        """Whether the text could not be written when that was tried last."""
        self._file_work = asyncio.Lock()
        self._looking = False

    # ------------------------------------------------------------------------------------------------------- opening

    def open(self) -> None:
        """Put the learner's text into the editor, and watch the file from now on."""
        state, starter = self.state, self.state.exercise.starter
        try:
            text = state.workspace.begin(state.exercise)
        except UnreadableError as error:
            state.trouble, text = str(error), starter
        state.editor.load_text(text)
        left = state.attempt.cursor
        state.editor.place(left if left is not None and text != starter else first_blank(text).start)
        self._failed = bool(state.file.problem)
        self.screen.set_interval(self._look_every, self._look)
        self.tell_trouble()

    def tell_trouble(self) -> None:
        """Say why the file cannot be read or written, where that is so."""
        if self.state.trouble:
            self.say(f"{self.state.trouble} z puts what you were given in its place and keeps the file.", trouble=True)
        elif self.state.file.problem:
            self.say(self.state.file.problem, trouble=True)

    # -------------------------------------------------------------------------------------------------------- saving

    def text_changed(self) -> None:
        """Save soon."""
        if self._saving is not None:
            self._saving.stop()
        if self.state.text != self.state.file.text:
            self._saving = self.screen.set_timer(self._save_after, self.paused)

    def paused(self) -> None:
        """The learner typed, and paused."""
        self.save_soon()
        self._on_pause()

    def save_soon(self) -> None:
        """Write the text, beside the screen's own work."""
        self.screen.begin(self.save, group="file")

    async def save(self) -> bool:
        """Write the text as it stands; whether it is the file's now."""
        file = self.state.file
        async with self._file_work:
            text = self.state.text
            if text == file.text and file.unsaved is None and not self.state.trouble:
                return True
            conflict = await asyncio.to_thread(file.save, text)
        self._after_saving(conflict)
        return conflict is None and not file.problem

    def _after_saving(self, conflict: Conflict | None) -> None:
        state = self.state
        self._failed = bool(state.file.problem)
        if conflict is not None:
            self.tell_conflict(conflict)
        elif state.file.problem:
            self.tell_trouble()
        else:
            state.trouble, state.conflict, state.saved_at = "", None, time.time()
        self.update_head()

    def tell_conflict(self, conflict: Conflict) -> None:
        """Say that there are two texts, and how to choose."""
        self.state.conflict = conflict
        kept = f"yours also as {conflict.aside.name}" if conflict.aside is not None else "yours here"
        self.say(
            f"{self.state.file.path.name} was changed by another program while you changed it here. Both texts are "
            f"kept: the other in the file, {kept}. esc, then c chooses.",
            trouble=True,
        )

    def save_state_changed(self) -> None:
        """What could not be written may have been, without anybody asking."""
        if self._failed and not self.state.file.problem:
            self._failed, self.state.saved_at = False, time.time()
            self.say("")
        self.update_head()

    def close(self) -> None:
        """Nothing is lost with the screen, nor where one was in the text."""
        state = self.state
        if state.editor.entered:
            state.practice.leave_at(state.exercise.slug, state.editor.cursor_location)
        if state.text != state.file.text or state.file.unsaved is not None:
            state.file.save(state.text)

    # -------------------------------------------------------------------------------------------------- other programs

    def _look(self) -> None:
        if self.screen.is_current and not self._looking:
            self.screen.begin(self.look, group="file")

    async def look(self) -> None:
        """See whether another program changed the file; where nothing was typed here meanwhile, show it and check."""
        state, self._looking = self.state, True
        try:
            async with self._file_work:
                theirs = await asyncio.to_thread(state.file.look)
        except UnreadableError as error:
            state.trouble = str(error)
            self.tell_trouble()
            self.update_head()
            return
        finally:
            self._looking = False
        if theirs is None or (state.conflict is not None and state.conflict.theirs == theirs):
            return
        if state.text != state.file.text:
            await self.save()
            return
        state.versions.keep(state.text)
        if await self.take():
            await self._check()
            self.say(
                f"{state.file.path.name} was changed by another program, and is shown as it is now. Your "
                "earlier text is among the versions: esc, then u."
            )

    async def take(self) -> bool:
        """The file's text as it is now, in the editor; whether it could be read."""
        try:
            async with self._file_work:
                text = await asyncio.to_thread(self.state.file.read)
        except (UnreadableError, FileNotFoundError) as error:
            self.say(str(error), trouble=True)
            return False
        self.state.trouble, self.state.conflict = "", None
        self.put(text)
        return True

    async def settle(self) -> Path | None:
        """End a conflict with the text from here; where the other one is kept."""
        async with self._file_work:
            aside = await asyncio.to_thread(self.state.file.settle, self.state.text)
        self._after_saving(None)
        return aside

    def put(self, text: str) -> None:
        """Put a text in place of the one in the editor, in a step that can be undone; the cursor stays in its line."""
        editor = self.state.editor
        editor.exchange(text)
        editor.entered = editor.has_focus
        self.update_head()

    async def action_own_editor(self) -> None:
        """The learner's own editor, and what it left."""
        await self.save()
        with_beats = partial(edit, meanwhile=self.screen.shell.link.beat)
        problem = (self._edit_outside or with_beats)(self.screen.app, self.state.file.path)
        self.say(problem, trouble=True)
        await self.look()
