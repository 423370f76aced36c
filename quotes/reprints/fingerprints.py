"""Choose a few hashes of a text so that two texts that share a run of words share a hash, in DuckDB.

A quotation of many words keeps the smallest hash of each window (winnowing, Schleimer et al. 2003), an article its
smallest hashes of all (bottom-k sketch, Broder 1997).
"""

from __future__ import annotations

from quotes.table.working import Database

#: Words that are hashed together, and hashes of which one is kept: long texts that share seven words in a row share a hash.
GRAM, WINDOW = 4, 4
#: Words up to which all hashes of a text are kept: a short one may have a slip in the middle.
_ALL = 24
#: Words up to which a text is also told by three words in a row, and by how it begins and ends.
_SHORT = 10
#: Words that are hashed together of an article, and how many of its smallest hashes are kept.
ARTICLE_GRAM, SKETCH = 6, 16


def _grams(words: str, size: int) -> str:
    """Return the SQL that hashes each run of so many words of a list."""
    runs = f"range(1, greatest(2, len({words}) - {size} + 2))"
    return f"list_transform({runs}, lambda i: hash(array_to_string({words}[i : i + {size} - 1], ' ')))"


# Each step reads columns of the step before: an expression inside a lambda is evaluated anew for each of its values.
_PRINTS = f"""
    CREATE OR REPLACE TABLE prints AS
    WITH split AS MATERIALIZED (SELECT number, string_split(text, ' ') AS words FROM texts),
    hashed AS MATERIALIZED (
        SELECT number, words, len(words) AS size, {_grams("words", GRAM)} AS hashes FROM split),
    chosen AS MATERIALIZED (
        SELECT number, list_distinct(CASE
            WHEN size <= {_SHORT} THEN list_append(list_concat(hashes, {_grams("words", GRAM - 1)}),
                hash(array_to_string(words[:2], ' ') || ' ... ' || array_to_string(words[-2:], ' ')))
            WHEN size <= {_ALL} THEN hashes
            ELSE list_transform(range(1, len(hashes) - {WINDOW} + 2),
                lambda i: list_min(hashes[i : i + {WINDOW} - 1])) END) AS kept
        FROM hashed)
    SELECT number, unnest(kept) AS print, len(kept) AS prints FROM chosen
"""
_SKETCHES = rf"""
    CREATE OR REPLACE TABLE sketches AS
    WITH split AS MATERIALIZED (SELECT number, regexp_extract_all(lower(text), '\w+') AS words
        FROM articles JOIN numbered USING (doc_id)),
    hashed AS MATERIALIZED (
        SELECT number, list_sort(list_distinct({_grams("words", ARTICLE_GRAM)}))[:{SKETCH}] AS hashes FROM split)
    SELECT number, unnest(hashes) AS hash, len(hashes) AS size FROM hashed
"""


def hash_quotations(database: Database) -> None:
    """Make the table `prints` (number, print, prints) of `texts` (number, text): the hashes of each, and how many."""
    database.run(_PRINTS)


def hash_articles(database: Database) -> None:
    """Make the table `sketches` (number, hash, size) of `numbered` (number, doc_id) and the articles."""
    database.run(_SKETCHES)
