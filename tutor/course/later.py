"""What of a lesson is read no sooner than something asks for it: the first frame waits for none of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar, overload

T = TypeVar("T")


class Later(Sequence[T]):
    """A tuple that is made when it is first looked into. Whether it has anything may be known before, by `some`."""

    __slots__ = ("_items", "_make", "_some")

    def __init__(self, make: Callable[[], tuple[T, ...]], *, some: bool | None = None) -> None:
        self._make: Callable[[], tuple[T, ...]] | None = make
        self._some = some
        self._items: tuple[T, ...] = ()

    def _made(self) -> tuple[T, ...]:
        make = self._make
        if make is not None:
            self._items = make()
            self._make = None  # last: another thread that looks meanwhile makes the same once more
        return self._items

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...

    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return self._made()[index]

    def __len__(self) -> int:
        return len(self._made())

    def __bool__(self) -> bool:
        return len(self) > 0 if self._some is None else self._some

    def __eq__(self, other: object) -> bool:
        """As the tuple that it stands for."""
        return tuple(self) == tuple(other) if isinstance(other, tuple | Later) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._made())

    def __repr__(self) -> str:
        return repr(self._made())
