"""Make a corpus of any size: the example articles again and again, with other people, numbers, days and outlets.

    python benchmarks/made_articles.py 100000 /tmp/made --words 60 --files 8

People's names are drawn from quotes/data and made of syllables; an article keeps who is a woman and who is a man. The same
seed makes the same corpus. Needs nothing but this package.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import warnings
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from quotes.readers import read
from quotes.types import Article

ROOT = Path(__file__).parent.parent
#: parts of surnames
FIRST = ("Mar", "Hol", "Pen", "Ash", "Bram", "Cor", "Dun", "Elv", "Fen", "Gar", "Hex", "Ing", "Kel", "Lor")
SECOND = ("low", "stead", "wick", "by", "ton", "ridge", "mere", "ven", "sley")
OUTLETS = ("Marrow Bay Post", "The Lantern", "Northern Courier", "Vell Valley Record", "Tide and Times")
FIRST_DAY = date(2019, 1, 1)
DAYS = 2500
LEAST_WORDS = 6


class Maker:
    """Makes variations of the example articles."""

    def __init__(self, *, words: int | None = None, seed: int = 0) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = list(read([ROOT / "tests" / "examples"]))
        self._examples = [item for item in found if isinstance(item, Article)]
        self._given = given_names()
        men = set(self._given["m"])
        self._people = [(given, surname, "m" if given.lower() in men else "f") for given, surname in people()]
        self._words = words
        self._seed = seed

    def articles(self, count: int) -> Iterator[dict[str, str]]:
        """Yield articles, as lines of JSON have them."""
        for number in range(count):
            yield self.article(number)

    def article(self, number: int) -> dict[str, str]:
        """Make one: always the same for its number."""
        draw = random.Random(f"{self._seed} {number}")
        example = self._examples[number % len(self._examples)]
        text = self._cut(example.text, draw)
        changes = self._new_names(draw)
        text = re.sub(r"\b[A-Z][\w’'-]+", lambda word: changes.get(word[0], word[0]), text)
        text = re.sub(r"\b\d{2,3}\b(?![:,.]\d)", lambda digits: str(draw.randrange(10, 999)), text)
        day = FIRST_DAY + timedelta(days=draw.randrange(DAYS))
        return {
            "id": f"made-{number:09d}",
            "title": f"{example.title or 'News'} ({number})",
            "published": day.isoformat(),
            "outlet": draw.choice(OUTLETS),
            "url": f"https://news.example/{number}",
            "text": text,
        }

    def _cut(self, text: str, draw: random.Random) -> str:
        """Take whole paragraphs from some place on, until there are words enough."""
        if self._words is None:
            return text
        paragraphs = [part for part in text.split("\n\n") if len(part.split()) >= LEAST_WORDS]
        first = draw.randrange(len(paragraphs))
        taken: list[str] = []
        for part in (*paragraphs[first:], *paragraphs[:first]):
            taken.append(part)
            if sum(len(one.split()) for one in taken) >= self._words:
                break
        return "\n\n".join(taken)

    def _new_names(self, draw: random.Random) -> dict[str, str]:
        changes = {}
        for given, surname, gender in self._people:
            changes[given] = draw.choice(self._given[gender]).capitalize()
            changes[surname] = draw.choice(FIRST) + draw.choice(SECOND)
        return changes


def people() -> list[tuple[str, str]]:
    """Return given name and surname of each person in the examples."""
    rows = map(json.loads, (ROOT / "tests" / "expected" / "rows.jsonl").read_text("utf8").splitlines())
    names = {row["speaker"] for row in rows if row.get("speaker_kind") == "person" and isinstance(row["speaker"], str)}
    found = [name.split()[-2:] for name in sorted(names) if len(name.split()) > 1]
    return [(given, surname) for given, surname in found if given[0].isupper() and surname[0].isupper()]


def given_names() -> dict[str, list[str]]:
    """Return the given names that tell a gender."""
    lines = (ROOT / "quotes" / "data" / "en" / "given_names.tsv").read_text("utf8").splitlines()
    pairs = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {gender: [name for name, told in pairs if told == gender and name.isalpha()] for gender in "fm"}


def write(articles: Iterable[dict[str, str]], folder: Path, *, files: int, kind: str) -> None:
    """Write articles to files, one after the other into each in turn."""
    folder.mkdir(parents=True, exist_ok=True)
    everything = list(articles) if kind == "parquet" else articles
    if kind == "parquet":
        for number in range(files):
            table = pa.Table.from_pylist(everything[number::files])
            pq.write_table(table, folder / f"made-{number:03d}.parquet")
        return
    opened = [(folder / f"made-{number:03d}.{kind}").open("wb") for number in range(files)]
    for number, article in enumerate(articles):
        line = json.dumps(article, ensure_ascii=False).encode() + b"\n" if kind == "jsonl" else warc_record(article)
        opened[number % files].write(line)
    for file in opened:
        file.close()


def warc_record(article: dict[str, str]) -> bytes:
    """Write an article as a page that was fetched: a response record."""
    paragraphs = "".join(f"<p>{part}</p>" for part in article["text"].split("\n\n"))
    meta = f'<meta property="article:published_time" content="{article["published"]}">'
    html = f"<html><head><title>{article['title']}</title>{meta}</head><body><article><h1>{article['title']}</h1>{paragraphs}</article></body></html>"
    body = html.encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    head = io.BytesIO()
    head.write(b"WARC/1.0\r\nWARC-Type: response\r\n")
    head.write(f"WARC-Target-URI: {article['url']}\r\nWARC-Date: {article['published']}T08:00:00Z\r\n".encode())
    head.write(f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{article['id'][-9:]:0>12}>\r\n".encode())
    head.write(b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % len(http))
    return head.getvalue() + http + b"\r\n\r\n"


def main() -> None:
    """Make a corpus from the command line."""
    parser = argparse.ArgumentParser(description="Make a corpus of invented articles.")
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--words", type=int, help="words in an article, about; default: as many as the examples have")
    parser.add_argument("--files", type=int, default=1)
    parser.add_argument("--kind", choices=("jsonl", "parquet", "warc"), default="jsonl")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    write(
        Maker(words=given.words, seed=given.seed).articles(given.count),
        given.folder,
        files=given.files,
        kind=given.kind,
    )


if __name__ == "__main__":
    main()
