"""Run the command line: `python -m quotes`."""

from quotes.cli.app import main

main()
