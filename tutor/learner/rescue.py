"""What could not be saved where it belongs, written where there is room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tutor.learner.storage import Writer, write_atomically

if TYPE_CHECKING:
    from tutor.learner.progress import Store
    from tutor.learner.workspace import Workspace


class Unsaved(msgspec.Struct, frozen=True):
    """A file that does not hold what it should."""

    place: Path
    """Where it belongs."""
    name: Path
    """What it is called elsewhere: its path below the folder that all of its kind lie in."""
    data: bytes
    """What it should hold."""


def unsaved(store: Store, workspace: Workspace | None) -> list[Unsaved]:
    """All that would be lost if the tutor ended now: answers first."""
    answers = workspace.unsaved() if workspace is not None else []
    return [
        *(Unsaved(path, Path("work") / path.relative_to(root), data) for root, path, data in answers),
        *(Unsaved(path, path.relative_to(store.home), data) for path, data in store.unsaved()),
    ]


def default_folder() -> Path:
    """A new folder in the system's folder for temporary files. Raises OSError."""
    import tempfile  # late: hardly ever needed

    return Path(tempfile.mkdtemp(prefix="pytorch-tutor-"))


def rescue(
    lost: Sequence[Unsaved],
    problem: str,
    *,
    new_folder: Callable[[], Path] = default_folder,
    write: Writer = write_atomically,
) -> str:
    """Write all of it into a new folder; what is to be said of it. Where that cannot be done either, what is said
    holds the texts themselves."""
    why = f"Not everything could be saved. {problem}".strip()
    try:
        folder = new_folder()
        for one in lost:
            write(folder / one.name, one.data)
    except OSError as error:
        texts = "\n".join(f"\n# {one.place}\n{one.data.decode(errors='replace')}" for one in lost)
        return f"{why}\nIt could not be written elsewhere either: {error.strerror or error}. Here it is:\n{texts}"
    places = "\n".join(f"  {folder / one.name}\n    belongs to {one.place}" for one in lost)
    return f"{why}\nIt is kept in {folder}:\n{places}"
