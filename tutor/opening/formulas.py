r"""Formulas in TeX as a line of Unicode, where they are simple enough; others stay as they are written.

'\frac{1}{n} \sum_i x_i^2' becomes '1/n ∑ᵢ xᵢ²'. What is not known here is no guess: then there is no such line.
"""

from __future__ import annotations

import re
import unicodedata

from tutor.opening.source import words

_SMALL = words(
    "alpha beta gamma delta epsilon zeta eta theta iota kappa mu nu xi pi rho sigma tau",
    "upsilon phi chi psi omega",
)
_LARGE = words("Gamma Delta Theta Xi Pi Sigma Upsilon Phi Psi Omega")
_SIGNS = {
    **{name: unicodedata.lookup(f"GREEK SMALL LETTER {name.upper()}") for name in _SMALL},
    **{name: unicodedata.lookup(f"GREEK CAPITAL LETTER {name.upper()}") for name in _LARGE},
    "lambda": "λ", "Lambda": "Λ", "varepsilon": "ε", "varphi": "φ", "ell": "ℓ", "hbar": "ħ",
    "sum": "∑", "prod": "∏", "int": "∫", "partial": "∂", "nabla": "∇", "infty": "∞", "sqrt": "√",
    "cdot": "·", "times": "×", "div": "÷", "pm": "±", "mp": "∓", "circ": "∘", "ast": "*", "star": "⋆", "odot": "⊙",
    "oplus": "⊕", "otimes": "⊗", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "ne": "≠", "approx": "≈",
    "equiv": "≡", "sim": "~", "propto": "∝", "ll": "≪", "gg": "≫", "in": "∈", "notin": "∉", "subset": "⊂",
    "subseteq": "⊆", "cup": "∪", "cap": "∩", "emptyset": "∅", "forall": "∀", "exists": "∃", "neg": "¬", "to": "→",
    "rightarrow": "→", "leftarrow": "←", "gets": "←", "leftrightarrow": "↔", "Rightarrow": "⇒", "implies": "⇒",
    "iff": "⇔", "mapsto": "↦", "ldots": "…", "dots": "…", "cdots": "⋯", "vdots": "⋮", "quad": "  ", "qquad": "    ",
    "mid": "|", "vert": "|", "Vert": "‖", "|": "‖", "langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋",
    "lceil": "⌈", "rceil": "⌉", "prime": "′", "top": "ᵀ", "intercal": "ᵀ", "dagger": "†", ",": " ", ";": " ", ":": " ",
    "ddots": "⋱", "lVert": "‖", "rVert": "‖", "lvert": "|", "rvert": "|",
    "!": "", " ": " ", "{": "{", "}": "}", "_": "_", "&": "&", "%": "%", "#": "#", "$": "$",
}  # fmt: skip
_WORDS = words("log ln exp sin cos tan tanh sinh cosh max min arg argmax argmin lim sup inf det dim Pr mod softmax")
_RELATIONS = frozenset("·×÷∘⋆⊙⊕⊗≤≥≠≈≡~∝≪≫∈∉⊂⊆∪∩→←↔⇒⇔↦=<>")
"""What stands between two terms, with a space on each side."""
_PLAIN = words(
    "text textrm mathrm mathbf mathit mathsf mathtt mathcal operatorname boldsymbol bm textbf textit mbox rm bf",
)
_FRACTIONS = ("frac", "dfrac", "tfrac")
_DROPPED = words("left right big Big bigg Bigg bigl bigr displaystyle textstyle limits nolimits")
_DOUBLE = {"R": "ℝ", "N": "ℕ", "Z": "ℤ", "E": "𝔼", "P": "ℙ", "C": "ℂ", "Q": "ℚ"}
_ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "vec": "\u20d7", "dot": "\u0307", "overline": "\u0304",
            "widehat": "\u0302", "widetilde": "\u0303"}  # fmt: skip
_ABOVE = dict(
    zip("0123456789+-=()niTabcdefghjklmoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵀᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True)
)
_ABOVE |= {"*": "*", "′": "′", "ᵀ": "ᵀ", "−": "⁻"}
_BELOW = dict(zip("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
_ALONE = {"-": "−", "'": "′", "$": "", "=": " = ", "<": " < ", ">": " > "}
_INDICES = frozenset("ijklmnpqrst")
"""Letters that count; a name in other letters is a word, which is not read well in small signs."""
_TOKEN = re.compile(
    r"\\(?P<name>[A-Za-z]+|.)(?P<after>[ ]*)|(?P<sign>[{}^_&])|(?P<gap>\s+)|(?P<text>[^\\{}^_&\s])", re.DOTALL
)


_ENVIRONMENT = re.compile(
    r"\\(?:begin|end)\{(?:aligned|align|equation|split|gather|gathered)\*?\}|\\(?:label|tag)\{[^}]*\}|\\nonumber"
)


class _TooHardError(Exception):
    """There is something in the formula that is not known here."""


def in_unicode(tex: str) -> str | None:
    """The formula in one line, or in several where it has several; None where it is not simple."""
    lines: list[str] = []
    try:
        for row in re.split(r"\\\\(?:\[[^\]]*\])?", _without_environment(tex)):
            reader = _Reader(list(_TOKEN.finditer(row.strip())))
            said = reader.group(top=True)
            lines.append(_tidied(said))
    except _TooHardError:
        return None
    return unicodedata.normalize("NFC", "\n".join(filter(None, lines))) or None


def _tidied(said: str) -> str:
    """With single spaces, and none within brackets and norms."""
    said = re.sub(r"\s+", " ", said).strip()
    said = re.sub(r"‖ ?([^‖]*?) ?‖", r"‖\1‖", re.sub(r"(?<=[(\[]) | (?=[)\]])", "", said))
    return said.replace("‖‖", "‖ ‖")


def _without_environment(tex: str) -> str:
    """What is within an environment that only sets lines beneath one another."""
    return _ENVIRONMENT.sub("", tex)


class _Reader:
    """Reads tokens from the left."""

    def __init__(self, tokens: list[re.Match[str]]) -> None:
        self._tokens = tokens
        self._at = 0

    def group(self, *, top: bool = False) -> str:
        """Up to the end of this group, or of all."""
        said = last = ""
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token["sign"] == "}":
                if top:
                    raise _TooHardError
                self._at += 1
                return said
            if token["sign"] in ("^", "_"):
                self._at += 1
                more = _set_off(self.one(), token["sign"])
                said, last = said.rstrip() + more, f"{more[0]} set off"
            elif token["sign"] == "&":
                self._at += 1
            else:
                more, name = self.one(), token["name"] or ""
                said += _gap(said[-1:], last, more, name) + more
                last = last if name in _DROPPED else name
        if not top:
            raise _TooHardError
        return said

    def one(self) -> str:
        """A group, a command with what belongs to it, or a character."""
        while (
            self._at < len(self._tokens)
            and self._tokens[self._at]["gap"]
            and self._tokens[self._at - 1]["sign"] in ("^", "_")
        ):
            self._at += 1
        if self._at >= len(self._tokens):
            raise _TooHardError
        token = self._tokens[self._at]
        self._at += 1
        if token["sign"] == "{":
            return self.group()
        if token["name"] is not None:
            return self._command(token["name"], token["after"])
        if token["gap"]:
            return " "
        if token["text"] is None:
            raise _TooHardError
        return _ALONE.get(token["text"], token["text"])

    def _argument(self) -> str:
        while self._at < len(self._tokens) and self._tokens[self._at]["gap"]:
            self._at += 1
        return self.one().strip()

    def _command(self, name: str, after: str) -> str:
        if name in _FRACTIONS:
            above, below = self._argument(), self._argument()
            return f"{_enclosed(above)}/{_enclosed(below, below=True)}"
        if name == "sqrt":
            return f"√{_enclosed(self._argument())}"
        if name in _PLAIN:
            return self._plain()
        if name in _ACCENTS:
            said = self._argument()
            if len(said) != 1:
                raise _TooHardError
            return said + _ACCENTS[name]
        if name == "mathbb":
            said = self._argument()
            return _DOUBLE.get(said, said)
        if name == "underset":
            below, said = self._argument(), self._argument()
            return said + _set_off(below, "_") + " "
        if name in ("overbrace", "underbrace"):
            return self._braced()
        if name in _DROPPED:
            return ""
        if name in _WORDS:
            return name + " " * (not self._opens())
        if name in _SIGNS:
            sign = _SIGNS[name]
            return (
                f" {sign} "
                if sign in _RELATIONS
                else sign + (after and " ")
                if sign.isalpha() or sign in "…⋯"
                else sign
            )
        raise _TooHardError

    def _opens(self) -> bool:
        """Whether a parenthesis comes next."""
        coming = (
            token
            for token in self._tokens[self._at :]
            if token["name"] not in _DROPPED and not token["gap"] and token["sign"] != "{"
        )
        return next((token["text"] for token in coming), "") == "("

    def _plain(self) -> str:
        """Words in a formula; a space at their end parts them from what follows."""
        while self._at < len(self._tokens) and self._tokens[self._at]["gap"]:
            self._at += 1
        said = self.one()
        return said.strip() + " " * said.endswith(" ")

    def _braced(self) -> str:
        """What a brace is above or below, and what is said of it."""
        said = self._argument()
        if self._at < len(self._tokens) and self._tokens[self._at]["sign"] in ("^", "_"):
            self._at += 1
            said += f" ({self._argument()})"
        return said


def _gap(ended: str, last: str, more: str, name: str) -> str:
    """What keeps two parts from being read as one name, or as one fraction: `last` and `name` are what they are."""
    apart = (
        (last in _FRACTIONS and re.match(r"[\w∂∇∑∏∫√(\[|]", more))
        or (last in ("^ set off", "_ set off") and re.match(r"[^\W\d_]|[∂∇∑√]", more))
        or (name in _FRACTIONS and (ended.isalnum() or ended == ")"))
        or (name in _WORDS and ended.isalnum())
    )
    return " " if apart else ""


def _enclosed(said: str, *, below: bool = False) -> str:
    """A part of a fraction, in parentheses where it would not be read as one without."""
    if below and re.match(r"\d+[^\W\d]", said):
        return f"({said})"
    depth = 0
    for at, character in enumerate(said):
        depth += character in "([" or -(character in ")]")
        if depth < 0 or (depth == 0 and (character in " +−/,=" or (character == ")" and said[at + 1 :]))):
            return f"({said})"
    return said


def _set_off(said: str, sign: str) -> str:
    """Raised or lowered; in signs of Unicode where there are such."""
    known = _ABOVE if sign == "^" else _BELOW
    said = re.sub(rf" *([{''.join(_RELATIONS)}]) *", r"\1", said.strip())
    plain = said.replace("−", "-")
    if not said:
        raise _TooHardError
    word = sign == "_" and re.fullmatch(r"[A-Za-z]{2,}", said) is not None
    if word and len(said) > 2 and not _INDICES.issuperset(said):
        return sign + said
    if all(character in known for character in plain):
        return "".join(known[character] for character in plain)
    return sign + (said if len(said) == 1 or word else f"({said})")
