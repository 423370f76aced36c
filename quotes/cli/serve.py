"""`quotes serve`: the page, and `quotes correct`: what was corrected there, applied."""

from __future__ import annotations

import getpass
import os
import webbrowser
from dataclasses import replace

import typer

from quotes.cli import options
from quotes.cli.messages import say
from quotes.errors import counted


def serve(
    table: options.ServedTable = None,
    host: options.Host = None,
    port: options.Port = None,
    who: options.Who = None,
    browse: options.Browse = False,
) -> None:
    """Open a page to check articles and claims, to correct and to search, in the browser.

    Corrections are written beside the table, never into it; without a table, articles and corrections are kept in
    quotes-desk in your home folder. The page can be reached from this computer only, unless --host is given.

    For example:

        quotes serve quotes.parquet

        quotes serve news/ --port 9000 --who Ana
    """
    try:
        import uvicorn

        from quotes.web.app import make_app
    except ImportError as error:
        msg = f"The page needs the extra web ({error.name} is not installed). Run: pip install 'quotes-extractor[web]'"
        raise typer.BadParameter(msg) from error
    from quotes.config import DEFAULT_WEB
    from quotes.web.desk import Desk
    from quotes.web.security import is_local, new_token

    config = replace(DEFAULT_WEB, host=host or DEFAULT_WEB.host, port=port or DEFAULT_WEB.port)
    desk = Desk(table, config=config)
    token = None if is_local(config.host) else os.environ.get("QUOTES_TOKEN") or new_token()
    app = make_app(desk, token=token, who=who if who is not None else _user(), config=config)
    address = f"http://{f'[{config.host}]' if ':' in config.host else config.host}:{config.port}/"
    say(f"Open {address}{f'?token={token}' if token else ''}")
    say(f"Corrections go to {desk.corrections_path}. Ctrl-C stops.")
    if browse:
        webbrowser.open(address + (f"?token={token}" if token else ""))
    uvicorn.run(app, host=config.host, port=config.port, log_level="warning", access_log=False, server_header=False)


def correct(
    table: options.TablePath,
    output: options.CorrectTo,
    corrections: options.CorrectionLines = None,
    force: options.Force = False,
) -> None:
    """Write a table anew with the corrections made on the page; the table itself is not changed.

    For example:

        quotes correct quotes.parquet -o corrected.parquet && quotes query corrected.parquet
    """
    from quotes.table.correcting import write_corrected

    applied = write_corrected(table, output, file=corrections, overwrite=force)
    say(f"{counted(applied, 'correction')} applied; written to {output}.")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container without users
        return ""
