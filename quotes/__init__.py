"""Find quotations in news articles, and who said them.

import quotes
nlp = quotes.load()
rows = quotes.extract(nlp, "“We won,” said Ana Ruiz.")
table = quotes.to_pandas(rows)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quotes.pipeline import extract, load, stream, to_pandas
    from quotes.types import Article, Failure, Quote

__version__ = "0.1.0"
__all__ = ["Article", "Failure", "Quote", "__version__", "extract", "load", "stream", "to_pandas"]


def __getattr__(name: str) -> Any:
    """Import spaCy and the rest only when they are asked for: `quotes query` needs none of it."""
    if name in ("Article", "Failure", "Quote"):
        return getattr(import_module("quotes.types"), name)
    if name in __all__:
        return getattr(import_module("quotes.pipeline"), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
