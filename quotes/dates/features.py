"""Describe a statement and an occasion by named numbers, 0 to 1, for the scorer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from quotes.dates import doubts, ties
from quotes.dates.clauses import events, is_past
from quotes.dates.occasions import Occasion
from quotes.dates.pairs import Pair, Story
from quotes.dates.statements import Statement
from quotes.lexicon import of_kind

#: Share of paragraphs from which on a setting is the story's.
_STRONG_SETTING = 0.25
#: Bounds of days before publication, of paragraphs between occasion and statement, and of those since the speaker's last day.
_BACK, _GAP, _CHAIN = (0, 1, 3, 7), (0, 1, 2, 5), (1, 3)
_OPENING = (1, 3)
_MAX_DAYS = 4


@dataclass(frozen=True, slots=True)
class Tied:
    """A pair, the id of the rule that ties it, and the ids of what is doubtful."""

    pair: Pair
    tie: str
    doubts: frozenset[str]

    @property
    def stated(self) -> bool:
        """True if the day stands in the sentence of the cue."""
        return self.tie in ties.STATED_IDS


class Course:
    """The course of a story: which days it tells of, and which of its statements have a day of their own."""

    def __init__(self, story: Story, tied: Sequence[Tied]) -> None:
        self.story = story
        self.stated: dict[str, date] = {}
        for one in tied:
            if one.stated and not one.doubts & doubts.GRAVE and one.pair.occasion.day:
                self.stated.setdefault(one.pair.statement.quotation.id, one.pair.occasion.day)
        self.grave = {id(one.pair.occasion) for one in tied if one.doubts & doubts.GRAVE}
        self.position = {one.quotation.id: number for number, one in enumerate(story.statements)}

    @cached_property
    def days(self) -> list[date]:
        """The days in the news, one for each mention."""
        return [one.day for one in self.story.news if one.day]

    @cached_property
    def told(self) -> list[Occasion]:
        """The news in the past tense."""
        return [one for one in self.story.news if is_past(one.span)]

    @cached_property
    def main(self) -> Occasion | None:
        """The first news of the opening; None: it has none."""
        fits = (one for one in self.told if one.paragraph <= _OPENING[-1] and id(one) not in self.grave)
        return next(fits, None)

    @cached_property
    def present(self) -> float:
        """The share of cues in the present tense: features tell what people say, news what they said."""
        tags = [one.anchor.tag_ for one in self.story.statements if one.cue is not None]
        return sum(tag in {"VBZ", "VBP"} for tag in tags) / max(1, len(tags))

    def day(self, statement: Statement) -> date | None:
        """Return the day that a statement's own sentence gives."""
        return self.stated.get(statement.quotation.id)

    def before(self, statement: Statement) -> Sequence[Statement]:
        """Return the statements before, nearest first."""
        return self.story.statements[: self.position[statement.quotation.id]][::-1]


def describe(story: Story, tied: Sequence[Tied]) -> Iterator[dict[str, float]]:
    """Describe each pair of a story.

    Args:
        story: the story.
        tied: its pairs.

    Yields:
        Feature name to value, for each pair in order; features that are 0 may be missing.
    """
    course = Course(story, tied)
    for one in tied:
        where = "stated" if one.stated else "scene"
        described = {f"tie={one.tie}": 1.0} | {f"{where} {name}": 1.0 for name in one.doubts}
        described |= _occasion(one.pair.occasion, course) | _stated_days(one.pair, course)
        if not one.stated:
            described |= _distance(one.pair, course) | _last(one.pair, course) | _chain(one.pair, course)
            described |= _company(one.pair, course) | _setting(one.pair)
            described |= _held(described)
        yield {name: float(value) for name, value in described.items() if value}


def _occasion(occasion: Occasion, course: Course) -> dict[str, float]:
    """Describe an occasion, and its place among those of the story."""
    assert occasion.day is not None
    words = occasion.span.text.lower()
    count = len(course.days)
    return {
        f"back={_bin((course.story.reference - occasion.day).days, _BACK)}": 1,
        "full date": any(char.isdigit() for char in words),
        "today": words.startswith(("to", "this")),
        "speaks": occasion.speaks,
        "acts": occasion.acts,
        "event": bool(occasion.events),
        "event of many": bool(occasion.events & of_kind("speech_events", "shared")),
        "first paragraphs": occasion.paragraph <= _OPENING[0],
        "opening": occasion.paragraph <= _OPENING[-1],
        "first told": bool(course.told) and course.told[0].day == occasion.day,
        "main": course.main is not None and course.main.day == occasion.day,
        "only day": set(course.days) == {occasion.day},
        "share of days": course.days.count(occasion.day) / max(1, count),
        "latest": bool(count) and max(course.days) == occasion.day,
        "days": min(_MAX_DAYS, len(set(course.days))) / _MAX_DAYS,
        "present": course.present,
    }


def _stated_days(pair: Pair, course: Course) -> dict[str, float]:
    """Describe what the sentences of this and other statements say of their days."""
    statement, day = pair.statement, pair.occasion.day
    dated = [one for one in course.story.statements if one is not statement and course.day(one)]
    days = [course.day(one) for one in dated]
    same = [course.day(one) for one in dated if one.people & statement.people]
    last = next((own for one in course.before(statement) if (own := course.day(one))), None)
    own = course.day(statement)
    return {
        "others dated": bool(days),
        "share of others": days.count(day) / max(1, len(days)),
        "speaker dated so": day in same,
        "speaker dated otherwise": any(other != day for other in same),
        "last dated so": last == day,
        "last dated otherwise": last is not None and last != day,
        "own day": own == day,
        "other own day": own is not None and own != day,
    } | _cue(statement)


def _cue(statement: Statement) -> dict[str, float]:
    """Describe how a statement is reported."""
    reported = statement.cue is not None
    return {
        f"kind={statement.quotation.kind}": 1,
        "past cue": reported and statement.anchor.tag_ == "VBD",
        "reply": reported and statement.anchor.lemma_.lower() in of_kind("speech_events", "reply"),
    }


def _distance(pair: Pair, course: Course) -> dict[str, float]:
    """Describe what lies between an occasion and a statement."""
    statement, occasion = pair.statement, pair.occasion
    later = occasion.span.start >= statement.start
    first, last = sorted((occasion.span.start, statement.start))
    others = [one for one in course.story.news if one.day != occasion.day and first < one.span.start < last]
    return {
        f"gap={'later' if later else _bin(pair.gap, _GAP)}": 1,
        "day between": bool(others),
        "told between": any(one.speaks for one in others),
        "position": statement.paragraph / len(course.story.settings.of_paragraph),
    }


def _last(pair: Pair, course: Course) -> dict[str, float]:
    """Describe the last occasions before a statement: of all, and of its speaker."""
    statement, day, reported = pair.statement, pair.occasion.day, course.story.narration.reported
    before = [one for one in course.story.occasions if one.span.start < statement.start]
    before = [one for one in before if not reported[one.span.root.i]]
    mine = [one for one in before if statement.people & one.bystanders]
    return {
        "last occasion": bool(before) and before[-1].day == day,
        "speaker's last": bool(mine) and mine[-1].day == day,
        "speaker's last is another": bool(mine) and mine[-1].day != day,
    }


def _chain(pair: Pair, course: Course) -> dict[str, float]:
    """Describe how far back the speaker's last statement with a day of its own is, if it is this day."""
    statement = pair.statement
    earlier = (one for one in course.before(statement) if one.people & statement.people and course.day(one))
    last = next(earlier, None)
    if last is None or course.day(last) != pair.occasion.day:
        return {"chain=none": 1}
    return {f"chain={_bin(statement.paragraph - last.paragraph, _CHAIN)}": 1}


def _company(pair: Pair, course: Course) -> dict[str, float]:
    """Describe who speaks, and whether he or she was there."""
    statement, occasion, story = pair.statement, pair.occasion, course.story
    entities = [story.entities[name] for name in statement.people if name in story.entities]
    roles = {word for entity in entities for word in entity.role.lower().split()}
    near = range(occasion.paragraph - 1, occasion.paragraph + 2)
    present = {own for i, own in story.narration.people.items() if story.narration.paragraph[i] in near}
    return {
        "there": bool(statement.people & occasion.people),
        "mentioned": bool(statement.people & occasion.bystanders),
        "introduced": bool(statement.people & present),
        "outsider": bool(roles & of_kind("speech_events", "outsider")),
        "nobody": not statement.people,
        "heard": any(ties.is_audience(token, statement.anchor) for token in statement.frame),
        "event again": bool(events(statement.frame) & occasion.events),
    } | {f"speaker={entity.kind}": 1 for entity in entities}


def _setting(pair: Pair) -> dict[str, float]:
    """Describe the setting: how much of the story is of the occasion's, and whether the statement is."""
    settings = pair.story.settings
    around = settings.around(pair.occasion.paragraph)
    shares = {f"setting={name}": settings.share[name] for name in around}
    return shares | {"same setting": bool(around & settings.of_paragraph[pair.statement.paragraph])}


def _held(described: Mapping[str, float]) -> dict[str, float]:
    """Describe whether an event is the story's, and the statement can be one made there: nothing places it elsewhere."""
    doubted = {name.removeprefix("scene ") for name in described if name.startswith("scene ")}
    quiet = not doubted & doubts.ELSEWHERE and not described["other own day"]
    sound = not doubted & doubts.NOT_TOLD
    held = quiet and bool(described["main"])
    strong = _strongest(described)
    at_event = held and (bool(described["event of many"]) or strong >= _STRONG_SETTING)
    return {
        "quiet": quiet,
        "sound": sound,
        "strong": strong,
        "held": held,
        "held at event": at_event,
        "held only": held and bool(described["only day"]),
        "held setting": strong if held and described["same setting"] else 0.0,
        "held inside": at_event and not described["outsider"] and bool(described["past cue"]),
    }


def _strongest(described: Mapping[str, float]) -> float:
    return max((share for name, share in described.items() if name.startswith("setting=")), default=0.0)


def _bin(number: int, bounds: Sequence[int]) -> str:
    """Return the first bound that a number does not pass: "3" for 2 of 1, 3, 7; "more" beyond the last."""
    return next((str(bound) for bound in bounds if number <= bound), "more")
