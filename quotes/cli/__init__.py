"""The command line: parse, call one function of the library, print.

In: arguments and standard input. Out: data on stdout, messages on stderr, an exit code. `app` puts the commands together;
each group of them has a module (`extract`, `query`, `evaluate`), `options` what they accept, `answers` prints rows,
`display` makes text of them, `run_reports` of what a run has done, `messages` tells people how it goes. Imported by nothing
but `python -m quotes`.
"""

from quotes.cli.app import main

__all__ = ["main"]
