"""What a run has done, as text: progress, account, what was skipped and failed. Pure: the command line prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotes.errors import counted

if TYPE_CHECKING:
    from quotes.run.account import Summary


def account(summary: Summary) -> str:
    """Say what a run has done, in one line.

    >>> from quotes.run.account import Summary
    >>> account(Summary(articles=2, quotes=31, failures=1, words=1500, seconds=2.0, loading=3.1))
    '2 articles, 31 quotations, 1 failed; 1,500 words in 2 s (750 words/s), loading 3 s.'
    """
    speed = summary.words / summary.seconds if summary.seconds else 0.0
    skipped = f"{summary.skipped:,} there already, " if summary.skipped else ""
    changed = f" ({summary.changed:,} anew)" if summary.changed else ""
    return (
        f"{counted(summary.articles, 'article')}{changed}, {skipped}{counted(summary.quotes, 'quotation')}, "
        f"{summary.failures:,} failed; {counted(summary.words, 'word')} in {summary.seconds:,.0f} s ({speed:,.0f} words/s), "
        f"loading {summary.loading:,.0f} s."
    )


def progress_line(summary: Summary) -> str:
    """Say how far a run is, and how long it may still take.

    >>> from quotes.run.account import Summary
    >>> progress_line(Summary(articles=20, quotes=31, words=1500, seconds=2.0, share=0.1, expected=200, left=7260))
    '20 of about 200 articles, 31 quotations, 0 failed; 750 words/s; 10 %, 2 h 1 min left'
    >>> progress_line(Summary())
    'Reading, and loading the pipeline ...'
    """
    if not (summary.articles or summary.failures or summary.skipped):
        return "Reading, and loading the pipeline ..."
    done = summary.articles + summary.failures + summary.skipped
    so_far = f"{done:,} of about {summary.expected:,} articles" if summary.expected else counted(done, "article")
    speed = summary.words / summary.seconds if summary.seconds else 0.0
    share = f"; {summary.share:.0%}".replace("%", " %") if summary.share is not None else ""
    left = f", {_duration(summary.left)} left" if summary.left is not None else ""
    return (
        f"{so_far}, {counted(summary.quotes, 'quotation')}, {summary.failures:,} failed; {speed:,.0f} words/s"
        f"{share}{left}"
    )


def skipped_and_failed(summary: Summary, output: str) -> list[str]:
    """Say, line by line, what a run has left out, what failed for which reason, and what can be done."""
    lines = []
    if summary.unread:
        lines.append(
            f"{summary.unread:,} inputs were not read again: they were read to their end, and have not changed."
        )
    if summary.outdated:
        lines.append(
            f"{summary.outdated:,} articles were extracted by another version of the pipeline. --redo-outdated extracts "
            "them again."
        )
    if summary.failed_before:
        lines.append(f"{summary.failed_before:,} failed before, and were not tried again. --retry-failed tries them.")
    if summary.failures:
        lines.append(f'{summary.failures:,} failed. All reasons: quotes sql {output} "FROM failures"')
        lines += [f"  {number:,} × {reason}" for reason, number in summary.reasons.items()]
    elif summary.failed_here:
        lines.append(f'The table has {summary.failed_here:,} failures: quotes sql {output} "FROM failures"')
    return lines


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    hours, days = minutes // 60, minutes // 1440
    if days:
        return f"{days} d {hours % 24} h"
    return f"{hours} h {minutes % 60} min" if hours else f"{minutes} min" if minutes else f"{seconds:.0f} s"
