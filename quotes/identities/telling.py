"""Find where articles tell what a body's short form stands for: "IAEA", "Exxon"."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from quotes.identities.bodies import BodyName, parse_body, stands_for
from quotes.table.files import locate
from quotes.table.working import Database

_MENTIONS = """
    SELECT DISTINCT speaker, mention FROM quotes
    WHERE speaker_kind = 'organisation' AND mention IS NOT NULL AND mention <> speaker
"""
_BODIES = "SELECT DISTINCT speaker FROM records WHERE kind = 'organisation'"
#: An article that quotes a body and has the letters in brackets.
_IN_BRACKETS = """
    SELECT DISTINCT p.speaker, p.letters FROM pairs p JOIN records r ON r.kind = 'organisation' AND r.speaker = p.speaker
    JOIN articles a USING (doc_id) WHERE contains(a.text, '(' || p.letters || ')')
"""


def told(table: str | Path, database: Database) -> set[tuple[str, str]]:
    """Return the pairs (key of the short form, key of the full name) that articles tell.

    An article tells it by calling the body by the short form, or by the letters in brackets behind its name.
    """
    found = set()
    for row in database.rows(_MENTIONS):
        full, short = parse_body(row["speaker"]), parse_body(row["mention"])
        if stands_for(short, full) or _begins(short, full):
            found.add((short.key, full.key))
    bodies = [row["speaker"] for row in database.rows(_BODIES)]
    for printed in bodies:
        name = parse_body(printed)
        if name.told:
            found.add((name.told, name.key))
    return found | _bracketed(table, database, bodies)


def _begins(short: BodyName, full: BodyName) -> bool:
    return not short.generic and short.words != full.words and full.words[: len(short.words)] == short.words


def _bracketed(table: str | Path, database: Database, bodies: list[str]) -> set[tuple[str, str]]:
    """Look into the articles' texts, for those letters only that are quoted somewhere and fit a name."""
    by_letters: dict[str, list[str]] = {}
    for printed in bodies:
        name = parse_body(printed)
        for letters in {name.initials, "".join(word[0] for word in name.words)} if not name.short else ():
            by_letters.setdefault(letters, []).append(printed)
    pairs = [
        (full, printed)
        for printed in bodies
        if parse_body(printed).acronym
        for full in by_letters.get("".join(parse_body(printed).words), ())
    ]
    if not pairs or not locate(table).articles:
        return set()
    database.keep("pairs", pairs, pa.schema({"speaker": pa.string(), "letters": pa.string()}))
    return {(parse_body(row["letters"]).key, parse_body(row["speaker"]).key) for row in database.rows(_IN_BRACKETS)}
