"""Tell what a line of a page is by its neighbours: captions printed twice, lists of links, menus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from quotes.marks import has_double
from quotes.pages.language import MIN_WORDS
from quotes.pages.line_rules import heads_list
from quotes.pages.lines import Line, Role
from quotes.rules import Rule, rule

#: Words of a line, and lines, that make a menu.
MAX_MENU_WORDS, MIN_MENU_LINES = 4, 4
#: Words of a line that is a caption if printed twice running.
MIN_REPEATED_WORDS = 6

#: Places of lines, and what they are instead.
Changes = Mapping[int, Role]


def mark(lines: list[Line]) -> None:
    """Apply the rules in order, each to what the ones before have left."""
    for one in PAGE_RULES:
        for place, role in (one(lines) or {}).items():
            lines[place].role = role


@rule(
    "repeated_sentence",
    fires="> Workers mend the long bridge in Velm.\n> Workers mend the long bridge in Velm.\nIt opened.",
    abstains="“We will mend the long bridge,” he said.\nIt opened.\n“We will mend the long bridge,” he said.",
)
def repeated_sentence(lines: Sequence[Line]) -> Changes | None:
    """Take a sentence printed twice running for a caption; with quotation marks its first printing may be the story's."""
    found: dict[int, Role] = {}
    for place, (line, after) in enumerate(pairwise(lines)):
        repeated = line.key == after.key and found.get(place + 1, after.role) is Role.TEXT
        if repeated and after.words >= MIN_REPEATED_WORDS and after.dateline is None:
            found[place + 1] = Role.CAPTION
            if not has_double(line.text):
                found[place] = Role.CAPTION
    return found or None


@rule(
    "repeated_beside_caption",
    fires=(
        "A boat. (AP Photo/Ana Ruiz)\n> It rained.\nThe bridge is open again, and cars have crossed it.\n"
        "A boat. (AP Photo/Ana Ruiz)\n> It rained.\nIt will close again."
    ),
    abstains="A boat. (AP Photo/Ana Ruiz)\nIt rained.\nThe bridge is open.",
)
def repeated_beside_caption(lines: Sequence[Line]) -> Changes | None:
    """Take a sentence beside a caption that is printed elsewhere too for a part of the caption."""
    copies = Counter(line.key for line in lines)
    roles = [line.role for line in lines]
    places = range(len(lines))
    for place, after in [*pairwise(places), *pairwise(reversed(places))]:
        other = lines[after]
        repeated = copies[other.key] > 1 and not has_double(other.text)
        if roles[place] is Role.CAPTION and roles[after] is Role.TEXT and other.dateline is None and repeated:
            roles[after] = Role.CAPTION
    return {place: role for place, role in enumerate(roles) if role is not lines[place].role} or None


@rule(
    "repeated_headline",
    fires="> Bridge reopens after the storm\nBridge reopens after the storm\nIt opened.",
    abstains="Bridge reopens after the storm\nIt opened.\nBridge reopens after the storm",
)
def repeated_headline(lines: Sequence[Line]) -> Changes | None:
    """Take all but the last printing of a headline above the first text for furniture."""
    head = lines[: next((i for i, line in enumerate(lines) if line.role is Role.TEXT), len(lines))]
    last = {line.key: place for place, line in enumerate(head)}
    return {
        place: Role.FURNITURE
        for place, line in enumerate(head)
        if line.role is Role.HEADLINE and last[line.key] != place
    } or None


@rule(
    "links_under_heading",
    fires="It opened.\nRelated Articles\n> Bridge closed by the storm\n> Ferry to run all night",
    abstains="It opened.\nRelated Articles\nBridge reopens\nRENO, Nev. — It opened.",
)
def links_under_heading(lines: Sequence[Line]) -> Changes | None:
    """Take headlines under "Related Articles" for furniture, but not the last above a dateline: a story's own."""
    found: dict[int, Role] = {}
    in_list = False
    last: int | None = None
    for place, line in enumerate(lines):
        if line.role is Role.HEADLINE and in_list:
            found[place], last = Role.FURNITURE, place
        elif line.role is Role.FURNITURE:
            in_list = in_list or heads_list(line.text)
        elif line.role is Role.TEXT:
            if last is not None and line.dateline is not None:
                del found[last]
            in_list, last = False, None
    return found or None


@rule(
    "menu", fires="> Harbour\n> Towns\n> Ferries\n> Tides\nIt opened.", abstains="Harbour\nTowns\nFerries\nIt opened."
)
def menu(lines: Sequence[Line]) -> Changes | None:
    """Take a run of lines of a few words for furniture."""
    found: dict[int, Role] = {}
    run: list[int] = []
    for place, line in enumerate([*lines, None]):
        if line and line.role in {Role.HEADLINE, Role.FURNITURE} and line.words <= MAX_MENU_WORDS:
            run.append(place)
            continue
        if len(run) >= MIN_MENU_LINES:
            found |= dict.fromkeys(run, Role.FURNITURE)
        run = []
    return {place: role for place, role in found.items() if lines[place].role is not role} or None


@rule(
    "page_is_foreign",
    fires="> Brücke offen\nDer Bürgermeister sagte am Freitag, die Brücke werde bald wieder für alle geöffnet sein.",
    abstains="Bridge open\nThe mayor said on Friday that the bridge would soon be open again to all.",
)
def page_is_foreign(lines: Sequence[Line]) -> Changes | None:
    """Leave short lines out where most of the page is of another language."""
    told = [line for line in lines if line.words >= MIN_WORDS and line.role in {Role.TEXT, Role.FOREIGN}]
    words = sum(line.words for line in told if line.role is Role.FOREIGN)
    if 2 * words <= sum(line.words for line in told):
        return None
    return {
        place: Role.FOREIGN
        for place, line in enumerate(lines)
        if line.role in {Role.TEXT, Role.HEADLINE} and line.words < MIN_WORDS
    } or None


#: In order; all are applied.
PAGE_RULES: tuple[Rule[[Sequence[Line]], Changes | None], ...] = (
    repeated_sentence,
    repeated_beside_caption,
    repeated_headline,
    links_under_heading,
    menu,
    page_is_foreign,
)
