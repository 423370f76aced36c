"""Files of all kinds become articles.

In: paths, folders, patterns or standard input. Out: a stream of `types.Article`, with a `types.Failure` in the place of
each that cannot be read. Imported by `run`, `cli` and the users of the library.
"""

from quotes.readers.options import ReadOptions
from quotes.readers.reading import read

__all__ = ["ReadOptions", "read"]
