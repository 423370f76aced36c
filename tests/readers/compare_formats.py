"""The same articles in files of all formats: are they read as the same articles, and are the rows the same?

    python tests/readers/compare_formats.py /tmp/same                                          # reading 10,000, in each format
    python tests/readers/compare_formats.py /tmp/same --extract a.csv b.parquet                # and the rows of two of them
    python tests/readers/compare_formats.py /tmp/same --words 12 --extract a.csv b.parquet c.jsonl

The articles are stretches of those in tests/examples with other surnames; each ends in the paragraph, or with --words at
the word, that makes it long enough.
"""

# ruff: noqa: T201 - a script

import argparse
import csv
import gzip
import json
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import zip_longest
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from quotes import pipeline
from quotes.readers import ReadOptions, read
from quotes.run.local import RunOptions, run
from quotes.types import Article

EXAMPLES = Path(__file__).parents[1] / "examples"
WORDS = 60
SURNAMES = re.compile(r"\b(?:Marsk|Ollivane|Quennell|Hallorow|Pell|Ossel|Kestrel|Onslow|Brannock|Amberley)\b")
SYLLABLES = ("Bar", "den", "Cor", "lin", "Dra", "vik", "Fen", "mor", "Hal", "ster", "Jor", "wen")
Row = dict[str, str | None]


def made(count: int, words: int | None = None) -> Iterator[Row]:
    """Make articles: some without title, date or author, some with line ends and marks that tables have to mask."""
    texts = [path.read_text("utf8") for path in sorted(EXAMPLES.glob("*.txt"))]
    texts += [json.loads(line)["text"] for line in (EXAMPLES / "weekly.jsonl").read_text("utf8").splitlines()]
    paragraphs = [[part for part in text.split("\n\n") if part.strip()] for text in texts]
    for number in range(count):
        chance = random.Random(number)
        source = chance.choice(paragraphs)
        start = chance.randrange(len(source))
        text = ""
        for part in source[start:]:
            text += part + chance.choice(("\n\n", "\n\n", "\r\n\r\n", "\n \t\n"))
            if len(text.split()) >= (words or WORDS):
                break
        if words is not None:
            text = "".join(re.findall(r"\S+\s*", text)[:words])
        day = date(2026, 1, 1) + timedelta(number % 300)
        yield {
            "id": f"made-{number}",
            "title": None if number % 7 == 0 else f'Number {number}, "the {chance.choice(SYLLABLES)}"',
            "text": SURNAMES.sub(chance.choice(SYLLABLES[::2]) + chance.choice(SYLLABLES[1::2]), text),
            "published": None if number % 5 == 0 else day.isoformat(),
            "outlet": chance.choice(("The Daily Lantern", "Marrowby, Pell & Sons")),
            "url": f"https://lantern.example/{number}?a=1,2",
            "author": None if number % 3 == 0 else "Ilse Moss; Tor Änne",
        }


def write_table(path: Path, rows: list[Row], encoding: str, delimiter: str) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        table = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        table.writeheader()
        table.writerows(rows)


def write_lines(path: Path, rows: list[Row], encoding: str, *, escaped: bool) -> None:
    lines = "".join(json.dumps(row, ensure_ascii=escaped) + "\n" for row in rows)
    path.write_bytes(lines.encode(encoding))


def write_parquet(path: Path, rows: list[Row]) -> None:
    table = pa.Table.from_pylist(rows)
    days = table["published"].cast(pa.date32())
    pq.write_table(table.set_column(table.schema.get_field_index("published"), "published", days), path)


WRITERS: dict[str, Callable[[Path, list[Row]], None]] = {
    "a.csv": lambda path, rows: write_table(path, rows, "utf8", ","),
    "b.parquet": write_parquet,
    "c.jsonl": lambda path, rows: write_lines(path, rows, "utf8", escaped=False),
    "d.jsonl": lambda path, rows: write_lines(path, rows, "ascii", escaped=True),
    "e.json": lambda path, rows: path.write_text(json.dumps(rows, indent=1), "utf8"),
    "f.tsv": lambda path, rows: write_table(path, rows, "utf8", "\t"),
    "semicolons.csv": lambda path, rows: write_table(path, rows, "utf-8-sig", ";"),
    "utf-16.csv": lambda path, rows: write_table(path, rows, "utf-16", ","),
    "windows-1252.csv": lambda path, rows: write_table(path, rows, "cp1252", ","),
    "windows-1252.jsonl": lambda path, rows: write_lines(path, rows, "cp1252", escaped=False),
    "packed.jsonl.gz": lambda path, rows: path.write_bytes(
        gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode())
    ),
}


def write_all(folder: Path, count: int, words: int | None = None) -> list[Path]:
    """Write the articles in every format."""
    rows = list(made(count, words))
    folder.mkdir(parents=True, exist_ok=True)
    for name, write in WRITERS.items():
        write(folder / name, rows)
    return [folder / name for name in WRITERS]


def differences(first: Path, other: Path) -> Iterator[str]:
    """Yield what is read differently from two files."""
    options = ReadOptions()
    for number, (one, two) in enumerate(zip_longest(read([first], options=options), read([other], options=options))):
        if one != two or not isinstance(one, Article):
            yield f"{number}: {one!r}\n    {two!r}"


def extract(path: Path) -> tuple[pa.Table, pa.Table]:
    """Return the quote table and the articles of a file."""
    output = path.with_name(f"{path.name}-quotes.parquet")
    began = time.monotonic()
    done = run([path], output, nlp=pipeline.load(threads=1), options=RunOptions(overwrite=True))
    print(f"{path.name}: {done}, {done.words / (time.monotonic() - began):.0f} words/s", flush=True)
    return pq.read_table(output), pq.read_table(output.with_name(f"{output.stem}.articles.parquet"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--words", type=int, metavar="N", help="cut each article at N words")
    parser.add_argument("--extract", nargs="+", default=[], metavar="NAME", choices=list(WRITERS))
    given = parser.parse_args()
    bad = 0
    first, *others = write_all(given.folder, given.articles, given.words)
    for path in others:
        found = list(differences(first, path))
        bad += len(found)
        print(f"{path.name}: {len(found)} of {given.articles:,} articles differ from those of {first.name}", *found[:3])
    tables = [(name, *extract(given.folder / name)) for name in given.extract]
    for name, quotes, articles in tables[1:]:
        same = quotes.equals(tables[0][1]) and articles.equals(tables[0][2])
        bad += not same
        print(f"{name}: {quotes.num_rows:,} rows, {'equal to' if same else 'NOT those'} of {tables[0][0]}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
