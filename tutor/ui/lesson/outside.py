"""Whether the file that is open has been changed by another program since."""

from __future__ import annotations

from tutor.course.model import Lesson


class Outside:
    """Looks at the file of a lesson; at nothing for those of a course, which do not change."""

    def __init__(self, lesson: Lesson) -> None:
        self._lesson = lesson
        self._seen = self._stamp()

    def news(self) -> str:
        """What to say of a change, once for each; '' where there is none."""
        now = self._stamp()
        if now == self._seen:
            return ""
        self._seen = now
        name = self._lesson.path.name
        if now is None:
            return f"{name} is no longer there. What is open stays, with all that you wrote in it."
        return f"{name} has changed since it was opened. ctrl+f opens it anew; what you wrote is kept for both."

    def _stamp(self) -> tuple[int, int] | None:
        if not self._lesson.opened:
            return None
        try:
            found = self._lesson.path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size
