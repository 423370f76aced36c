"""A random sample of a table, labelled blind, and the table's precision from it.

A person sees a quotation in its passage, without the speaker that the table has, and says who speaks. How often the table
has the same is its precision, with Wilson's interval (Wilson 1927, "Probable inference"; 95 %). Samples and labels are
lines in `NAME.agreement.jsonl`, append-only like corrections: the last label of a person for a quotation counts.
"""

from __future__ import annotations

import json
import random
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from quotes.table.corrections import append_line
from quotes.table.quote_table import QuoteTable
from quotes.table.speakers import SpeakerMatch, match
from quotes.types import Quote, SpeakerKind

#: Quantile of the normal distribution for 95 %.
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Sample:
    """Quotations to be labelled: their ids, in the order of labelling."""

    id: str
    table: str
    seed: int
    quote_ids: tuple[str, ...]
    at: str


@dataclass(frozen=True, slots=True)
class Label:
    """What a person says of a quotation without having seen the table's answer.

    Args:
        is_quotation: the words are somebody's reported words.
        speaker: who speaks; None: the article does not tell.
        unsure: the person could not decide; the label counts for nothing.
    """

    sample: str
    quote_id: str
    is_quotation: bool
    speaker: str | None
    unsure: bool
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many, and the interval in which the true share lies with 95 %.

    >>> share = Share(45, 50)
    >>> round(share.low, 3), round(share.value, 3), round(share.high, 3)
    (0.786, 0.9, 0.957)
    """

    right: int
    n: int

    @property
    def value(self) -> float:
        """The share."""
        return self.right / self.n if self.n else 0.0

    @property
    def low(self) -> float:
        """The lower end of the interval."""
        return self._wilson(-1)

    @property
    def high(self) -> float:
        """The upper end."""
        return self._wilson(1)

    def _wilson(self, sign: int) -> float:
        if not self.n:
            return 0.0 if sign < 0 else 1.0
        n, p = self.n, self.value
        root = (p * (1 - p) / n + _Z * _Z / (4 * n * n)) ** 0.5
        return min(max((p + _Z * _Z / (2 * n) + sign * _Z * root) / (1 + _Z * _Z / n), 0.0), 1.0)


def draw(table: QuoteTable, name: str, size: int, *, seed: int | None = None) -> Sample:
    """Draw a random sample of a table's rows.

    Args:
        table: the table.
        name: what the page calls it.
        size: rows; fewer if the table has fewer.
        seed: the same seed draws the same rows of the same table; None: any.
    """
    seed = secrets.randbelow(2**31) if seed is None else seed
    ids = sorted(table.database.ask("SELECT quote_id FROM {quotes}")["quote_id"].to_pylist())
    chosen = random.Random(seed).sample(ids, min(size, len(ids)))
    return Sample(secrets.token_hex(6), name, seed, tuple(chosen), _now())


def save(file: Path, sample: Sample) -> None:
    """Write a sample down."""
    append_line(
        file,
        {
            "sample": sample.id,
            "table": sample.table,
            "seed": sample.seed,
            "quote_ids": sample.quote_ids,
            "at": sample.at,
        },
    )


def label(file: Path, given: Label) -> None:
    """Write a label down."""
    values = {name: getattr(given, name) for name in Label.__slots__ if name not in {"sample", "at"}}
    append_line(file, {"of": given.sample, **values, "at": given.at or _now()})


def read(file: Path) -> tuple[dict[str, Sample], dict[str, dict[str, Label]]]:
    """Read samples, by id, and the labels of each, by quote_id; the last of several counts. Damaged lines are left out."""
    samples: dict[str, Sample] = {}
    labels: dict[str, dict[str, Label]] = {}
    for line in file.read_text("utf8", "replace").splitlines() if file.is_file() else ():
        try:
            values = json.loads(line)
            if "sample" in values:
                sample = Sample(
                    values["sample"], values["table"], values["seed"], tuple(values["quote_ids"]), values["at"]
                )
                samples[sample.id] = sample
            else:
                found = Label(values.pop("of"), **values)
                labels.setdefault(found.sample, {})[found.quote_id] = found
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
    return samples, labels


def agrees(given: Label, row: Quote) -> bool:
    """Tell whether the table has what a person says."""
    if not given.is_quotation:
        return False
    if row.speaker is None or given.speaker is None:
        return row.speaker is None and given.speaker is None
    if row.speaker.casefold() == given.speaker.casefold():
        return True
    pair = (
        match(given.speaker, row.speaker, kind=row.speaker_kind),
        match(row.speaker, given.speaker, kind=row.speaker_kind),
    )
    return SpeakerMatch.FULL in pair


def figures(labels: Iterable[Label], rows: Sequence[Quote]) -> dict[str, Share]:
    """Return the table's figures from some labels.

    Args:
        labels: the labels.
        rows: the rows that they are of.

    Returns:
        quotations: share of the rows that are quotations. speakers: share of the rows with a speaker whose words are a
        quotation and whose speaker is right. unknown: share of the rows without a speaker where the article tells none.
    """
    by_id = {row.quote_id: row for row in rows}
    pairs = [(one, by_id[one.quote_id]) for one in labels if one.quote_id in by_id and not one.unsure]
    named = [(one, row) for one, row in pairs if row.speaker is not None]
    unnamed = [(one, row) for one, row in pairs if row.speaker is None]
    return {
        "quotations": Share(sum(one.is_quotation for one, _ in pairs), len(pairs)),
        "speakers": Share(sum(agrees(one, row) for one, row in named), len(named)),
        "unknown": Share(sum(agrees(one, row) for one, row in unnamed), len(unnamed)),
    }


def as_row(given: Label, row: Quote) -> Quote | None:
    """Return a row with the speaker that a person gave; None: they say it is no quotation, or could not decide."""
    if given.unsure or not given.is_quotation:
        return None
    if agrees(given, row):
        return row
    kind = str(SpeakerKind.PERSON) if given.speaker else None
    return replace(row, speaker=given.speaker, speaker_kind=kind, speaker_role=None)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
