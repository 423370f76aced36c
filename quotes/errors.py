"""Define the exceptions of this package, and how messages count. Each message says what failed, where, and what to do next."""


class QuotesError(Exception):
    """Base class of all errors that this package raises deliberately."""


class InputError(QuotesError):
    """A path, a file or an article cannot be read."""


class OutputError(QuotesError):
    """A table cannot be written."""


class ModelError(QuotesError):
    """The English pipeline or the tagger is missing, damaged, or of another version than the rules were fitted to."""


class QueryError(QuotesError):
    """A query cannot be answered."""


def counted(number: int, noun: str) -> str:
    """Write a number with its noun.

    >>> counted(1, "article"), counted(2000, "article"), counted(0, "story")
    ('1 article', '2,000 articles', '0 stories')
    """
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun[:-1]}ies" if noun.endswith("y") else f"{number:,} {noun}s"
