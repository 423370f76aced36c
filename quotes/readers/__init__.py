"""Files of all kinds -> articles."""

from quotes.readers.options import ReadOptions
from quotes.readers.reading import read

__all__ = ["ReadOptions", "read"]
