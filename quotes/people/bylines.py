"""Tell which names an article may be signed with: "By Ana Ruiz", a line "Ana Ruiz.", "Ana Ruiz is a doctor in Quito."."""

from __future__ import annotations

from quotes.people.mentions import WorkingMention
from quotes.people.state import DiscourseState

MAX_BYLINE_PARAGRAPHS = 3  # at the head or end of an article


def may_sign(state: DiscourseState, name: WorkingMention) -> bool:
    """True of a person's name in a byline, alone in its line, or at the end of the article, before "is" or "was"."""
    if name.kind != "NAME" or name.cluster is None or not state.clusters.all[name.cluster].is_human:
        return False
    paragraph = state.discourse.paragraph
    opens = name.title_start == 0 or state.doc[name.title_start - 1].is_space
    at_end = paragraph[name.start] >= paragraph[-1] - 1
    about = at_end and state.doc[name.end : name.end + 1].text in {"is", ",", "was"}
    return stands_in_byline(state, name) or (opens and (about or _ends_line(state, name)))


def stands_in_byline(state: DiscourseState, name: WorkingMention) -> bool:
    """True of a name after "by" in the first or last paragraphs."""
    here, last = state.discourse.paragraph[name.start], state.discourse.paragraph[-1]
    by = name.title_start > 0 and state.doc[name.title_start - 1].lower_ == "by"
    return by and not MAX_BYLINE_PARAGRAPHS < here < last - MAX_BYLINE_PARAGRAPHS


def _ends_line(state: DiscourseState, name: WorkingMention) -> bool:
    rest = state.doc[name.end : name.end + 2]
    return all(token.is_space or token.text == "." for token in rest)
