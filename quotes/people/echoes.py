"""Name the speaker of a quotation at the head of an article whose words come again below, from somebody named.

"It is 'a shambles', expert says" - and below: "It was a shambles from the start," Ana Ruiz, who teaches law, said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from spacy.tokens import Token

from quotes.layout import lay_out
from quotes.people import names
from quotes.people.speakers import WorkingSpeaker
from quotes.people.state import DiscourseState
from quotes.records import AttributedQuotation
from quotes.rules import Rule, rule
from quotes.types import Kind, SpeakerKind

MAX_HEAD_PARAGRAPHS = 5  # paragraph breaks within the head of an article
MIN_ECHO = 6  # letters of the words that come again
_NAMED = frozenset({SpeakerKind.PERSON, SpeakerKind.ORGANISATION})


@rule(
    "same_words_below",
    fires="[s0|An expert] [c0|called] it [q0|“a complete shambles.”]\n\n[q1|“It was a complete shambles from the start,”] "
    "[c1|said] [s1|Ana Ruiz].",
    abstains="[s0|An expert] [c0|called] it [q0|“a complete shambles.”]\n\n[q1|“It was a fine day,”] [c1|said] "
    "[s1|Ana Ruiz].",
)
def same_words_below(
    quotation: AttributedQuotation,
    later: Sequence[AttributedQuotation],
    speakers: Mapping[str, WorkingSpeaker],
    state: DiscourseState,
) -> int | None:
    """Take the only named speaker of the same words further down, for a quotation at the head that names nobody."""
    if not _at_head(quotation, state):
        return None
    stretches = [words for words in _in_marks(quotation) if sum(map(len, words)) >= MIN_ECHO]
    echoing = [one for one in later if one.kind != Kind.INDIRECT and _holds_any(one, stretches)]
    found = {speakers[one.id].cluster for one in echoing if not is_vague(speakers.get(one.id), state)}
    number = found.pop() if len(found) == 1 else None
    return number if number is not None and state.clusters.all[number].kind in _NAMED else None


def is_vague(speaker: WorkingSpeaker | None, state: DiscourseState) -> bool:
    """True where nobody knows who speaks, or it is somebody without a name; a group only in the first line."""
    if speaker is None or speaker.cluster is None:
        return True
    kind = state.clusters.all[speaker.cluster].kind
    in_title = speaker.span is not None and state.discourse.paragraph[speaker.span.start] == 0
    return kind == SpeakerKind.UNNAMED or (kind == SpeakerKind.GROUP and in_title)


def _at_head(quotation: AttributedQuotation, state: DiscourseState) -> bool:
    if quotation.kind == Kind.INDIRECT:
        return False
    return (
        state.discourse.paragraph[quotation.start] <= MAX_HEAD_PARAGRAPHS or state.discourse.headline[quotation.start]
    )


def _in_marks(quotation: AttributedQuotation) -> list[list[str]]:
    """Return the words between quotation marks, stretch by stretch."""
    doc, found = quotation.pieces[0].doc, []
    for quoted in lay_out(doc.text).quoted:
        for piece in quotation.pieces:
            words = [token for token in piece if quoted.start <= token.idx < quoted.end]
            found += [_folded(words)] if words else []
    return found or [_words(quotation)]


def _folded(tokens: Iterable[Token]) -> list[str]:
    return [names.fold(token.text) for token in tokens if token.is_alpha or token.like_num]


def _words(quotation: AttributedQuotation) -> list[str]:
    return _folded(token for piece in quotation.pieces for token in piece)


def _holds_any(quotation: AttributedQuotation, stretches: list[list[str]]) -> bool:
    words = _words(quotation)
    return any(_holds(words, stretch) for stretch in stretches)


def _holds(words: list[str], part: list[str]) -> bool:
    return any(words[i : i + len(part)] == part for i in range(len(words) - len(part) + 1))


ECHO_RULES: tuple[
    Rule[
        [AttributedQuotation, Sequence[AttributedQuotation], Mapping[str, WorkingSpeaker], DiscourseState], int | None
    ],
    ...,
] = (same_words_below,)
