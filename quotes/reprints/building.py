"""Find the quotations of a table that are printed again, and write them beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from quotes.config import DEFAULT_REPRINTS, ReprintConfig
from quotes.identities.names import name_of
from quotes.identities.person_names import PersonName
from quotes.reprints.copies import find_copies
from quotes.reprints.fingerprints import hash_quotations
from quotes.reprints.leaders import Leaders
from quotes.reprints.words import words_of
from quotes.table import reprints as store
from quotes.table.working import Database, working
from quotes.types import SpeakerKind

_WRITTEN = 5000  # rows in one batch

_REDUCED = pa.schema({"quote_id": pa.string(), "text": pa.string(), "size": pa.int32(), "speaker": pa.string()})
_LED = pa.schema({"number": pa.int64(), "leader": pa.int64()})

_TEXTS = """
    CREATE TABLE texts AS
    SELECT row_number() OVER (ORDER BY text) AS number, text, size, quote, speakers FROM (
        SELECT r.text, any_value(r.size) AS size, max(q.quote) AS quote,
            list(DISTINCT r.speaker) FILTER (r.speaker IS NOT NULL) AS speakers
        FROM reduced r JOIN quotes q USING (quote_id) WHERE r.size >= $min_words GROUP BY r.text)
"""
_PAIRS = """
    CREATE TABLE pairs AS
    WITH ranked AS (SELECT *, count(*) OVER (PARTITION BY print) AS bucket,
            row_number() OVER (PARTITION BY print ORDER BY number) AS place FROM prints)
    SELECT a.number AS one, b.number AS other, count(*) AS shared
    FROM ranked a JOIN ranked b ON a.print = b.print AND a.place > b.place
        AND a.place - b.place <= CASE WHEN a.bucket <= $all_of THEN $all_of ELSE $neighbours END
    GROUP BY ALL HAVING shared >= $min_shared * least(min(a.prints), min(b.prints))
"""
_COMPARED = """
    SELECT one, other, a.quote AS one_quote, a.speakers AS one_speakers, b.quote AS other_quote,
        b.speakers AS other_speakers
    FROM pairs JOIN texts a ON a.number = one JOIN texts b ON b.number = other ORDER BY shared DESC, one, other
"""
#: Rows with their cluster: that of their words; of words that many may say, the speaker's; of very few, the article's.
_CLUSTERED = """
    CREATE TABLE clustered AS
    SELECT r.quote_id, q.doc_id, q.outlet, coalesce(q.published, q.date) AS day, r.size, r.speaker, c.copied_from,
        CASE WHEN r.size < $min_words THEN 'article ' || coalesce(c.copied_from, q.doc_id) || ' ' || r.text
            WHEN r.size < $min_words_by_others AND NOT coalesce(list_contains(f.speakers, r.speaker), false)
                THEN 'own ' || r.text || coalesce(r.speaker, '')
            WHEN r.size < $min_words_by_others AND l.leader IS NULL THEN 'own ' || r.text || coalesce(r.speaker, '')
            ELSE 'words ' || coalesce(l.leader, t.number) END AS cluster
    FROM reduced r JOIN quotes q USING (quote_id) LEFT JOIN texts t ON t.text = r.text
    LEFT JOIN led l ON l.number = t.number LEFT JOIN texts f ON f.number = coalesce(l.leader, t.number)
    LEFT JOIN copies c ON c.doc_id = q.doc_id
"""
_REPRINTS = """
    SELECT quote_id, first_value(quote_id) OVER first AS cluster_id, quote_id = first_value(quote_id) OVER first AS first,
        quote_id = first_value(quote_id) OVER (PARTITION BY cluster ORDER BY size DESC, day, quote_id) AS fullest,
        printings, outlets, first_value(day) OVER first AS first_day, speakers_agree, copied_from
    FROM clustered JOIN (SELECT cluster, count(*)::INTEGER AS printings, count(DISTINCT outlet)::INTEGER AS outlets,
            count(DISTINCT speaker) <= 1 AS speakers_agree FROM clustered GROUP BY cluster
            HAVING count(DISTINCT doc_id) > 1) USING (cluster)
    WINDOW first AS (PARTITION BY cluster ORDER BY day NULLS LAST, copied_from NULLS FIRST, size DESC, quote_id)
    ORDER BY first_day, cluster_id, first DESC, quote_id
"""


@dataclass(frozen=True, slots=True)
class Summary:
    """What was found."""

    path: Path
    clusters: int
    printings: int
    copies: int


def build(table: str | Path, *, config: ReprintConfig = DEFAULT_REPRINTS) -> Summary:
    """Find the quotations that are printed again, and write them beside the table.

        build("quotes.parquet").clusters

    Args:
        table: a NAME.parquet or a folder, as `extract` wrote it.
        config: settings.

    Raises:
        InputError: there is no quote table at this path.
    """
    with working(table, memory_mb=config.memory_mb) as database:
        find_copies(database, config=config)
        database.keep("reduced", _reduced(database), _REDUCED)
        database.run(_TEXTS, {"min_words": config.min_words})
        hash_quotations(database)
        limits = {"all_of": config.all_of, "neighbours": config.neighbours, "min_shared": config.min_shared}
        database.run(_PAIRS, limits)
        leaders = Leaders()
        for row in database.rows(_COMPARED):
            one = (row["one"], row["one_quote"], row["one_speakers"])
            leaders.compare(one, (row["other"], row["other_quote"], row["other_speakers"]))
        database.keep("led", leaders.all(), _LED)
        sizes = {"min_words": config.min_words, "min_words_by_others": config.min_words_by_others}
        database.run(_CLUSTERED, sizes)
        counted = {"clusters": 0, "printings": 0}
        path = store.write(table, _batches(database, counted))
        copies = database.one("SELECT count(*) FROM copies", [])
        return Summary(path, **counted, copies=copies[0] if copies else 0)


def _reduced(database: Database) -> Iterator[tuple[str, str, int, str | None]]:
    for row in database.rows("SELECT quote_id, quote, speaker, speaker_kind FROM quotes"):
        words = words_of(row["quote"])
        yield row["quote_id"], words.text, len(words.words), _surname(row["speaker_kind"], row["speaker"])


def _surname(kind: str | None, speaker: str | None) -> str | None:
    """Return what a speaker is told by in every article; None: he is not named."""
    if speaker is None or kind not in {SpeakerKind.PERSON, SpeakerKind.ORGANISATION}:
        return None
    name = name_of(kind, speaker)
    return name.words[-1] if isinstance(name, PersonName) else name.key


def _batches(database: Database, counted: dict[str, int]) -> Iterator[pa.RecordBatch]:
    rows: list[dict[str, Any]] = []
    for row in database.rows(_REPRINTS):
        rows.append(row)
        counted["clusters"] += row["first"]
        counted["printings"] += 1
        if len(rows) == _WRITTEN:
            yield pa.RecordBatch.from_pylist(rows, schema=store.REPRINTS)
            rows = []
    yield pa.RecordBatch.from_pylist(rows, schema=store.REPRINTS)
