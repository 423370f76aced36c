"""The settings in which a story's people speak, by the words of its paragraphs: a court, a match, an assembly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spacy.tokens import Doc

from quotes.dates.narration import Narration
from quotes.lexicon import table

_WORDS = "settings"


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings by paragraph.

    Attributes:
        of_paragraph: the settings that each paragraph's narration has a word of.
        share: setting to the share of paragraphs that have a word of it, 0 to 1.
    """

    of_paragraph: tuple[frozenset[str], ...]
    share: Mapping[str, float]

    def around(self, paragraph: int) -> frozenset[str]:
        """Return the settings of a paragraph and its neighbours."""
        near = self.of_paragraph[max(0, paragraph - 1) : paragraph + 2]
        return frozenset().union(*near)


def read_settings(doc: Doc, narration: Narration) -> Settings:
    """Read the settings of a story."""
    words = table(_WORDS)
    found: list[set[str]] = [set() for _ in range(max(narration.paragraph, default=0) + 1)]
    for token in doc:
        if not narration.quoted[token.i]:
            found[narration.paragraph[token.i]].update(words.get(token.lemma_.lower(), ("",))[0].split())
    names = frozenset().union(*found)
    return Settings(
        tuple(map(frozenset, found)),
        {name: sum(name in own for own in found) / len(found) for name in sorted(names)},
    )
