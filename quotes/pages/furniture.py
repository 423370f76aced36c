"""Tell what a line of a page is by its own words: text, headline, photo caption, page furniture.

A clean article must come through whole, so each rule asks for a sign: a known phrase, a photo credit, a time stamp.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from functools import cache

from quotes.days import full_dates
from quotes.lexicon import of_kind, table
from quotes.marks import has_double

_FURNITURE_WORDS = 40  # the longest line that a listed beginning makes furniture [words]
_CREDIT_WORDS = 60
_BYLINE_WORDS = 15
_HEADLINE_WORDS = 25
_BARE_CREDIT_WORDS = 6

_SENTENCE_END = re.compile(r"[.…:;,]['\"’”)\]]*$|[!?]['\"’”]+$")
_BYLINE = re.compile(r"by\s+(?:(?:[A-Z@][\w.'’@-]*,?|and|of|the|for|in|de|la|van|von|der|al)(?:\s+|$)){2,}", re.I)
_CONTRIBUTED = re.compile(
    r"\bcontributed (?:to this (?:report|story|article|post)|(?:to )?(?:the )?reporting)\b"
    r"|^[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3} reported from [A-Z]"
)
_LINK = re.compile(r"^(?:follow|read|see|visit|more|find|watch|subscribe|sign|click)\b.*(?:https?://|www\.)\S+$", re.I)
_FILE_PHOTO = re.compile(
    r"^(?:[A-Z]+ )?(?:FILE|PHOTO|PHOTOS|HANDOUT|CAPTION)\s*(?:[-–—:]|\.\.\.)"
    r"|^(?:(?:File )?[Pp]hotos?|Photograph|Image|Picture|Image (?:source|caption|credit)|Photo credit|Caption)\s*[:,]\s"
    r"|^In this .{0,40}?(?:file|\d{4},?) (?:file )?(?:photo|image|frame)\b"
)
_PHOTO_BY = re.compile(
    r"(?:^|[.!?”\"]\s+)(?:[Pp]hotos?|[Pp]hotograph|[Pp]icture|[Ii]mage)(?: by |: )[A-Z][^.!?]{2,60}\.?$"
)
_PARENTHESIS = re.compile(r"\(([^()]{2,120})\)[.\"”]?$")
_CREDIT = re.compile(r"\b(?:photo|photograph|image|picture|illustration)s?(?: by\b|\s?[:/]| courtesy| via\b)", re.I)
_NAME_AND_OUTLET = re.compile(
    r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+)+\s*/\s*(?:The )?[A-Z][\w.'’-]+(?:[ ,]+(?:of |via )?[A-Z]\w+)*"
)
_STAMP_WORD = re.compile(r"\b(?:published|updated|posted|modified)\b", re.I)
_STAMP = re.compile(
    r"\b(?:published|updated|posted|modified|first|last|on|at|by|date|time|min(?:ute)?s?|read|ago|hours?|am|pm|[ap]\.m\.?"
    r"|[ECMP][SD]?T|GMT|UTC|BST|CES?T|\w{3,6}day|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)(?!\w)"
    r"|\d{1,2}[:.]\d{2}(?::\d{2})?|[\W_]",
    re.I,
)


class Role(StrEnum):
    """What a line of a page is."""

    TEXT = "text"
    HEADLINE = "headline"  # no sentence: headline, cross-heading, item of a list
    FURNITURE = "furniture"
    CAPTION = "caption"


def role(text: str) -> Role:
    """Return what a line is by its own words.

    >>> [role(line).value for line in ("Share", "A boat. (AP Photo/Ana Ruiz)", "Bridge reopens", "It opened.")]
    ['furniture', 'caption', 'headline', 'text']
    """
    if is_caption(text):
        return Role.CAPTION
    if any(rule(text) for rule in _FURNITURE_RULES):
        return Role.FURNITURE
    return Role.HEADLINE if is_headline(text) else Role.TEXT


def is_headline(text: str) -> bool:
    """Tell a line that is no sentence. A headline may end in a question mark; a paragraph that short rarely does."""
    return len(text.split()) <= _HEADLINE_WORDS and not _SENTENCE_END.search(text)


def is_caption(text: str) -> bool:
    """Tell a caption by its credit.

    >>> [is_caption(line) for line in ("FILE - A boat.", "A boat. Photo by Ana Ruiz", "Ana Ruiz via Getty Images.")]
    [True, True, True]
    >>> is_caption("The photo was taken by Ana Ruiz (Reuters).")
    False
    """
    if _FILE_PHOTO.search(text) or _PHOTO_BY.search(text):
        return True
    if (parenthesis := _PARENTHESIS.search(text)) and _is_credit(parenthesis.group(1)):
        return True
    bare = text.strip(".()")
    agency = bare in table("agencies")
    return agency or (len(text.split()) <= _BARE_CREDIT_WORDS and _is_credit(bare))


@cache
def _agency_credit() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in table("agencies"))
    return re.compile(rf"\b(?:{names}) (?:[Ff]ile )?(?:[Pp]hoto|[Ii]mages?)\b|(?:/|\bvia )(?:{names})\b|^(?:{names})/")


def _is_credit(text: str) -> bool:
    return bool(_CREDIT.search(text) or _NAME_AND_OUTLET.fullmatch(text) or _agency_credit().search(text))


def is_listed(text: str) -> bool:
    """Tell furniture by data/en/furniture.tsv: the whole line, or the beginning of a short one.

    >>> is_listed("Sign up for our newsletter."), is_listed("“Sign up for the army,” he said.")
    (True, False)
    """
    if heads_list(text) or _bare(text) in of_kind("furniture", "line"):
        return True
    if len(text.split()) > _FURNITURE_WORDS:
        return False
    if text.casefold().lstrip(" .:|>»›·•+").startswith(tuple(of_kind("furniture", "teaser"))):
        return True
    return _bare(text).startswith(tuple(of_kind("furniture", "start"))) and not has_double(text)


def heads_list(text: str) -> bool:
    """Tell the head of a list of links, such as "Related Articles"."""
    return _bare(text) in of_kind("furniture", "list")


def _bare(text: str) -> str:
    return " ".join(text.casefold().split()).strip(' .:|>»›·•+"')


def is_stamp(text: str) -> bool:
    """Tell a line of which nothing is left once days, times and "last updated" are taken away.

    >>> is_stamp("Updated: Jan. 7, 2026 10:15 a.m. EST"), is_stamp("It opened on Jan. 7, 2026.")
    (True, False)
    """
    rest = text
    for start, end, _ in full_dates(text):
        rest = rest[:start] + " " * (end - start) + rest[end:]
    return (rest != text or bool(_STAMP_WORD.search(text))) and not _STAMP.sub("", rest).strip()


def is_byline(text: str) -> bool:
    """Tell a byline: "By", then names and little else.

    >>> is_byline("By Ana Ruiz and Bo Lind"), is_byline("By Tuesday the bridge was open.")
    (True, False)
    """
    names = [word for word in text.split()[1:] if word[0].isalpha()]
    capitalised = sum(word[0].isupper() for word in names)
    return len(names) < _BYLINE_WORDS and 2 * capitalised > len(names) and bool(_BYLINE.fullmatch(text))


def is_sign_off(text: str) -> bool:
    """Tell who contributed, and pointers to other pages.

    >>> is_sign_off("Lind reported from Oslo."), is_sign_off("Lind reported the theft.")
    (True, False)
    """
    return len(text.split()) <= _CREDIT_WORDS and bool(_CONTRIBUTED.search(text) or _LINK.search(text))


def is_rule(text: str) -> bool:
    """Tell a line with no letter and no digit, as they are drawn between sections.

    >>> is_rule("* * *"), is_rule("9/11")
    (True, False)
    """
    return not any(char.isalnum() for char in text)


_FURNITURE_RULES: tuple[Callable[[str], bool], ...] = (is_listed, is_stamp, is_byline, is_sign_off, is_rule)
