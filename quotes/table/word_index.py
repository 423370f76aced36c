"""Full-text index of a table: which rows, or which articles, hold some words. The only file that imports tantivy.

Words are folded (case, accents) and stemmed (Snowball's English), with their places, so that phrases are found; hits are
ranked by BM25. The index of a large table stands beside it, `NAME.index/`, and is brought up to date when the table has
new part files; a small table is indexed in memory each time. It is a cache: it may be deleted at any time.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import tantivy
from tantivy import Filter, Occur, Query, TextAnalyzerBuilder, Tokenizer

from quotes.config import DEFAULT, Config
from quotes.errors import QueryError
from quotes.table.files import Files

#: Changes whenever an index that was made before can not be read any more.
VERSION = 1

_MANIFEST = "parts.json"
_STEMMED, _FOLDED = "stemmed", "folded"
_TERM = re.compile(r'["“”„«»]([^"“”„«»]+)["“”„«»]|(\S+)')
#: The column of words of each index, and the columns that name speakers.
_COLUMNS = {"quotes": ["quote", "speaker", "mention"], "articles": ["text"]}


@dataclass(frozen=True, slots=True)
class Hits:
    """Rows that hold the words, best first.

    Args:
        places: file_index, file_row_number and score of each hit: its file, in the order of `Files`, and its row in
            there, both from 0; BM25, the higher the better.
        total: how many rows hold the words; `places` may be fewer.
        words: the words of each hit, where they were asked for.
    """

    places: pa.Table
    total: int
    words: tuple[str, ...] = ()


class WordIndex:
    """The words of a table's quotations (`quotes`) or texts (`articles`).

    Args:
        files: the table's files.
        name: "quotes" or "articles".
        folder: where the index stands; None: in memory.
        config: sizes.
        on_note: is told when building takes a while.

    Raises:
        QueryError: another process is building the index at this moment, or it can not be written.
    """

    def __init__(
        self,
        files: Files,
        name: str,
        *,
        folder: Path | None = None,
        config: Config = DEFAULT,
        on_note: Callable[[str], None] | None = None,
    ) -> None:
        self._paths: tuple[Path, ...] = getattr(files, name)
        self._columns = _COLUMNS[name]
        self._config = config
        self._note = on_note or (lambda message: None)
        self._analyzer, self._unstemmed = _stemmed(), _folded().build()
        self._stores_words = name == "quotes"  # those of texts would take as much room again
        self._schema = _schema(stored=self._stores_words)
        small = sum(path.stat().st_size for path in self._paths) <= config.index_in_memory_bytes
        self._folder = None if small or folder is None else folder / name
        try:
            self._open()
        except (OSError, ValueError) as error:
            where = self._folder or "in memory"
            msg = f"The index {where} can not be made ({error}). If no other process is making it, delete it and ask again."
            raise QueryError(msg) from error

    def search(self, text: str, *, limit: int | None = None) -> Hits:
        """Find the rows that hold all words and "phrases in marks"; a word that ends in `*` stands for all that begin so.

        Raises:
            QueryError: there is no word in the text.
        """
        queries = [query for term in _TERM.finditer(text) if (query := self._term(*term.groups()))]
        if not queries:
            msg = f"text: there is no word in {text!r}. Give words, or a phrase in marks: --text '\"no dialogue\"'."
            raise QueryError(msg)
        return self._run(Query.boolean_query([(Occur.Must, query) for query in queries]), limit)

    def similar(self, text: str, *, names: Sequence[str] = (), limit: int) -> Hits:
        """Find the rows that have most of the words, rare ones first; of quotations with the words.

        Args:
            text: the words.
            names: words of names; if any are given, one of them must be in the speaker or the mention.
            limit: rows at most.
        """
        words = [(Occur.Should, self._word(word)) for word in sorted(set(self._analyzer.analyze(text)))]
        query = Query.boolean_query(words)
        called = [word for name in names for word in self._unstemmed.analyze(name)]
        if called:
            anybody = Query.boolean_query(
                [(Occur.Should, Query.term_query(self._schema, "names", name)) for name in called]
            )
            query = Query.boolean_query([(Occur.Must, query), (Occur.Must, Query.const_score_query(anybody, 0.0))])
        return self._run(query, limit, with_words=self._stores_words)

    def _term(self, phrase: str | None, word: str | None) -> Query | None:
        if word and word.endswith("*") and (begun := self._unstemmed.analyze(word)):
            stem = self._analyzer.analyze(begun[-1])
            return Query.boolean_query(
                [
                    (Occur.Should, Query.regex_query(self._schema, "words", f"{begun[-1]}.*")),
                    *((Occur.Should, self._word(word)) for word in stem),
                ]
            )
        words = self._analyzer.analyze(phrase or word or "")
        return self._phrase(words) if words else None

    def _phrase(self, words: Sequence[str]) -> Query:
        return Query.phrase_query(self._schema, "words", list(words)) if len(words) > 1 else self._word(words[0])

    def _word(self, word: str) -> Query:
        return Query.term_query(self._schema, "words", word)

    def _run(self, query: Query, limit: int | None, *, with_words: bool = False) -> Hits:
        searcher = self._index.searcher()
        found = searcher.search(query, limit=limit or max(searcher.num_docs, 1))
        addresses = [address for _, address in found.hits]
        parts = np.array(searcher.fast_field_values("part", addresses), np.int64)
        columns = {
            "file_index": pa.array(self._order[parts] if len(parts) else parts, pa.uint64()),
            "file_row_number": pa.array(searcher.fast_field_values("row", addresses), pa.int64()),
            "score": pa.array([score for score, _ in found.hits], pa.float32()),
        }
        words = tuple(str(searcher.doc(address)["words"][0]) for address in addresses) if with_words else ()
        total = found.count or 0  # type: ignore[attr-defined]  # missing in tantivy's stubs
        return Hits(pa.table(columns), total, words)

    def _open(self) -> None:
        if self._folder is None:
            index = tantivy.Index(self._schema)
            known: list[list[object]] = []
        else:
            index, known = self._stored()
        index.register_tokenizer(_STEMMED, self._analyzer)
        index.register_tokenizer(_FOLDED, self._unstemmed)
        self._index = index
        there = [[path.name, path.stat().st_size, path.stat().st_mtime_ns] for path in self._paths]
        fresh = [entry for entry in there if entry not in known]
        numbers = {str(name): number for number, (name, *_) in enumerate([*known, *fresh])}
        if fresh:
            self._add({path: numbers[path.name] for path in self._paths if path.name in {entry[0] for entry in fresh}})
            self._remember([*known, *fresh])
        self._order = np.zeros(len(numbers), np.int64)  # number of a part in the index -> its place among the files
        self._order[[numbers[path.name] for path in self._paths]] = np.arange(len(self._paths))

    def _stored(self) -> tuple[tantivy.Index, list[list[object]]]:
        """Open what stands on the disk, or begin anew where it does not fit the table any more."""
        assert self._folder is not None
        manifest = self._folder / _MANIFEST
        if manifest.is_file():
            told = json.loads(manifest.read_text("utf8"))
            sizes = {path.name: path.stat() for path in self._paths}
            same = all(
                name in sizes and [sizes[name].st_size, sizes[name].st_mtime_ns] == rest
                for name, *rest in told["parts"]
            )
            if told["version"] == VERSION and same:
                index = tantivy.Index.open(str(self._folder))
                if index.searcher().num_docs == told["rows"]:
                    return index, told["parts"]
        if self._folder.exists():
            shutil.rmtree(self._folder)
        self._folder.mkdir(parents=True)
        return tantivy.Index(self._schema, path=str(self._folder)), []

    def _add(self, numbers: dict[Path, int]) -> None:
        if self._folder is not None:
            self._note(f"Indexing the words of {len(numbers):,} file(s) into {self._folder} ...")
        writer = self._index.writer(heap_size=self._config.index_heap_bytes)
        for path, number in numbers.items():
            for row, (words, *names) in enumerate(_rows(path, self._columns)):
                document = tantivy.Document(words=words, names=" ".join(filter(None, names)))
                document.add_unsigned("part", number)
                document.add_unsigned("row", row)
                writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def _remember(self, parts: list[list[object]]) -> None:
        if self._folder is None:
            return
        rows = self._index.searcher().num_docs
        hidden = self._folder / f".{_MANIFEST}.tmp"
        hidden.write_text(json.dumps({"version": VERSION, "rows": rows, "parts": parts}), "utf8")
        hidden.replace(self._folder / _MANIFEST)


def folder_of(table: Path) -> Path:
    """Return where a table's index stands.

    >>> folder_of(Path("out/news.parquet")).as_posix()
    'out/news.index'
    """
    return table / "index" if table.is_dir() else table.with_name(f"{table.stem}.index")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Stem one word as the index does.

    >>> stem("votes"), stem("Voting")
    ('vote', 'vote')
    """
    return "".join(_stemmer().analyze(word)) or word


@lru_cache
def _stemmer() -> tantivy.TextAnalyzer:
    return _stemmed()


def _rows(path: Path, columns: list[str]) -> Iterator[tuple[str, ...]]:
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(columns=columns, batch_size=4096):
            yield from zip(*(batch[name].to_pylist() for name in columns), strict=True)


def _folded() -> TextAnalyzerBuilder:
    return TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.ascii_fold()).filter(Filter.lowercase())


def _stemmed() -> tantivy.TextAnalyzer:
    return _folded().filter(Filter.stemmer("english")).build()


def _schema(*, stored: bool) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", stored=stored, tokenizer_name=_STEMMED, index_option="position")
    builder.add_text_field("names", tokenizer_name=_FOLDED, index_option="basic")
    builder.add_unsigned_field("part", fast=True)
    builder.add_unsigned_field("row", fast=True)
    return builder.build()
