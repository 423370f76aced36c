"""`quotes extract`: articles to a table."""

from __future__ import annotations

import typer

from quotes.cli import options
from quotes.cli.messages import progress, say
from quotes.cli.options import SOME_FAILED
from quotes.cli.run_reports import account, skipped_and_failed


def extract(
    paths: options.Paths,
    output: options.Output,
    force: options.Force = False,
    encoding: options.Encoding = None,
    text_column: options.TextColumn = None,
    id_column: options.IdColumn = None,
    title_column: options.TitleColumn = None,
    published_column: options.PublishedColumn = None,
    outlet_column: options.OutletColumn = None,
    url_column: options.UrlColumn = None,
    author_column: options.AuthorColumn = None,
    stdin_format: options.StdinFormat = None,
    fix_mojibake: options.FixMojibake = False,
    keep_all: options.KeepAll = False,
    workers: options.Workers = None,
    time_limit: options.TimeLimit = None,
    retry_failed: options.RetryFailed = False,
    redo_outdated: options.RedoOutdated = False,
    shard: options.ShardOf = None,
    partition: options.PartitionBy = None,
    engine: options.EngineName = options.Engine.LOCAL,
    quiet: options.Quiet = False,
) -> None:
    """Read articles and write the table of their quotations.

    Reads .txt, .html, .jsonl, .json, .csv, .tsv, .parquet and .warc, all but Parquet also as .gz, and folders of them.
    Columns are found by their names (text, body, headline, date ...); what was taken is said, and can be named below.
    Beside NAME.parquet it writes NAME.articles.parquet, the texts, and NAME.failures.parquet, what failed and why.
    A folder is for corpora: stop the run when you like, and the same command goes on.

    For example:

        quotes extract articles/ -o quotes.parquet

        quotes extract export.csv --text-column body --published-column day -o quotes.parquet --force

        zcat crawl.warc.gz | quotes extract - --stdin-format warc -o corpus/

        quotes extract s3://news/2024/ -o s3://tables/2024 --partition year-month
    """
    from quotes.config import DEFAULT, KEEP_ALL
    from quotes.readers import ReadOptions
    from quotes.run.engines import run
    from quotes.run.local import RunOptions
    from quotes.run.shards import Shard

    with progress(quiet=quiet) as shown:
        read = ReadOptions(
            encoding=encoding,
            fix_mojibake=fix_mojibake,
            text_column=text_column,
            id_column=id_column,
            title_column=title_column,
            published_column=published_column,
            outlet_column=outlet_column,
            url_column=url_column,
            author_column=author_column,
            stdin_format=stdin_format,
            on_note=shown.note,
        )
        choices = RunOptions(
            read=read,
            overwrite=force,
            workers=workers,
            time_limit=time_limit,
            retry_failed=retry_failed,
            redo_outdated=redo_outdated,
            shard=Shard.parse(shard) if shard else None,
            partition=partition,
            on_failure=shown.failed,
            config=KEEP_ALL if keep_all else DEFAULT,
        )
        summary = run(paths, output, engine=engine, options=choices, on_progress=shown.update)
    if not quiet:
        say(f"{account(summary)} Written to {output}; to see it: quotes query {output}")
        for line in skipped_and_failed(summary, output):
            say(line)
    if summary.failures or summary.failed_here:
        raise typer.Exit(SOME_FAILED)
