"""The command line: parse, call one function of the library, print.

In: arguments and standard input. Out: data on stdout, messages on stderr, an exit code. `app` has the commands, `options`
what they accept, `display` makes text of answers, `messages` tells people how it goes. Imported by nothing but
`python -m quotes`.
"""

from quotes.cli.app import main

__all__ = ["main"]
