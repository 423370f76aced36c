"""Findings as text. Pure: what is made here, the command line prints."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from quotes.cli.display import marked, printable

if TYPE_CHECKING:
    import pyarrow as pa

    from quotes.check.findings import Finding

#: What a table of findings shows to people.
BRIEF = ["verdict", "claim", "speaker", "quote", "printed_speaker"]


def finding_lines(finding: Finding) -> Iterator[str]:
    """Yield the lines that show a finding to people."""
    shown = finding.to_dict()
    yield f"{shown['verdict'].upper().replace('_', ' ')}: {_meaning(finding)}"
    if finding.note:
        yield f"  note       {finding.note}"
    speaker = f", claimed of {shown['speaker']}" if shown["speaker"] else ""
    yield f"  claim      {_line(shown['claim'])}{speaker}"
    if finding.quote is not None:
        yield f"  printed    {_line(finding.quote.quote)}"
        yield f"  speaker    {_speaker(finding)}"
    for part in finding.parts:
        yield f"  out of     {_line(part.quote)} ({part.speaker or 'speaker not known'})"
    for difference in finding.differences if finding.verdict != "not_found" else ():
        yield f"  differs    claimed {difference.claimed or '(nothing)'!r}, printed {difference.printed or '(nothing)'!r}"
    yield from _where(shown)
    yield from _first_printing(finding)
    yield from _evidence(finding)


def _where(shown: Mapping[str, Any]) -> Iterator[str]:
    """Yield the article with the words, and the day they were said where that is not the day of publication."""
    place = [str(shown[name]) for name in ("outlet", "published", "title", "url") if shown[name]]
    if shown["doc_id"]:
        yield f"  article    {_line(', '.join(place))}{' ' if place else ''}[{shown['doc_id']}]"
    if shown["date"] and shown["date"] != shown["published"]:
        yield f"  said on    {shown['date']}"


def _first_printing(finding: Finding) -> Iterator[str]:
    """Yield the first printing, where it is another row."""
    first = finding.first_printing
    if first is not None and finding.quote is not None and first.quote_id != finding.quote.quote_id:
        yield f"  first      {first.outlet or first.doc_id}, {first.published or 'no day'}; {finding.printings} printings looked at"


def _evidence(finding: Finding) -> Iterator[str]:
    """Yield the passage, and the row's steps from the cue to the name."""
    if finding.context:
        yield f"  context    {marked(finding.context)}"
    if finding.quote is None:
        return
    if finding.quote.evidence:
        yield f"  evidence   {_line(' → '.join(f'{step.step}: {step.text}' for step in finding.quote.evidence))}"
    if finding.quote.quote_id:
        yield f"  quote_id   {finding.quote.quote_id}"


def findings_table(findings: Sequence[Finding]) -> pa.Table:
    """Make a table of findings, one row a claim; lists are JSON."""
    import pyarrow as pa

    rows = [
        {
            name: json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
            for name, value in finding.to_dict().items()
        }
        for finding in findings
    ]
    return pa.Table.from_pylist(rows)


def _speaker(finding: Finding) -> str:
    quote = finding.quote
    if quote is None or quote.speaker is None:
        return "not known"
    sure = f" (confidence {quote.confidence:.2f})" if quote.confidence is not None else ""
    return printable(f"{quote.speaker}{f', {quote.speaker_role}' if quote.speaker_role else ''}{sure}")


def _meaning(finding: Finding) -> str:
    from quotes.lexicon import table

    sentence = table("verdicts")[str(finding.verdict)][0]
    return (
        sentence
        if finding.speaker_match != "unknown" or finding.verdict == "not_found"
        else f"{sentence[:-1]}; who said it is not known."
    )


def _line(text: str) -> str:
    return printable(" ".join(text.split()))
