"""`quotes compact`: small files of a folder to larger ones."""

from __future__ import annotations

from quotes.cli import options
from quotes.cli.messages import say


def compact(folder: options.Folder, partition: options.PartitionBy = None, quiet: options.Quiet = False) -> None:
    """Bring the small files of a folder together, and put new versions of articles in the place of old ones.

    A run that is alone in a folder does this at its end. After the last of several shards, it is left to you.

    For example:

        quotes compact corpus/ --partition year-month
    """
    from quotes.table.compacting import compact as library

    done = library(folder, partition=partition)
    if quiet:
        return
    say(
        f"{done.files_before:,} files of {done.bytes_before:,} bytes became {done.files:,} of {done.bytes:,}: "
        f"{done.articles:,} articles, {done.quotes:,} quotations, {done.bytes_a_quote:,.0f} bytes a quotation."
    )
    if done.repeated:
        say(f"{done.repeated:,} articles were there twice, from two shards; the first was kept.")
