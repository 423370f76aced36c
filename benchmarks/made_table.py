"""Make a quote table of any size about invented people, for timing queries, people and reprints.

    python benchmarks/made_table.py out/made.parquet --rows 1000000 --seed 1

Writes NAME.parquet and NAME.articles.parquet as `quotes extract` does, and NAME.truth.csv beside them: for each quote_id
the number of the person who spoke and the quote_id of the first printing. A hundredth of the people share a full name
with somebody in another town. Articles print full names, names with titles and initials, surnames alone and misprints;
one article in thirty is a copy of a recent one, one quotation in twelve a reprint with small changes. Streams: memory does
not grow with the number of rows, but for one short record a person.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from quotes.table.files import beside
from quotes.table.schema import ARTICLES, QUOTES, quote_id
from quotes.types import Piece

SLOT = re.compile(r"<(\w+)>")
WORDS = Path(__file__).with_name("made_words.tsv")

FIRST_DAY, DAYS = date(2020, 1, 1), 2200
ROWS_PER_PERSON = 40  # on average; a few speak often, most once or twice
ROWS_PER_ARTICLE = 5
OUTLETS = 120
RECENT = 2000  # articles and quotations that can be printed again
BATCH_ARTICLES = 2000
NAMESAKES, COPIES, REPRINTS = 0.01, 1 / 30, 1 / 12  # shares of people, articles, quotations


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is quoted."""

    number: int
    given: str
    middle: str
    surname: str
    role: str
    place: str
    female: bool
    outlets: tuple[int, ...]
    first: int  # day of the first statement, counted from FIRST_DAY
    span: int  # days

    @property
    def name(self) -> str:
        """The name without its middle initial."""
        return f"{self.given} {self.surname}"


@dataclass(slots=True)
class Printed:
    """A quotation as one article prints it, and whose first printing it repeats."""

    words: str
    person: Person
    said: str
    mention: str
    role: str | None
    first: str = ""
    id: str = ""


@dataclass(slots=True)
class Story:
    """An article in the making."""

    number: int
    day: int
    outlet: int
    quotations: list[Printed]
    text: str = ""
    places: list[tuple[int, int, int, int, int, int]] = field(default_factory=list)

    @property
    def doc_id(self) -> str:
        """The article's id."""
        return f"made-{self.number:07d}"


class Maker:
    """Draws people, articles and quotations from one seed."""

    def __init__(self, *, rows: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.words = read_words()
        self.people = self._people(max(20, rows // ROWS_PER_PERSON))
        self.recent: list[Story] = []
        self.said: list[Printed] = []

    def stories(self, rows: int) -> Iterator[Story]:
        """Yield articles until there are so many rows."""
        made = number = 0
        while made < rows:
            story = self._copy(number) if self.recent and self.random.random() < COPIES else self._story(number, rows)
            story.quotations = story.quotations[: rows - made]
            self._print(story)
            made += len(story.quotations)
            number += 1
            yield story

    def _people(self, size: int) -> list[Person]:
        people: list[Person] = []
        for number in range(size):
            female = self.random.random() < 0.5
            given, surname = self.random.choice(self.words["female" if female else "male"]), self._surname()
            if people and self.random.random() < NAMESAKES:
                other = self.random.choice(people)
                given, surname, female = other.given, other.surname, other.female
            first = self.random.randrange(DAYS)
            outlets = tuple(self.random.sample(range(OUTLETS), 3))
            place = self.random.choice(self.words["place"]) + self.random.choice(self.words["place_end"])
            role = self.random.choice(self.words["role"])
            middle = self.random.choice("ABCDEFGHJKLMNPRST")
            span = self.random.randrange(30, 900)
            people.append(Person(number, given, middle, surname, role, place, female, outlets, first, span))
        return people

    def _surname(self) -> str:
        parts = [self.random.choice(self.words[f"surname_{part}"]) for part in ("begin", "middle", "end")]
        return "".join(parts).capitalize()

    def _story(self, number: int, rows: int) -> Story:
        # Days run with the articles, as in a newspaper's archive; who speaks is drawn with a long tail.
        day = min(DAYS - 1, number * ROWS_PER_ARTICLE * DAYS // max(rows, 1))
        speakers = [self._speaker(day) for _ in range(self.random.choice((1, 2, 2, 3)))]
        outlet = self.random.choice(speakers[0].outlets)
        quotations = [
            printed for person in speakers for printed in self._quotations(person, self.random.choice((1, 2, 2, 3, 4)))
        ]
        return Story(number, day, outlet, quotations)

    def _speaker(self, day: int) -> Person:
        for _ in range(40):
            person = self.people[int(len(self.people) * self.random.random() ** 3)]
            if person.first <= day <= person.first + person.span:
                return person
        return person

    def _quotations(self, person: Person, size: int) -> Iterator[Printed]:
        name, role = self._printed_name(person)
        for index in range(size):
            mention = name if index == 0 else self.random.choice(("She" if person.female else "He", person.surname))
            yield Printed(self._words(), person, name, mention, role)
        if self.said and self.random.random() < REPRINTS * size:
            old = self.random.choice(self.said)
            name, role = self._printed_name(old.person)
            yield Printed(self._change(old.words), old.person, name, name, role, first=old.first)

    def _printed_name(self, person: Person) -> tuple[str, str | None]:
        drawn = self.random.random()
        role = f"{person.role} of {person.place}" if self.random.random() < 0.7 else None
        if drawn < 0.08:
            return person.surname, role
        if drawn < 0.14:
            return f"{person.given} {person.middle}. {person.surname}", role
        if drawn < 0.17:
            return f"{person.given[0]}. {person.surname}", role
        if drawn < 0.19:
            return f"{person.given} {self._misprint(person.surname)}", role
        return person.name, role

    def _misprint(self, name: str) -> str:
        at = self.random.randrange(2, len(name))
        return name[:at] + name[at - 1] + name[at:] if self.random.random() < 0.5 else name[:at] + name[at + 1 :]

    def _words(self) -> str:
        draw = self.random.choice
        clauses = []
        for _ in range(draw((1, 2, 2, 3))):
            shape = draw(self.words["clause"]).replace("<number>", str(self.random.randrange(2, 900)))
            clauses.append(SLOT.sub(lambda slot: draw(self.words[slot[1]]), shape))
        return ", and ".join(clauses)

    def _change(self, words: str) -> str:
        drawn, split = self.random.random(), words.split()
        if drawn < 0.4:
            return words
        if drawn < 0.6 and len(split) > 9:
            return " ".join(split[: -self.random.randrange(1, 4)])
        if drawn < 0.8:
            at = self.random.randrange(1, len(split))
            return " ".join([*split[:at], "really", *split[at:]])
        at = self.random.randrange(len(split))
        return " ".join([*split[:at], f"[{split[at]}]", *split[at + 1 :]])

    def _copy(self, number: int) -> Story:
        old = self.random.choice(self.recent)
        copies = [Printed(q.words, q.person, q.said, q.mention, q.role, first=q.first) for q in old.quotations]
        return Story(number, min(DAYS - 1, old.day + self.random.randrange(3)), self.random.randrange(OUTLETS), copies)

    def _print(self, story: Story) -> None:
        """Write the article's text, and note where quotation, cue and mention stand."""
        text = f"{self.random.choice(self.words['place'])}ton. {self.random.choice(self.words['filler'])}\n\n"
        for quotation in story.quotations:
            start = len(text)
            text += f"“{quotation.words},”"
            end = len(text)
            cue = end + 1
            text += " said "
            mention = len(text)
            named = quotation.mention == quotation.said and quotation.role
            text += quotation.mention + (f", {quotation.role}" if named else "")
            text += f". {self.random.choice(self.words['filler'])}\n\n"
            story.places.append((start, end, cue, cue + 4, mention, mention + len(quotation.mention)))
            quotation.id = quote_id(story.doc_id, [Piece(start, end)])
            quotation.first = quotation.first or quotation.id
        story.text = text
        for pool, new in ((self.recent, [story]), (self.said, story.quotations[:1])):
            pool.extend(new)  # type: ignore[arg-type]
            if len(pool) > RECENT:
                del pool[: len(pool) - RECENT]


def read_words() -> dict[str, list[str]]:
    """Read the lists of words that names and sentences are made of: kind -> words."""
    lists: dict[str, list[str]] = {}
    for line in WORDS.read_text(encoding="utf8").splitlines():
        if line and not line.startswith("#"):
            kind, words = line.split("\t")
            lists[kind] = words.split("|")
    return lists


#: What the columns hold that are the same in every row; a column of the schema that is not made here is null.
SAME = {
    "story": 0,
    "kind": "direct",
    "cue": "said",
    "speaker_kind": "person",
    "date_basis": "published",
    "act": "speech",
    "polarity": "said",
    "pipeline": "made table",
}


def rows_of(story: Story) -> Iterator[dict[str, Any]]:
    """Yield the rows of an article, as the quote table's columns."""
    day = FIRST_DAY + timedelta(days=story.day)
    outlet = f"The {story.outlet:03d} Courier"
    for quotation, place in zip(story.quotations, story.places, strict=True):
        start, end, cue_start, cue_end, mention_start, mention_end = place
        known = {
            "quote": f"{quotation.words},",
            "speaker": quotation.said,
            "date": day,
            "doc_id": story.doc_id,
            "title": f"Report {story.number}",
            "outlet": outlet,
            "url": f"https://news.example/{story.number}",
            "published": day,
            "spans": [{"start": start, "end": end}],
            "cue_start": cue_start,
            "cue_end": cue_end,
            "mention": quotation.mention,
            "speaker_start": mention_start,
            "speaker_end": mention_end,
            "speaker_role": quotation.role,
            "speaker_id": quotation.said.lower().replace(".", "").replace(" ", "-"),
            "confidence": 0.5 + (start + end) % 50 / 100,
            "evidence": [{"step": "subject", "text": quotation.mention, "start": mention_start, "end": mention_end}],
            "quote_id": quotation.id,
        }
        row = SAME | known
        yield {name: row.get(name) for name in QUOTES.names}


def article_of(story: Story) -> dict[str, Any]:
    """Return an article's row."""
    day = FIRST_DAY + timedelta(days=story.day)
    known = {
        "doc_id": story.doc_id,
        "text": story.text,
        "title": f"Report {story.number}",
        "outlet": f"The {story.outlet:03d} Courier",
        "url": f"https://news.example/{story.number}",
        "published": day,
        "published_basis": "metadata",
    }
    return {name: known.get(name) for name in ARTICLES.names}


def write(output: Path, *, rows: int, seed: int) -> None:
    """Write the table, its articles and the truth about it."""
    output.parent.mkdir(parents=True, exist_ok=True)
    maker = Maker(rows=rows, seed=seed)
    with (
        pq.ParquetWriter(output, QUOTES, compression="zstd") as quotes,
        pq.ParquetWriter(beside(output, "articles"), ARTICLES, compression="zstd") as articles,
        output.with_suffix(".truth.csv").open("w", newline="", encoding="utf8") as truth,
    ):
        lines = csv.writer(truth)
        lines.writerow(["quote_id", "person", "first_printing"])
        batch: list[Story] = []
        for story in maker.stories(rows):
            batch.append(story)
            lines.writerows([quotation.id, quotation.person.number, quotation.first] for quotation in story.quotations)
            if len(batch) == BATCH_ARTICLES:
                flush(batch, quotes, articles)
        flush(batch, quotes, articles)


def flush(batch: list[Story], quotes: pq.ParquetWriter, articles: pq.ParquetWriter) -> None:
    """Write a batch of articles and empty it."""
    if batch:
        rows = [row for story in batch for row in rows_of(story)]
        quotes.write_table(pa.Table.from_pylist(rows, schema=QUOTES))
        articles.write_table(pa.Table.from_pylist([article_of(story) for story in batch], schema=ARTICLES))
        batch.clear()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Make a quote table about invented people.")
    parser.add_argument("output", type=Path, metavar="NAME.parquet")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    write(given.output, rows=given.rows, seed=given.seed)
    print(f"{given.rows:,} rows in {given.output}", file=sys.stderr)


if __name__ == "__main__":
    main()
