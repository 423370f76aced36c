"""Find quotations in news articles, and who said them.

    import quotes
    nlp = quotes.load()
    rows = quotes.extract(nlp, "“We won,” said Ana Ruiz.")
    table = quotes.to_pandas(rows)

Files are read with `quotes.readers.read`, a table is written with `quotes.write` and asked with `quotes.open_table`;
`quotes.render` shows an article with its quotations.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quotes.export.rendering import render
    from quotes.pipeline import extract, load, stream, to_pandas
    from quotes.table.quote_table import open_table
    from quotes.table.results import write
    from quotes.types import Article, Failure, Quote

__version__ = "0.1.0"
__all__ = [
    "Article",
    "Failure",
    "Quote",
    "__version__",
    "extract",
    "load",
    "open_table",
    "render",
    "stream",
    "to_pandas",
    "write",
]

_MODULES = {
    "quotes.types": ("Article", "Failure", "Quote"),
    "quotes.pipeline": ("extract", "load", "stream", "to_pandas"),
    "quotes.table.results": ("write",),
    "quotes.table.quote_table": ("open_table",),
    "quotes.export.rendering": ("render",),
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: `quotes query` needs no spaCy."""
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(module), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
