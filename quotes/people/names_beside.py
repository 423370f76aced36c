"""Complete surnames by what stands beside a story: its headline, captions, credit lines and byline.

These texts are not part of the Doc, so they are read as strings: a surname gets the given name that is printed before it
there, if all of them agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from quotes.lexicon import Lexicon
from quotes.people import names
from quotes.people.clusters import Clusters
from quotes.types import SpeakerKind

MAX_WORDS_BEFORE = 3  # words of a full name before its surname
_WORD = re.compile(r"[^\W\d_][\w.'’‑-]*")


def complete_names(clusters: Clusters, beside: Iterable[str], lexicon: Lexicon) -> None:
    """Give persons known by their surname alone the full name that is printed beside the story.

    Args:
        clusters: all clusters of the story, changed in place.
        beside: headline, captions and the like.
        lexicon: the word lists.
    """
    texts = list(beside)
    for number, cluster in enumerate(clusters.all):
        if cluster.kind != SpeakerKind.PERSON or len(cluster.name.words) != 1:
            continue
        surname = cluster.name.first
        found = {full for text in texts for full in _full_names(text, surname, lexicon)}
        if len({names.fold(full) for full in found}) == 1 and surname not in lexicon.given_names:
            clusters.rename(number, min(found, key=lambda full: (full.isupper(), full)), parts=lexicon.name_parts)


def _full_names(text: str, surname: str, lexicon: Lexicon) -> Iterator[str]:
    """Yield the full names with a folded surname in a text: given name, then other names or initials, then the surname."""
    words = list(_WORD.finditer(text))
    for place, word in enumerate(words):
        if names.fold(word.group()) != surname or not word.group()[0].isupper():
            continue
        start = place
        for before in reversed(words[max(0, place - MAX_WORDS_BEFORE) : place]):
            gap = text[before.end() : words[start].start()]
            if gap.strip(" .") or not _may_precede(before.group(), lexicon):
                break
            start -= 1
        while start < place and names.fold(words[start].group()) not in lexicon.given_names:
            start += 1
        if start < place:
            yield names.printed(text[words[start].start() : word.end()])


def _may_precede(word: str, lexicon: Lexicon) -> bool:
    folded = names.fold(word)
    particle = lexicon.name_parts.get(folded) == "particle"
    return particle or (word[0].isupper() and folded not in lexicon.titles and folded not in lexicon.body_words)
