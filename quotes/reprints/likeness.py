"""Tell whether two quotations have the same words: equal, or with the differences that printing makes."""

from __future__ import annotations

from enum import StrEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Levenshtein
from rapidfuzz.distance._initialize import Opcode

from quotes import lexicon
from quotes.reprints.words import Words

#: Words that two quotations must share to be one, if their speakers are said to be the same; and if not.
MIN_SHARED, MIN_SHARED_BY_OTHERS = 4, 8
#: Of so many words one may be printed wrongly, or be one more.
_WORDS_PER_SLIP = 6
_BRACKET = 4  # words that a bracket may stand for
_BEFORE = 6  # words before a quotation that is cut at its beginning, of which none may turn it round
_MUCH_LONGER = 1.2  # times as many words
_MOST_OF_THEM = 0.6  # share of the shorter quotation's words that the longer must have
_ONE_WRONG, _TWO_WRONG = 4, 8  # letters of words in which one, or two, may be wrong


class Change(StrEnum):
    """How two printings of one quotation differ."""

    EQUAL = "equal"
    CUT = "cut short"
    GAP = "words left out"
    BRACKET = "bracket"
    SLIP = "slip"
    MORE = "a word more"


def changes(one: Words, other: Words, *, same_speaker: bool) -> tuple[Change, ...] | None:
    """Say how two quotations differ that have the same words; None: they do not.

    A number, a negation, or another word in place of one makes two quotations of one.

    Args:
        one: words of a quotation.
        other: words of another.
        same_speaker: both are said to be the same person's; if not, they must share more words, without slips.

    >>> from quotes.reprints.words import words_of
    >>> def compare(a, b): return changes(words_of(a), words_of(b), same_speaker=True)
    >>> compare("We will mend the bridge by May, whatever it costs", "We will mend the bridge by May")
    (<Change.CUT: 'cut short'>,)
    >>> compare("We will mend the old bridge by May", "We will mend the old brigde by May")
    (<Change.SLIP: 'slip'>,)
    >>> compare("We will mend it by May, I promise", "We will mend [the bridge] by May, I promise")
    (<Change.BRACKET: 'bracket'>,)
    >>> compare("We will mend the bridge by May", "We will not mend the bridge by May") is None
    True
    """
    if one.words == other.words:
        enough = len(one.words) >= (1 if same_speaker else MIN_SHARED_BY_OTHERS - 2)
        return (Change.EQUAL,) if enough else None
    short, full = sorted((one, other), key=lambda words: len(words.words))
    found = _changes(short, full, same_speaker=same_speaker)
    if found is None and (one.bracketed or other.bracketed):
        bare = changes(one.without_brackets(), other.without_brackets(), same_speaker=same_speaker)
        return None if bare is None else tuple(dict.fromkeys((Change.BRACKET, *(c for c in bare if c != Change.EQUAL))))
    return found


def _changes(short: Words, full: Words, *, same_speaker: bool) -> tuple[Change, ...] | None:
    least = MIN_SHARED if same_speaker else MIN_SHARED_BY_OTHERS
    in_both = len(set(short.words) & set(full.words))
    if in_both < min(least, len(set(short.words)) * _MOST_OF_THEM):
        return None
    edits = _edits(short, full)
    shared = len(short.words) - sum(edit.src_end - edit.src_start for edit in edits)
    if shared < (MIN_SHARED_BY_OTHERS if _overlap(edits, short) else least) or _part_ways(edits, short, full):
        return None
    told: list[Change] = []
    for edit in edits:
        change = _change(edit, short, full)
        if change is None:
            return None
        told.append(change)
    slips = sum(change in {Change.SLIP, Change.MORE} for change in told)
    return tuple(dict.fromkeys(told)) if slips <= _allowed_slips(shared, same_speaker=same_speaker) else None


def _allowed_slips(shared: int, *, same_speaker: bool) -> int:
    """Return how many slips two quotations may have that share so many words; none if their speakers differ."""
    return shared // _WORDS_PER_SLIP if same_speaker else 0


def _overlap(edits: list[Opcode], short: Words) -> bool:
    """True if the shorter quotation begins or ends with words of its own: two parts of a longer one."""
    return any(edit.tag == "delete" and (edit.src_start == 0 or edit.src_end == len(short.words)) for edit in edits)


def _part_ways(edits: list[Opcode], short: Words, full: Words) -> bool:
    """True if two quotations begin, or end, with words of their own."""
    last = len(short.words)
    begins = {edit.tag for edit in edits if edit.src_start == 0 and not edit.src_start == edit.src_end == last}
    ends = {edit.tag for edit in edits if edit.src_end == last}
    return {"insert", "delete"} <= begins or {"insert", "delete"} <= ends


def _edits(short: Words, full: Words) -> list[Opcode]:
    """Return what differs. A much shorter quotation is laid beside the stretch of the other that is most like it."""
    start, end = 0, len(full.words)
    if len(short.words) * _MUCH_LONGER < end and not short.gaps:
        place = fuzz.partial_ratio_alignment(short.words, full.words)
        if place is not None:
            start, end = place.dest_start, place.dest_end
    edits: list[Opcode] = []
    for edit in Levenshtein.opcodes(short.words, full.words[start:end]):
        if edit.tag == "equal":
            continue
        found = (edit.src_start, edit.src_end, edit.dest_start + start, edit.dest_end + start)
        if edits and (edits[-1].src_end, edits[-1].dest_end) == (found[0], found[2]):  # one difference in two steps
            edits[-1] = Opcode("replace", edits[-1].src_start, found[1], edits[-1].dest_start, found[3])
        else:
            edits.append(Opcode(edit.tag, *found))
    if start:
        edits.insert(0, Opcode("insert", 0, 0, 0, start))
    if end < len(full.words):
        edits.append(Opcode("insert", len(short.words), len(short.words), end, len(full.words)))
    return edits


def _change(edit: Opcode, short: Words, full: Words) -> Change | None:
    """Say what one difference is; None: it makes two quotations of them."""
    gone, come = short.words[edit.src_start : edit.src_end], full.words[edit.dest_start : edit.dest_end]
    if _in_brackets(edit, short, full) and len(gone) <= _BRACKET and len(come) <= _BRACKET:
        return Change.BRACKET
    if gone and come:
        return _slip(gone, come)
    return _missing(edit, gone or come, short, full)


def _missing(edit: Opcode, words: tuple[str, ...], short: Words, full: Words) -> Change | None:
    """Classify words that only one of two quotations has; None: they make two quotations of them."""
    if edit.src_start == 0 and (edit.dest_start == 0 or edit.dest_end == 0):
        return None if any(word in lexicon.table("negations") for word in words[-_BEFORE:]) else Change.CUT
    if edit.src_end == len(short.words) or edit.dest_end == len(full.words):
        return Change.CUT
    if edit.src_start in short.gaps or edit.dest_start in full.gaps:
        return Change.GAP
    return None if len(words) > 1 or _turns(words[0]) else Change.MORE


def _in_brackets(edit: Opcode, short: Words, full: Words) -> bool:
    def inside(words: Words, start: int, end: int) -> bool:
        return end > start and all(place in words.bracketed for place in range(start, end))

    return inside(short, edit.src_start, edit.src_end) or inside(full, edit.dest_start, edit.dest_end)


def _slip(gone: tuple[str, ...], come: tuple[str, ...]) -> Change | None:
    if "".join(gone) == "".join(come):
        return Change.SLIP  # "heart breaking", "heartbreaking"
    if len(gone) != len(come):
        return None
    return Change.SLIP if all(_misprinted(a, b) for a, b in zip(gone, come, strict=True)) else None


def _misprinted(one: str, other: str) -> bool:
    """Tell whether one word is the other printed wrongly, or spelled as elsewhere; not a number, nor its opposite."""
    if _turns(one) or _turns(other) or one[0] != other[0]:
        return False
    size, wrong = min(len(one), len(other)), OSA.distance(one, other, score_cutoff=2)
    return (wrong == 1 and size >= _ONE_WRONG) or (wrong <= 2 and size >= _TWO_WRONG)  # noqa: PLR2004


def _turns(word: str) -> bool:
    """True for a word that changes what is said: a number, a negation, a day."""
    lists = ("negations", "number_words", "calendar")
    return any(c.isdigit() for c in word) or any(word in lexicon.table(name) for name in lists)
