"""Find the names by which people go online: "acebush1", "@anaruiz"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Span

from quotes.people.discourse import Discourse
from quotes.people.mentions import WorkingMention, make_mention
from quotes.records import MentionKind

_USERNAME = re.compile(r"@\w{3,}|[a-z][\w-]*(?:\d|_)[\w-]*|[a-z]+[A-Z]\w*")
MIN_LETTERS = 4


def find_usernames(doc: Doc, discourse: Discourse, sources: Iterable[Span]) -> Iterator[WorkingMention]:
    """Yield the mentions of usernames that are the source of a quotation somewhere.

    Args:
        doc: the story.
        discourse: its layout.
        sources: all source mentions.
    """
    spoken = {source.text.lower() for source in sources if len(source) == 1 and _is_username(source.text)}
    for token in doc:
        if token.lower_ in spoken:
            mention = make_mention(MentionKind.NAME, doc[token.i : token.i + 1], discourse)
            mention.observations = ("title",)
            yield mention


def _is_username(word: str) -> bool:
    letters = sum(char.isalpha() for char in word)
    return letters >= MIN_LETTERS and _USERNAME.fullmatch(word) is not None
