"""The one form of all rules: an id, a function, a sentence for the reader, examples where it fires and where not.

Rules of one kind stand in an ordered tuple; the first with an answer wins, and its id goes into the evidence and the
confidence. So an id is data: rename the function, not the id. `quotes rules` lists them; the tests run the examples.
How to add one: docs/rules.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from inspect import getdoc
from typing import Generic, ParamSpec, TypeVar

_MARK = re.compile(r"\[[a-z]\d*(?:=[^|\]]*)?\|([^\]]*)\]")
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Rule(Generic[P, R]):
    """A rule. Call it like the function that it is made of.

    Attributes:
        id: unique among all rules.
        decide: the function; None is no answer.
        fires: marked texts in which it gives the answer.
        abstains: marked texts in which it must not.
    """

    id: str
    decide: Callable[P, R]
    fires: tuple[str, ...]
    abstains: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What the rule does: the first line of the function's docstring."""
        return (getdoc(self.decide) or "").partition("\n")[0]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Apply the rule."""
        return self.decide(*args, **kwargs)


def rule(
    name: str, *, fires: str | tuple[str, ...], abstains: str | tuple[str, ...]
) -> Callable[[Callable[P, R]], Rule[P, R]]:
    """Make a rule of a function.

    Args:
        name: the rule's id.
        fires: marked text, or several, in which the rule gives the answer.
        abstains: marked text, or several, in which it must not.

    >>> @rule("ends_in_mark", fires="Go!", abstains="Go")
    ... def ends_in_mark(text: str) -> bool:
    ...     '''True if a text ends in an exclamation mark.'''
    ...     return text.endswith("!")
    >>> ends_in_mark.id, ends_in_mark.sentence, ends_in_mark("Stop!")
    ('ends_in_mark', 'True if a text ends in an exclamation mark.', True)
    """

    def make(decide: Callable[P, R]) -> Rule[P, R]:
        return Rule(name, decide, _tuple(fires), _tuple(abstains))

    return make


def plain(marked: str) -> str:
    """Return marked text without its marks.

    >>> plain("[q0|“No,”] [c0|said] [s0=Ana Ruiz|she].")
    '“No,” said she.'
    """
    return _MARK.sub(r"\1", marked)


def first_answer(
    rules: Iterable[Rule[P, R | None]], *args: P.args, **kwargs: P.kwargs
) -> tuple[str, R] | tuple[str, None]:
    """Apply rules in order until one has an answer.

    Returns:
        The id of the rule and its answer; "" and None where no rule has one.
    """
    for one in rules:
        answer = one(*args, **kwargs)
        if answer is not None:
            return one.id, answer
    return "", None


def _tuple(examples: str | tuple[str, ...]) -> tuple[str, ...]:
    return (examples,) if isinstance(examples, str) else examples
