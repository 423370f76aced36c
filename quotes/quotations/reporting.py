"""How a cue reports its quotation: by speech, writing or thought."""

from __future__ import annotations

from spacy.tokens import Span

from quotes.lexicon import table
from quotes.types import Act, Kind

_WORDS = "cue_acts"


def act_of(cue: Span | None, kind: str) -> Act:
    """Say how a cue reports: by its last verb that the list of cue words knows, else by its first other word.

    Args:
        cue: None: there is none, as in a transcript; then it is speech.
        kind: of the quotation. Words in marks behind a verb that the list does not know are speech: “We won,” she beamed.
    """
    if cue is None:
        return Act.SPEECH
    acts = table(_WORDS)
    verbs = [token for token in reversed(cue) if token.pos_ in ("VERB", "AUX")]
    for token in (*verbs, *cue):
        if known := acts.get(token.lemma_.lower()):
            return Act(known[0])
    if kind == Kind.DIRECT or not any(token.is_alpha for token in cue):
        return Act.SPEECH
    return Act.OTHER
