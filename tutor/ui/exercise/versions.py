"""The texts of an exercise that were checked, to be stepped through."""

from __future__ import annotations

import time

from tutor.course.exercise import Exercise
from tutor.learner.practice import Practice
from tutor.ui.exercise import words


class VersionHistory:
    """The versions of one exercise's text, oldest first."""

    def __init__(self, practice: Practice, exercise: Exercise) -> None:
        self._practice = practice
        self._exercise = exercise

    def keep(self, text: str) -> None:
        """Keep a text among them, where it is not what was given and not there already."""
        slug = self._exercise.slug
        if text not in (self._exercise.starter, *(version.text for version in self._practice.versions(slug))):
            self._practice.keep(slug, text)

    def step(self, text: str, by: int) -> tuple[str | None, str]:
        """Keep this text and go `by` versions on from it: the text there, None where there is none; and what to say."""
        self.keep(text)
        versions = self._practice.versions(self._exercise.slug)
        texts = [version.text for version in versions]
        at = (texts.index(text) if text in texts else len(texts)) + by
        if not 0 <= at < len(texts):
            return None, "There is no earlier version." if by < 0 else "There is no later version."
        version = versions[at]
        verdict = words.VERDICTS.get(version.verdict, "not checked")
        where = f"Version {at + 1} of {len(texts)} · {clock(version.at)} · {verdict}"
        return version.text, f"{where}. u goes back, U forward."


def clock(at: float) -> str:
    """A time of today as '22:41:07', of another day as '20 Nov 22:41'."""
    then = time.localtime(at)
    today = time.strftime("%x") == time.strftime("%x", then)
    return time.strftime("%H:%M:%S" if today else "%d %b %H:%M", then)
