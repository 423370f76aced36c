"""A run with the pretended pipeline, as a process that can be killed: python made_run.py INPUT OUTPUT [options].

Says on standard output how many articles were there when it began, and then how many it has written.
"""

import argparse
import sys
import time

import made_pipeline

from quotes.errors import QuotesError
from quotes.readers.options import ReadOptions
from quotes.run.local import RunOptions, run
from quotes.table import folder_writer


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("output")
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--part-articles", type=int, default=50)
    parser.add_argument("--part-seconds", type=float, default=1.0)
    parser.add_argument("--real", action="store_true", help="extract with the real pipeline")
    given = parser.parse_args()
    folder_writer.PART_ARTICLES, folder_writer.PART_SECONDS = given.part_articles, given.part_seconds
    told = 0.0

    def tell(summary) -> None:
        nonlocal told
        if time.monotonic() - told > 0.05:
            told = time.monotonic()
            say(summary.known, summary.articles + summary.failures)

    options = RunOptions(
        workers=given.workers,
        loader=None if given.real else made_pipeline.load,
        read=ReadOptions(on_note=lambda message: complain("note:", message)),
    )
    try:
        summary = run(given.inputs, given.output, options=options, on_progress=tell)
    except QuotesError as error:
        complain(error, *getattr(error, "__notes__", []))
        return 2
    except KeyboardInterrupt as stop:
        complain(*stop.args, *getattr(stop, "__notes__", []))
        return 130
    say("done", summary.articles, summary.seconds, summary.loading)
    return 0


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def complain(*words: object) -> None:
    sys.stderr.write(" ".join(map(str, words)) + "\n")


if __name__ == "__main__":
    sys.exit(main())
