"""The learner's file under an exercise's screen: saved as one types, watched for other programs, never lost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual.app import App
from textual.timer import Timer
from textual.widgets import TextArea

from tutor.course.exercise import Exercise
from tutor.learner.practice import Practice
from tutor.learner.workspace import Conflict, UnreadableError, WorkingFile, Workspace
from tutor.ui.exercise.answer import AnswerEditor, first_blank
from tutor.ui.exercise.diff import DiffScreen
from tutor.ui.exercise.own_editor import edit
from tutor.ui.exercise.versions import Versions, clock
from tutor.ui.messages import SaveStateChanged
from tutor.ui.widgets.choose import Choose
from tutor.ui.widgets.shell_screen import ShellScreen

SAVE_AFTER = 0.5
"""Seconds without typing after which the text is written to disk."""
LOOK_EVERY = 0.5
"""Seconds between two looks at the file, for what other programs write; also over a network file system."""


class WorkingScreen(ShellScreen[None]):
    """The part of an exercise's screen that keeps the file; the other part is `ExerciseScreen`."""

    AUTO_FOCUS: ClassVar[str] = ""

    def __init__(
        self,
        exercise: Exercise,
        *,
        edit_outside: Callable[[App[Any], Path], str] | None = None,
        save_after: float = SAVE_AFTER,
        look_every: float = LOOK_EVERY,
    ) -> None:
        super().__init__()
        self.exercise = exercise
        self.editor = AnswerEditor(exercise.starter)
        self.conflict: Conflict | None = None
        """The two texts, while it is not chosen between them."""
        self.trouble = ""
        """Why the file cannot be read, in words; '' where it can."""
        self._edit_outside = edit_outside
        self._save_after = save_after
        self._look_every = look_every
        self._saving: Timer | None = None
        self._saved_at: float | None = None
        self._failed = False
        """Whether the text could not be written when that was tried last."""
        self._file_work = asyncio.Lock()
        self._looking = False

    @property
    def workspace(self) -> Workspace:
        """The folder of the learner's files."""
        return self.shell.workspace

    @property
    def file(self) -> WorkingFile:
        """The file of this exercise."""
        return self.workspace.file(self.exercise)

    @property
    def practice(self) -> Practice:
        """How the exercises stand."""
        return self.shell.store.practice

    @property
    def versions(self) -> Versions:
        """The texts of this exercise that were checked."""
        return Versions(self.practice, self.exercise)

    # ------------------------------------------------------------------------------- what the other part has to do

    def say(self, notice: str, *, trouble: bool = False) -> None:
        """Say something in the line above the keys; '' takes it away."""
        raise NotImplementedError

    def update_head(self) -> None:
        """Where one is, how it stands, whether it is saved."""
        raise NotImplementedError

    def text_changed(self) -> None:
        """Another text stands in the editor."""
        raise NotImplementedError

    async def check(self) -> None:
        """Have the text in the editor judged."""
        raise NotImplementedError

    # ------------------------------------------------------------------------------------------------------- opening

    def open_file(self) -> None:
        """Put the learner's text into the editor, and watch the file from now on."""
        try:
            text = self.workspace.begin(self.exercise)
        except UnreadableError as error:
            self.trouble, text = str(error), self.exercise.starter
        self.editor.load_text(text)
        left = self.practice.attempt(self.exercise.slug).cursor
        self.editor.place(left if left is not None and text != self.exercise.starter else first_blank(text).start)
        self._failed = bool(self.file.problem)
        self.set_interval(self._look_every, self._look)
        self._tell_trouble()

    def _tell_trouble(self) -> None:
        if self.trouble:
            self.say(f"{self.trouble} z puts what you were given in its place and keeps the file.", trouble=True)
        elif self.file.problem:
            self.say(self.file.problem, trouble=True)

    @property
    def saved(self) -> str:
        """Whether the text is on disk, in a word or two."""
        if self.file.problem or self.trouble:
            return "cannot be saved"
        if self.conflict is not None:
            return "two texts"
        if self.editor.text != self.file.text:
            return "not saved yet"
        return "saved" if self._saved_at is None else f"saved {clock(self._saved_at)}"

    # -------------------------------------------------------------------------------------------------------- saving

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Save soon."""
        if event.text_area is not self.editor:
            return
        if self._saving is not None:
            self._saving.stop()
        if self.editor.text != self.file.text:
            self._saving = self.set_timer(self._save_after, self.typed)
        self.text_changed()
        self.update_head()

    def typed(self) -> None:
        """The learner typed, and paused."""
        self.save_soon()

    def save_soon(self) -> None:
        """Write the text, beside the screen's own work."""
        self.begin(self.save, group="file")

    async def save(self) -> bool:
        """Write the text as it stands; whether it is the file's now."""
        async with self._file_work:
            text = self.editor.text
            if text == self.file.text and self.file.unsaved is None and not self.trouble:
                return True
            conflict = await asyncio.to_thread(self.file.save, text)
        self._after_saving(conflict)
        return conflict is None and not self.file.problem

    def _after_saving(self, conflict: Conflict | None) -> None:
        self._failed = bool(self.file.problem)
        if conflict is not None:
            self.tell_conflict(conflict)
        elif self.file.problem:
            self._tell_trouble()
        else:
            self.trouble, self.conflict, self._saved_at = "", None, time.time()
        self.update_head()

    async def save_now(self) -> None:
        """Write the text, without waiting for a pause in typing."""
        await self.save()

    def on_save_state_changed(self, _event: SaveStateChanged) -> None:
        """What could not be written may have been, without anybody asking."""
        if self._failed and not self.file.problem:
            self._failed, self._saved_at = False, time.time()
            self.say("")
        self.update_head()

    def on_unmount(self) -> None:
        """Nothing is lost with the screen, nor where one was in the text."""
        if self.editor.entered:
            self.practice.leave_at(self.exercise.slug, self.editor.cursor_location)
        if self.editor.text != self.file.text or self.file.unsaved is not None:
            self.file.save(self.editor.text)

    # -------------------------------------------------------------------------------------------------- other programs

    def _look(self) -> None:
        if self.is_current and not self._looking:
            self.begin(self.look, group="file")

    async def look(self) -> None:
        """See whether another program changed the file; where nothing was typed here meanwhile, show it and check."""
        self._looking = True
        try:
            async with self._file_work:
                theirs = await asyncio.to_thread(self.file.look)
        except UnreadableError as error:
            self.trouble = str(error)
            self._tell_trouble()
            self.update_head()
            return
        finally:
            self._looking = False
        if theirs is None or (self.conflict is not None and self.conflict.theirs == theirs):
            return
        if self.editor.text == self.file.text:
            self.keep_version()
            if await self._take_file():
                await self.check()
                self.say(
                    f"{self.file.path.name} was changed by another program; this is it as it is now. The text from "
                    "before is among the versions: esc, then u."
                )
        else:
            await self.save()

    async def _take_file(self) -> bool:
        """The file's text as it is now, in the editor."""
        try:
            async with self._file_work:
                text = await asyncio.to_thread(self.file.read)
        except (UnreadableError, FileNotFoundError) as error:
            self.say(str(error), trouble=True)
            return False
        self.trouble, self.conflict = "", None
        self.put(text)
        return True

    def put(self, text: str) -> None:
        """Put a text in place of the one in the editor, in a step that can be undone; the cursor stays in its line."""
        self.editor.exchange(text)
        self.editor.entered = self.editor.has_focus
        self.update_head()

    def tell_conflict(self, conflict: Conflict) -> None:
        """Say that there are two texts, and how to choose."""
        self.conflict = conflict
        kept = f"yours also as {conflict.aside.name}" if conflict.aside is not None else "yours here"
        self.say(
            f"{self.file.path.name} was changed by another program while you changed it here. Both texts are kept: "
            f"the other in the file, {kept}. esc, then c chooses.",
            trouble=True,
        )

    def action_choose_text(self) -> None:
        """Choose between the two texts of a conflict."""
        if self.conflict is None:
            self.say("There is one text of this exercise, and nothing to choose.")
            return
        options = [
            ("here", "what you typed here"),
            ("file", "what the file says now"),
            ("difference", "first show what differs"),
        ]
        self.app.push_screen(Choose("Which text goes on?", options, "", note="The other one is kept beside it."),
                             self._choose_text)  # fmt: skip

    def _choose_text(self, name: str | None) -> None:
        conflict = self.conflict
        if conflict is None or name is None:
            return
        if name == "difference":
            shown = DiffScreen(self.editor.text, conflict.theirs, gone="what you typed here", new="the file")
            self.app.push_screen(shown, lambda _: self.action_choose_text())
        else:
            self.begin(partial(self.choose_text, here=name == "here"), group="file")

    async def choose_text(self, *, here: bool) -> None:
        """End a conflict, with the text from here or with that of the file; the other lies beside it."""
        aside = self.conflict.aside if self.conflict is not None else None
        self.practice.keep(self.exercise.slug, self.editor.text)
        if here:
            async with self._file_work:
                aside = await asyncio.to_thread(self.file.settle, self.editor.text)
            self._after_saving(None)
        elif not await self._take_file():
            return
        self.say(f"The other text is kept as {aside.name}." if aside is not None else "")
        self.update_head()

    async def action_own_editor(self) -> None:
        """The learner's own editor, and what it left."""
        await self.save()
        with_beats = partial(edit, meanwhile=self.shell.link.beat)
        problem = (self._edit_outside or with_beats)(self.app, self.file.path)
        self.say(problem, trouble=True)
        await self.look()

    # ----------------------------------------------------------------------------------------------- other texts of it

    async def action_reset(self) -> None:
        """What the learner was given; or, where that stands there, the text from before."""
        starter = self.exercise.starter
        if self.editor.text == starter and not self.trouble:
            text = self.workspace.restore(self.exercise)
            said = "This is your text from before." if text is not None else "This is what you were given."
        else:
            if not self.trouble and not await self.save() and self.conflict is not None:
                return
            place = self.workspace.reset(self.exercise)
            text, self.trouble, self.conflict = starter, "", None
            kept = f"; it is kept as {place.name}" if place is not None else ""
            said = f"This is what you were given. z brings your text back{kept}."
        if text is not None:
            self.put(text)
        self.say(said)
        self._tell_trouble()
        self.update_head()

    def keep_version(self) -> None:
        """Keep the present text among the versions, where it is not what was given."""
        self.versions.keep(self.editor.text)

    def action_version(self, by: int) -> None:
        """Another version that was checked; the present text is kept among them first."""
        text, said = self.versions.step(self.editor.text, by)
        if text is not None:
            self.put(text)
        self.say(said)

    def action_difference(self) -> None:
        """What the learner changed."""
        shown = DiffScreen(self.exercise.starter, self.editor.text, gone="what you were given", new="what you have")
        self.app.push_screen(shown)
