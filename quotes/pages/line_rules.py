"""Tell what a line of a page is by its own words: text, headline, photo caption, furniture.

A clean article must come through whole, so each rule asks for a sign: a known phrase, a photo credit, a time stamp.
"""

from __future__ import annotations

import re
from functools import cache

from quotes.days import full_dates
from quotes.lexicon import of_kind, table
from quotes.marks import has_double
from quotes.pages.language import is_foreign
from quotes.pages.lines import Role
from quotes.rules import first_answer, rule

#: Longest lines of each kind [words].
MAX_LISTED_WORDS, MAX_CREDIT_WORDS, MAX_BYLINE_WORDS, MAX_HEADLINE_WORDS = 40, 60, 15, 25
MAX_BARE_CREDIT_WORDS = 6

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


def role_of(line: str) -> Role:
    """Return what a line is by its own words.

    >>> [role_of(line).value for line in ("Share", "A boat. (AP Photo/Ana Ruiz)", "Bridge reopens", "It opened.")]
    ['furniture', 'caption', 'headline', 'text']
    """
    _, role = first_answer(LINE_RULES, line)
    return role or Role.TEXT


@rule(
    "caption_by_credit",
    fires=("FILE - A boat.", "A boat. Photo by Ana Ruiz", "Ana Ruiz via Getty Images.", "A boat. (AP Photo/Ana Ruiz)"),
    abstains="The photo was taken by Ana Ruiz (Reuters).",
)
def caption_by_credit(line: str) -> Role | None:
    """Take a line with a photo credit for a caption."""
    if _FILE_PHOTO.search(line) or _PHOTO_BY.search(line):
        return Role.CAPTION
    if (parenthesis := _PARENTHESIS.search(line)) and _is_credit(parenthesis.group(1)):
        return Role.CAPTION
    bare = line.strip(".()")
    short = len(line.split()) <= MAX_BARE_CREDIT_WORDS
    return Role.CAPTION if bare in table("agencies") or (short and _is_credit(bare)) else None


@rule(
    "listed_furniture",
    fires=("Sign up for our newsletter.", "Read more: “He ruined us,” say savers"),
    abstains=("“Sign up for the army,” he said.", "It opened."),
)
def listed_furniture(line: str) -> Role | None:
    """Take a line that data/en/furniture.tsv lists, whole or by its beginning, for furniture."""
    if heads_list(line) or _bare(line) in of_kind("furniture", "line"):
        return Role.FURNITURE
    if len(line.split()) > MAX_LISTED_WORDS:
        return None
    if line.casefold().lstrip(" .:|>»›·•+").startswith(tuple(of_kind("furniture", "teaser"))):
        return Role.FURNITURE
    begins = _bare(line).startswith(tuple(of_kind("furniture", "start")))
    return Role.FURNITURE if begins and not has_double(line) else None


@rule("stamp", fires="Updated: Jan. 7, 2026 10:15 a.m. EST", abstains="It opened on Jan. 7, 2026.")
def stamp(line: str) -> Role | None:
    """Take a line of nothing but days, times and "last updated" for furniture."""
    return Role.FURNITURE if is_stamp(line) else None


@rule("byline", fires="By Ana Ruiz and Bo Lind", abstains="By Tuesday the bridge was open.")
def byline(line: str) -> Role | None:
    """Take "By", names and little else for furniture."""
    return Role.FURNITURE if is_byline(line) else None


@rule(
    "sign_off",
    fires=("Lind reported from Oslo.", "Follow us on https://velm.example"),
    abstains="Lind reported the theft.",
)
def sign_off(line: str) -> Role | None:
    """Take who contributed, and pointers to other pages, for furniture."""
    short = len(line.split()) <= MAX_CREDIT_WORDS
    return Role.FURNITURE if short and (_CONTRIBUTED.search(line) or _LINK.search(line)) else None


@rule("separator", fires="* * *", abstains="9/11")
def separator(line: str) -> Role | None:
    """Take a line with no letter and no digit for furniture."""
    return None if any(char.isalnum() for char in line) else Role.FURNITURE


@rule(
    "foreign",
    fires="Der Bürgermeister sagte am Freitag, die Brücke werde bald wieder für alle geöffnet sein.",
    abstains=("The bridge, the mayor said on Friday, would soon be open again to all.", "„Nein“, sagte Ruiz."),
)
def foreign(line: str) -> Role | None:
    """Leave a paragraph of another language out."""
    return Role.FOREIGN if is_foreign(line) else None


@rule("headline", fires=("Bridge reopens", "Who pays for it?"), abstains="It opened.")
def headline(line: str) -> Role | None:
    """Take a short line that does not end as a sentence for a headline; it may end in a question mark."""
    short = len(line.split()) <= MAX_HEADLINE_WORDS
    return Role.HEADLINE if short and not _SENTENCE_END.search(line) else None


#: In order: the first that has an answer wins; a line that none takes is text.
LINE_RULES = (caption_by_credit, listed_furniture, stamp, byline, sign_off, separator, foreign, headline)


def heads_list(line: str) -> bool:
    """True for the heading of a list of links, such as "Related Articles"."""
    return _bare(line) in of_kind("furniture", "list")


def is_stamp(line: str) -> bool:
    """True for a line of which nothing is left once days, times and "last updated" are taken away.

    >>> is_stamp("Updated: Jan. 7, 2026 10:15 a.m. EST"), is_stamp("It opened on Jan. 7, 2026.")
    (True, False)
    """
    rest = line
    for start, end, _ in full_dates(line):
        rest = rest[:start] + " " * (end - start) + rest[end:]
    return (rest != line or bool(_STAMP_WORD.search(line))) and not _STAMP.sub("", rest).strip()


def is_byline(line: str) -> bool:
    """True for "By", then names and little else.

    >>> is_byline("By Ana Ruiz and Bo Lind"), is_byline("By Tuesday the bridge was open.")
    (True, False)
    """
    names = [word for word in line.split()[1:] if word[0].isalpha()]
    capitalised = sum(word[0].isupper() for word in names)
    return len(names) < MAX_BYLINE_WORDS and 2 * capitalised > len(names) and bool(_BYLINE.fullmatch(line))


@cache
def _agency_credit() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in table("agencies"))
    return re.compile(rf"\b(?:{names}) (?:[Ff]ile )?(?:[Pp]hoto|[Ii]mages?)\b|(?:/|\bvia )(?:{names})\b|^(?:{names})/")


def _is_credit(line: str) -> bool:
    return bool(_CREDIT.search(line) or _NAME_AND_OUTLET.fullmatch(line) or _agency_credit().search(line))


def _bare(line: str) -> str:
    return " ".join(line.casefold().split()).strip(' .:|>»›·•+"')
