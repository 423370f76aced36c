"""Find articles that are copies of others: agency reports, syndicated pieces, one text on two pages (Broder 1997)."""

from __future__ import annotations

from quotes.config import ReprintConfig
from quotes.reprints.fingerprints import hash_articles
from quotes.table.working import Database

#: Pairs of articles that share most of their smallest hashes; a hash of many articles is a newspaper's furniture.
_PAIRS = """
    CREATE OR REPLACE TABLE copies AS
    WITH ranked AS (SELECT *, count(*) OVER (PARTITION BY hash) AS bucket,
            row_number() OVER (PARTITION BY hash ORDER BY number) AS place FROM sketches),
    pairs AS (SELECT a.number AS later, b.number AS earlier, count(*) / min(least(a.size, b.size)) AS shared
        FROM ranked a JOIN ranked b ON a.hash = b.hash AND a.number > b.number
            AND (a.bucket <= $all_of OR b.place = 1 OR a.place - b.place <= $neighbours)
        GROUP BY ALL HAVING shared >= $min_copied),
    firsts AS (SELECT later, min(earlier) AS earlier FROM pairs GROUP BY later)
    SELECT l.doc_id, e.doc_id AS copied_from
    FROM firsts JOIN numbered l ON l.number = later JOIN numbered e ON e.number = earlier
"""


def find_copies(database: Database, *, config: ReprintConfig) -> None:
    """Make the table `copies` (doc_id, copied_from); the earlier article is the one copied.

    A table without its articles has none.
    """
    if not database.one("SELECT 1 FROM duckdb_views() WHERE view_name = 'articles'", []):
        database.run("CREATE OR REPLACE TABLE copies (doc_id VARCHAR, copied_from VARCHAR)")
        return
    database.run(
        "CREATE OR REPLACE TABLE numbered AS SELECT row_number() OVER (ORDER BY published NULLS LAST, doc_id) AS number,"
        " doc_id FROM articles"
    )
    hash_articles(database)
    limits = {"all_of": config.all_of, "neighbours": config.neighbours, "min_copied": config.min_copied}
    database.run(_PAIRS, limits)
