"""Gather the words that say how a quotation is reported: the cue, and what governs or negates it.

Of "would not say whether ..." the cue may be tagged "would not say" or "say"; either way the frame holds "would not say".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Span, Token

from quotes.quotations.acts import act_of_word
from quotes.quotations.cue_senses import find, find_at_start, has
from quotes.types import Act, Kind

#: Verbs and nouns that a cue may hang on: "has [yet] to be [persuaded] to [say]".
_MAX_GOVERNORS = 5
#: Words between a cue and its quotation that still belong to the cue: "said [nothing at all about] the layoffs".
_MAX_GAP = 8
#: A governed verb keeps the polarity of its governor: "stopped short of saying", not "did harm by saying".
_GOVERNING_PREPOSITIONS = ("of", "from", "in")
_GOVERNED = frozenset({"xcomp", "acomp", "attr"})
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
#: Children that may negate or complete their head.
_NEGATING = frozenset({"aux", "auxpass", "neg"})
_COMPLETING = frozenset({"acomp", "advmod", "prt"})
#: Prepositions before what somebody is asked about.
ABOUT = ("about", "on", "over")
#: Marks that part a quotation from its cue.
_BREAKS = frozenset(',:;–—-"“”‘')


@dataclass(frozen=True)
class Frame:
    """A quotation with the words that report it.

    Attributes:
        kind: direct, mixed or indirect.
        pieces: of the quotation, in text order.
        cue: the words tagged as reporting it.
        source: its source mention.
    """

    kind: Kind
    pieces: tuple[Span, ...]
    cue: Span
    source: Span | None

    @cached_property
    def head(self) -> Token:
        """The cue's verb or noun, also where only its auxiliary was tagged."""
        head = self.cue.root
        while head.dep_ in ("aux", "auxpass", "neg") and head.head is not head:
            head = head.head
        return head

    @cached_property
    def words(self) -> tuple[Token, ...]:
        """The words that report, in text order: none of the quotation or the source mention."""
        found = {self.head, *self.cue, *self._gap(), *_adverbs_before(self.cue), *_governors(self.head, self.source)}
        found |= {child for word in [*found] for child in word.children if self._bears(child)}
        named = self.source if self.source is not None and self.cue[0] not in self.source else ()
        found -= {*named, *(word for piece in self.pieces for word in piece)}
        return tuple(sorted((word for word in found if not self._is_aside(word)), key=lambda word: word.i))

    def find(self, sense: str) -> tuple[Token, ...]:
        """Return the first words of the frame that have a sense; () if none has."""
        return find(self.words, sense)

    @property
    def negations(self) -> tuple[Token, ...]:
        """The words that negate the frame, or a negative subject: "No doctor could say"."""
        return self.find("negation") or self.nobody

    @property
    def nobody(self) -> tuple[Token, ...]:
        """The first word of a negative subject: "No doctor could say", "Few would say". "No 10" is somebody."""
        subjects = [child for child in self.head.children if child.dep_ in _SUBJECTS]
        spans = [self.source] if self.source is not None else [_subtree(subject) for subject in subjects]
        for span in spans:
            for first in (span[0], *(word for word in span.root.lefts if word.dep_ == "det")):
                words = find_at_start(tuple(first.doc[first.i : first.i + 2]), "nobody")
                if words and not _is_somebody(first):
                    return words
        return ()

    @property
    def opening(self) -> Token:
        """The first word of the quotation."""
        return next((word for word in self.pieces[0] if word.is_alpha), self.pieces[0][0])

    @property
    def asks(self) -> bool:
        """True if the quotation begins as an indirect question, or its cue ends so: "whether", "to what extent"."""
        return _asks(self.pieces[0]) or (not self.precedes and has(self.words[-1], "interrogative"))

    @property
    def is_object(self) -> bool:
        """True if the quotation is a thing that something is done with: "countered [the claim that they lost]"."""
        return self.pieces[0].root.dep_ == "dobj"

    @property
    def precedes(self) -> bool:
        """True if the quotation stands before its cue."""
        return self.pieces[0].start < self.cue.start

    @property
    def parted(self) -> bool:
        """True if a comma, colon or mark stands between the quotation and its cue: “I never did,” he denied."""
        if any(child.dep_ in ("nsubjpass", "auxpass") for child in self.head.children):
            return False
        first, last = (self.pieces[0], self.cue) if self.precedes else (self.cue, self.pieces[0])
        between = [word.text for word in self.cue.doc[first.end : last.start]]
        return bool(_BREAKS.intersection([*between, first.text[-1]])) or _ends_in_break(first)

    def _bears(self, child: Token) -> bool:
        """True if a child may negate or complete its head: auxiliaries, adverbs, particles, "no"."""
        if child.dep_ not in _NEGATING | _COMPLETING and (child.dep_ == "prep" or not has(child, "negation")):
            return False
        first, last = sorted((child.i, child.head.i))
        return not any(first < piece.start < last for piece in self.pieces)

    def _is_aside(self, word: Token) -> bool:
        """True of a word that does not bear on the cue: in a relative clause below it, or "without" of "without delay"."""
        if word.lower_ == "without" and any(child.dep_ == "pobj" for child in word.children):
            return True
        above = [word, *word.ancestors]
        return self.head in above and any(_is_relative(one) for one in above[: above.index(self.head)])

    def _gap(self) -> Sequence[Token]:
        gap = self.cue.doc[self.cue.end : max(self.cue.end, self.pieces[0].start)]
        broken = any(word.text in _BREAKS or word.is_space or word.is_sent_start for word in gap)
        return () if broken or len(gap) > _MAX_GAP else tuple(gap)


def last_clause(cue: Span) -> Span:
    """Return the part of a cue behind its last comma or "but", if it says something: "did not apologise, **saying**"."""
    for word in reversed(cue[1:]):
        if word.text in _BREAKS or word.lower_ == "but":
            rest = cue.doc[word.i + 1 : cue.end]
            return rest if any(act_of_word(verb) in (Act.SPEECH, Act.WRITING) for verb in rest) else cue
    return cue


def nearest_cue(piece: Span, cue: Span) -> Span:
    """Return the verb that a quotation hangs on, where that is another one than the cue, with a subject of its own.

    She did not answer the letter in which he **called** [her “a liar”].
    """
    above = {word.i for word in piece.root.ancestors}
    for word in reversed(piece.doc[cue.end : max(cue.end, piece.start)]):
        own = any(child.dep_ in _SUBJECTS and cue.end <= child.i < piece.start for child in word.children)
        if own and word.i in above and act_of_word(word) in (Act.SPEECH, Act.WRITING):
            return piece.doc[word.i : word.i + 1]
    return cue


def question_before(piece: Span, cue: Span | None) -> Span | None:
    """Return the words directly before a quotation that put it as a question: "asked by nobody", "a question about".

    None where there are none, or where the cue stands there itself.
    """
    doc = piece.doc
    if cue is not None and cue.start < piece.start:
        return None
    preposition = doc[piece.start - 1].lower_ if piece.start else ""
    if not (_asks(piece) or preposition in ABOUT):
        return None
    for word in reversed(doc[max(0, piece.start - _MAX_GAP) : piece.start]):
        if word.text in _BREAKS or word.is_space:
            return None
        if word.tag_ != "VB" and any(has(word, sense) for sense in ("ask", "press")):
            return doc[word.i : piece.start]
    return None


def _ends_in_break(span: Span) -> bool:
    return any(word.text in _BREAKS for word in span[-2:])


def _governors(head: Token, source: Span | None) -> Iterator[Token]:
    """Yield what the cue hangs on, as far as that decides whether it was said."""
    for _ in range(_MAX_GOVERNORS):
        if not (_is_governed(head) or _is_object_of_speaker(head, source)):
            return
        head = head.head
        yield head


def _is_governed(head: Token) -> bool:
    """True if a word has the polarity of the word that it hangs on."""
    if head.dep_ == "acl":  # his refusal to say
        return any(child.tag_ == "TO" for child in head.children)
    if head.dep_ == "conj":  # would not confirm or deny, would not leave and say
        joined = head.tag_ == "VB" or any(child.lower_ in ("or", "nor") for child in head.head.children)
        return joined and not _has_subject(head)
    if head.dep_ == "pcomp":  # without saying
        return head.tag_ == "VBG"
    if head.dep_ == "ccomp":  # it is unclear whether she said
        return any(child.dep_ == "mark" and has(child, "interrogative") for child in head.children)
    if head.dep_ == "prep":  # stopped short of saying
        return head.lower_ in _GOVERNING_PREPOSITIONS
    return head.dep_ in _GOVERNED


def _is_object_of_speaker(head: Token, source: Span | None) -> bool:
    """True of a noun that the speaker does something with: rejected the claim, not rejected her claim."""
    return head.pos_ == "NOUN" and head.dep_ == "dobj" and (source is None or source.root.head is not head)


def _adverbs_before(cue: Span) -> Iterator[Token]:
    """Yield auxiliaries, negations and adverbs that lead up to the cue: "did not, however, [say]"."""
    doc, at = cue.doc, cue.start - 1
    while at >= 0:
        if doc[at].pos_ in ("AUX", "PART", "ADV"):
            yield doc[at]
            at -= 1
        elif doc[at].text == "," == doc[max(0, at - 2)].text and doc[at - 1].pos_ == "ADV":
            at -= 3
        else:
            return


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in _SUBJECTS for child in verb.children)


def _is_relative(verb: Token) -> bool:
    """True of the verb of a relative clause, also where the parser takes "who" for a question."""
    who = any(child.dep_ in _SUBJECTS and has(child, "interrogative") for child in verb.children)
    return verb.dep_ == "relcl" or who


def _subtree(word: Token) -> Span:
    return word.doc[word.left_edge.i : word.right_edge.i + 1]


def _asks(piece: Span) -> bool:
    first, second = ([word for word in piece if word.is_alpha] + [piece[0]] * 2)[:2]
    inverted = first.pos_ == "AUX" and first.tag_ != "VB" and second.dep_ in (*_SUBJECTS, "det", "poss", "expl")
    return inverted or has(first, "interrogative") or (first.pos_ == "ADP" and has(second, "interrogative"))


def _is_somebody(word: Token) -> bool:
    """True of "No 10", "none other than the queen"."""
    following = word.doc[word.i + 1 : word.i + 2]
    return any(after.is_digit or after.lower_ == "other" for after in following)
