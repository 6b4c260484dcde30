"""What a cell does to files, and in processes of its own."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod

from tutor.course import calm
from tutor.course.effects import ANY_FILE, Piece
from tutor.course.elsewhere import file_called, is_file, path_of_file
from tutor.course.origins import Scope, called_first


class OutsideCalls(Scope, ABC):
    """Goes through the calls of functions of which more is known: by which files are written, or processes started."""

    @abstractmethod
    def _expression(self, node: ast.expr) -> None:
        """Go through an expression."""

    def _root(self, node: ast.expr) -> None:
        """The name of the module is read."""
        while isinstance(node, ast.Attribute):
            node = node.value
        if isinstance(node, ast.Name) and node.id not in self._bound:
            self._piece.reads.add(node.id)

    def _outside(self, node: ast.Call, path: str) -> None:
        """Such a function is called."""
        self._root(node.func)
        self._piece.paths.add(path)
        words = {word.arg: word.value for word in node.keywords}
        handed = [*node.args, *words.values()]
        if path == calm.RANKS:
            self._ranks(node.args[1] if len(node.args) > 1 else words.get("train"), handed)
            return
        for one in handed:
            self._expression(one)
        if path == calm.PATH:
            self._file(node)
        elif path in calm.PROGRAMS:
            self._piece.reads.add(ANY_FILE)
            self._piece.writes.add(ANY_FILE)
            if calm.stays_in_its_process(path):
                self._doubt(f"{path} may change anything", here=True)
        else:
            at = 1 if path == calm.SAVE else 0
            self._open(node.args[at] if len(node.args) > at else words.get("f"), writes=path == calm.SAVE)
            safe = words.get("weights_only", ast.Constant(True))
            if not (isinstance(safe, ast.Constant) and safe.value) or None in words:
                self._doubt("what is loaded may do anything")

    def _file(self, node: ast.Call) -> None:
        """The path of a file is made; where it gets a name and no more, nothing is read."""
        file = path_of_file(node, self._path)
        self._makes_paths = True
        if file is None:
            self._doubt("it may be the path of any file")
        elif not any(node is one for one in self._only_named):
            self._piece.reads.add(file)

    def _files_behind(self, name: str) -> set[str]:
        """The files whose paths this cell has made that a variable has, or was computed from."""
        found, waiting = set[str](), [name]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += self.effects.graph.get(one, ())
        return set(filter(is_file, found))

    def _ranks(self, called: ast.expr | None, handed: list[ast.expr]) -> None:
        """Something is called in ranks."""
        for one in handed:
            if one is not called:
                self._expression(one)
        if called is None or any(isinstance(one, ast.Starred) for one in handed):
            self._doubt("it cannot be told what is done in ranks")
        else:
            self._fork(called)

    def _open(self, path: ast.expr | None, *, writes: bool) -> None:
        """A file is read or written whose path this is, or whose name."""
        match path:
            case ast.Constant(value=name):
                of = {file_called(name) or ANY_FILE}
                self._piece.reads |= of
            case None:
                self._doubt("it cannot be told of which file")
                return
            case _:
                of = self._origins(path, graph=True)
                self._piece.opened.add(frozenset(of))
        self._piece.writes |= of if writes else set()

    def _fork(self, called: ast.expr) -> None:
        """Something is called in forks of this process, which is worked out here where that is more than to name it."""
        if not isinstance(called, ast.Name | ast.Lambda | ast.Attribute):
            self._expression(called)
        outer, bound, used = self._piece, self._bound, self._used
        self._piece, self._bound, self._used = Piece(), set(), set()
        self._expression(called)
        inner, self._piece, self._bound, self._used = self._piece, outer, bound, used
        inner.begins = called_first(called)
        self._piece.forks.append(inner)
        if not self._local:
            self.effects.aside |= inner.reads - bound
