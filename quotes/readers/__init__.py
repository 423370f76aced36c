"""Read articles from files of many formats.

In: paths, folders, patterns or standard input. Out: a stream of `types.Article`, with a `types.Failure` in place of each
article that cannot be read. Imported by `run`, `cli` and users of the library.
"""

from quotes.readers.options import ReadOptions
from quotes.readers.reading import read

__all__ = ["ReadOptions", "read"]
