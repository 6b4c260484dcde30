"""Which cells a cell needs to have been run: those that its names lead to, where the syntax tree tells.

A cell is left out only where nothing that is wanted later can tell whether it was run: it binds no variable that is
wanted, changes no object that one of those shares, draws no random number on which a later one depends, and does
nothing that cannot be told. So a lesson shows the same numbers whether it was run from its first cell on or not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from tutor.course import calm
from tutor.course.effects import ANY_FILE, ARGUMENT, SELF, Effects, Piece, modules_of
from tutor.course.elsewhere import is_file
from tutor.course.statements import effects_of
from tutor.course.versions import listed, versions

RANDOM = "for the random numbers"
_NO_VARIABLES = {"", ARGUMENT, SELF}
THREADS = "for the number of threads"
UNCLEAR = "it may change anything"
LATER = "a later cell may use anything"


def needs(sources: Sequence[str]) -> dict[int, str]:
    """The cells that the last of these needs: the place of each, from 0, and why it does, in a few words."""
    return _CellsAbove(sources).needs()


@dataclass
class _Whole:
    """What a cell does with all that it may call."""

    reads: set[str]
    changes: set[str]
    gradients: set[str]
    draws: bool
    drawn: bool
    """Whether random numbers decide on it, drawn by it or by processes of its own, which begin with this one's."""
    unclear: bool
    computes: bool
    """Whether it may do sums that the number of threads decides on the order of."""
    threads: bool
    """Whether it may set that number."""
    settled: int | None
    """What that number is after it, whatever it was before."""


@dataclass
class _Wanted:
    """What those cells need that are to be run, at a place of the lesson."""

    names: set[str] = field(default_factory=set)
    random: bool = False
    threads: bool = False
    everything: bool = False


class _CellsAbove:
    """The cells up to the one that is to be run."""

    def __init__(self, sources: Sequence[str]) -> None:
        modules, methods = modules_of(sources)
        first = [effects_of(place, source, modules, methods) for place, source in enumerate(sources)]
        fixed = {name for cell in first for name in (*cell.bodies, *filter(calm.known_builtin, cell.binds))}
        names = versions(sources, first, {*modules, *fixed})
        self._cells = [
            effects_of(place, source, modules, methods, names[place]) for place, source in enumerate(sources)
        ]
        self._modules = frozenset(modules)
        bound = {name for cell in self._cells for name in cell.binds}
        read = {name for cell in self._cells for name in (*cell.reads, *cell.aside)}
        self._outside = self._modules | {name for name in read - bound if calm.known_builtin(name)}
        """What is no variable of the lesson's."""
        self._shadowed = "__del__" in methods or any(calm.taken_as_known(name) for name in bound)
        """Whether a name of Python's own, of which something is taken to be known here, means something else; or
        whether something is done when a variable is bound anew."""
        self._paths = self._paths_of_files()
        self._files = {ANY_FILE, *self._paths.values()}
        """Every file that a cell names."""
        self._files |= {one for cell in self._cells for one in self._named_files(cell) if is_file(one)}
        self._shared, self._graph = self._relation(graph=False), self._relation(graph=True)
        self._fixed = _NO_VARIABLES | self._outside | {name for cell in self._cells for name in cell.bodies}
        """What no cell changes but by binding it anew: functions, classes, modules."""
        self._fixed -= {name for cell in self._cells for name in cell.altered}
        pieces = [*self._cells, *(body for cell in self._cells for body in cell.bodies.values())]
        self._holding = any(piece.holds for piece in pieces)
        """Whether a function of the lesson has something that it is given hold another thing."""
        self._passed = {name for piece in pieces for name in piece.passed if "·" not in name}
        self._scalars = self._held_by(
            lambda cell: cell.scalars, {name for cell in self._cells for name in cell.mutable}
        )
        self._data = self._numbers_alone()
        if self._holding:
            self._data -= self._passed - self._scalars
        self._made_of = self._pieces_by_name()
        self._wholes: dict[int, _Whole] = {}
        """By the identity of the cell."""

    def needs(self) -> dict[int, str]:
        wanted, found = _Wanted(), {}
        *earlier, _ = self._cells
        if self._shadowed:
            return dict.fromkeys(range(len(earlier)), UNCLEAR)
        self._want(wanted, self._cells[-1])
        for place in reversed(range(len(earlier))):
            cell = self._cells[place]
            if reason := self._reason(wanted, place):
                found[place] = reason
                self._want(wanted, cell)
        return dict(sorted(found.items()))

    def _want(self, wanted: _Wanted, cell: Effects) -> None:
        """The cell is run: what it needs is wanted before it."""
        whole = self._whole(cell)
        settled = {self._paths.get(name, name) for name in cell.settles} & self._files
        wanted.names = (wanted.names - cell.sure | whole.reads) - settled
        wanted.random = not cell.seeds and (wanted.random or whole.drawn)
        wanted.threads = whole.computes or (wanted.threads and whole.settled is None)
        wanted.everything = wanted.everything or whole.unclear

    def _reason(self, wanted: _Wanted, place: int) -> str:
        """Why a cell is needed; '' where it is not."""
        cell = self._cells[place]
        whole = self._whole(cell)
        if whole.unclear:
            return UNCLEAR
        if wanted.everything:
            return LATER
        names = cell.binds & wanted.names
        if names:
            return f"for {listed(names)}"
        changed = {name for name in wanted.names if self._touches(whole, name)}
        if changed:
            return f"it changes {listed(changed)}"
        if wanted.random and (whole.draws or cell.seeds):
            return RANDOM
        return THREADS if wanted.threads and whole.threads and not self._keeps_threads(place, whole.settled) else ""

    def _keeps_threads(self, place: int, settled: int | None) -> bool:
        """Whether a cell that leaves torch with this many threads, if that can be told, has found as many."""
        before: int | None = calm.THREADS_AT_FIRST
        for cell in self._cells[:place]:
            whole = self._whole(cell)
            if whole.threads or whole.unclear:
                before = whole.settled
        return settled is not None and settled == before

    def _whole(self, cell: Effects) -> _Whole:
        """A cell with the functions that it makes and those that its variables lead to."""
        if id(cell) not in self._wholes:
            self._wholes[id(cell)] = self._put_together(cell)
        return self._wholes[id(cell)]

    def _put_together(self, cell: Effects) -> _Whole:
        reached = self._reached(cell.reads)
        bodies = [body for name, body in cell.bodies.items() if name not in cell.uncalled]
        pieces = [cell, *bodies, *self._pieces(reached)]
        forks = [fork for piece in pieces for fork in piece.forks]
        forked, drawing = self._forked(forks), self._forked(one for one in forks if not self._seeded(one))
        within = {name for piece in pieces[1:] for fork in piece.forks for name in fork.reads}
        paths = {path for piece in pieces for path in piece.paths}
        changes, stored, gradients = set[str](), set[str](), set[str]()
        for piece in pieces:
            changes |= piece.changes | {name for name in piece.stores if not self._is_list(name)}
            stored |= piece.stores
            gradients |= self._gradients(piece.backward)
        passed = {name for piece in pieces for name in piece.passed}
        trained = self._origins({name for piece in pieces for name in piece.steps})
        if ARGUMENT in trained:
            trained |= self._origins(self._variables(passed) - self._data)
        touched = self._origins(changes) | stored
        if ARGUMENT in touched:
            changes |= passed
        if ARGUMENT in gradients:
            gradients |= self._gradients(passed)
        changes |= {name for name in cell.reads if any(name in one.iterators for one in self._cells)}
        if SELF in gradients:
            gradients |= {name for name in cell.reads if name not in self._data}
        if SELF in touched | trained or any(map(calm.keeps_state, paths)):
            changes |= {name for name in cell.reads if name not in self._data and not self._made(name)}
        reads = cell.reads | reached | self._reached(cell.aside | within)
        reads |= self._files_of(cell.reads.union(reached, within, *(piece.reads for piece in forked)))
        written = changes.union(*(piece.writes for piece in pieces))
        written = written.union(*(piece.changes | piece.stores | piece.writes for piece in forked))
        sets_threads, unclear = calm.THREADS in paths, any(piece.unclear or piece.unclear_here for piece in pieces)
        unclear = unclear or any(piece.unclear for piece in forked)
        unclear = unclear or not all(self._files_of(of) for piece in (*pieces, *forked) for of in piece.opened)
        own = not unclear and not any(calm.THREADS in piece.paths for piece in pieces[1:])
        return _Whole(
            reads,
            (self._origins(changes) | stored | (trained - self._data - {ARGUMENT})) - self._fixed
            | self._files_of(written),
            gradients - self._fixed,
            any(map(calm.draws, paths)),
            any(map(calm.draws, paths.union(*(piece.paths for piece in drawing)))),
            unclear,
            bool(reads - self._fixed) or any(map(calm.adds_up, paths)),
            sets_threads,
            cell.threads if own else None,
        )

    def _seeded(self, fork: Piece) -> bool:
        """Whether what happens in a process of its own begins with seeding torch's generator."""
        called = [cell.bodies[fork.begins] for cell in self._cells if fork.begins in cell.bodies]
        return bool(called) and all(body.seeds for body in called)

    def _forked(self, forks: Iterable[Piece]) -> list[Piece]:
        """What happens in processes of their own, with all that may be called there."""
        found: list[Piece] = []
        waiting = [*forks]
        while waiting:
            fork = waiting.pop()
            if not any(fork is one for one in found):
                found.append(fork)
                waiting += [*self._pieces(self._reached(fork.reads)), *fork.forks]
        return found

    def _files_of(self, names: Iterable[str]) -> set[str]:
        """The files whose paths these variables hold or were computed from; all, where any may be meant."""
        found = set(filter(is_file, self._origins(set(names), graph=True)))
        return self._files if ANY_FILE in found else found

    @staticmethod
    def _named_files(cell: Effects) -> set[str]:
        """What a cell names, among which are the files."""
        pieces = [cell, *cell.bodies.values()]
        pieces += [fork for piece in pieces for fork in piece.forks]
        found = {name for piece in pieces for name in (*piece.reads, *piece.writes)}
        return found.union(*cell.graph.values(), cell.settles)

    def _paths_of_files(self) -> dict[str, str]:
        """The variables that hold the path of one file, wherever they get a value, with that file."""
        found: dict[str, set[str]] = {}
        for cell in self._cells:
            for name in cell.binds:
                found.setdefault(name, set()).add(cell.files.get(name, ""))
        return {name: file for name, files in found.items() if len(files) == 1 and (file := next(iter(files)))}

    def _touches(self, whole: _Whole, name: str) -> bool:
        """Whether a variable shares anything with what is changed; gradients change no numbers."""
        own = self._origins({name})
        if name in self._fixed and not any(name in cell.keeping for cell in self._cells):
            own = {one for one in own if "·" not in one}  # its own variables are new whenever it is called
        return bool(own & whole.changes or (name not in self._data and own & whole.gradients))

    def _variables(self, names: set[str]) -> set[str]:
        """The variables of the lesson among these, and those that the ones of its functions come from."""
        own = {name for name in names if "·" in name}
        return (names - own) | {name for name in self._origins(own) if "·" not in name}

    def _is_list(self, name: str) -> bool:
        known = [cell.lists[name] for cell in self._cells if name in cell.lists]
        return bool(known) and all(known)

    def _gradients(self, names: set[str]) -> set[str]:
        """What gets gradients, or is changed, where these are sent back to: all that they were made of but numbers."""
        return {name for name in self._origins(names, graph=True) if name not in self._data}

    def _made(self, name: str) -> bool:
        """Whether it is a function or class."""
        return name in self._fixed

    def _reached(self, names: Iterable[str]) -> set[str]:
        """These variables, and those through which what they hold may call something."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += [one for piece in self._pieces({name}) for one in self._named(piece.reads)]
                if self._holding and name in self._passed and name not in self._data | self._fixed:
                    waiting += [one for cell in self._cells if name in cell.passed for one in self._named(cell.passed)]
        return found

    def _named(self, names: set[str]) -> set[str]:
        """The variables of the lesson among these, and for what a function was given, whatever may be that."""
        found = {name for name in names if "·" not in name and not is_file(name)}
        given = any(ARGUMENT in self._origins({name}) for name in names - found - {SELF} if not is_file(name))
        return found | self._passed if given else found

    def _pieces(self, names: set[str]) -> list[Piece]:
        """What these variables were made by, or do when they are called; numbers do nothing."""
        return [piece for name in names - self._data for piece in self._made_of.get(name, ())]

    def _pieces_by_name(self) -> dict[str, list[Piece]]:
        """For each variable, what it was made by, does when it is called, or holds."""
        found: dict[str, list[Piece]] = {}
        for cell in self._cells:
            held = {name: piece for name, piece in cell.held.items() if name not in self._fixed}
            for made in (cell.bodies, cell.sources, held):
                for name, piece in made.items():
                    found.setdefault(name, []).append(piece)
        return found

    def _origins(self, names: set[str], *, graph: bool = False) -> set[str]:
        """These variables and all that they come from."""
        relation = self._graph if graph else self._shared
        found: set[str] = set()
        waiting = [*names]
        while waiting:
            name = waiting.pop()
            if name not in found and name not in self._outside and name not in self._scalars:
                found.add(name)
                waiting += relation.get(name, ())
        return found

    def _relation(self, *, graph: bool) -> dict[str, set[str]]:
        """For each variable, function and class of the lesson: what it may come from."""
        found: dict[str, set[str]] = {}
        for cell in self._cells:
            for name, origins in (cell.graph if graph else cell.origins).items():
                found.setdefault(name, set()).update(origins)
            for name, body in cell.bodies.items():
                found.setdefault(name, set()).update(body.reads if graph or not body.returns else body.returns)
        return found

    def _numbers_alone(self) -> frozenset[str]:
        """The variables that hold nothing but numbers for which no gradients are kept, and that nothing trains."""
        trained = {name for cell in self._cells for name in cell.trained}
        other = {name for cell in self._cells for name in cell.other} | self._variables(trained)
        if ARGUMENT in self._origins(trained):
            other |= self._passed - self._scalars
        return self._scalars | self._held_by(lambda cell: cell.data, other, self._scalars)

    def _held_by(
        self, kept: Callable[[Effects], dict[str, set[str]]], other: set[str], known: frozenset[str] = frozenset()
    ) -> frozenset[str]:
        """The variables of a kind, wherever they get a value: those of `kept`, whose makings are of that kind, too, and
        none of the others."""
        other |= {name for cell in self._cells for name in (*cell.bodies, *(cell.binds - kept(cell).keys()))}
        found = {name for cell in self._cells for name in kept(cell)} - other
        while True:
            fitting = {
                name
                for name in found
                if all(
                    one in found or one in known or calm.known_builtin(one)
                    for cell in self._cells
                    for one in kept(cell).get(name, ())
                )
            }
            if fitting == found:
                return frozenset(found)
            found = fitting
