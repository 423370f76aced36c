"""What can go wrong, as exceptions. Each message says what, where, and what to do next."""


class QuotesError(Exception):
    """Base of all errors that this package raises on purpose."""


class InputError(QuotesError):
    """A path, a file or an article that cannot be read."""


class OutputError(QuotesError):
    """A table that cannot be written."""


class ModelError(QuotesError):
    """The English pipeline or the tagger is missing, or not the one this version was built with."""


class QueryError(QuotesError):
    """A query that cannot be answered."""
