"""What Ray's nodes do: read inputs in tasks, extract articles in actors. Words go between them: (kind, value), pickled."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow.compute as pc

from quotes.errors import QuotesError
from quotes.readers.inputs import Input
from quotes.run import worker
from quotes.run.feed import Begins, Ends
from quotes.run.local import RunOptions
from quotes.run.pool import Pool
from quotes.run.worker import Loader
from quotes.table import index
from quotes.table.folder_writer import FolderWriter
from quotes.types import Article, Failure

KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Source:
    """An input to read on a node, and what need not be extracted of it."""

    begins: Begins
    source: Input


class Read:
    """Reads an input on a node. What comes out are pickled words: (kind, value)."""

    def __init__(self, read: Any, options: RunOptions, known: Any) -> None:
        self._read, self._config, self._known = read, options.config, known

    def __call__(self, row: dict[str, Any]) -> Iterator[dict[str, bytes]]:
        """Yield what is in an input."""
        from quotes.readers.reading import read_input

        one: Source = pickle.loads(row["source"])
        known = Keys(self._known)
        yield _word("begins", one.begins)
        for item in read_input(one.source, self._read, self._config):
            if isinstance(item, Failure):
                yield _word("failure", replace(item, input=one.source.name))
            elif count := known.get(item):
                yield _word(KNOWN, count)
            else:
                yield _word("article", item)
        yield _word("ends", Ends(one.begins))


class Extract:
    """An actor: extracts in a process of its own, and gives all else on as it comes."""

    def __init__(self, loader: Loader, seconds: float | None) -> None:
        self._pool = Pool(1, loader, seconds=seconds)

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[bytes]]:
        """Put the rows of each article in its place."""
        words = [pickle.loads(word) for word in batch["word"]]
        articles = {number: value for number, (kind, value) in enumerate(words) if kind == "article"}
        found: dict[int, worker.Rows] = {}
        waiting = list(articles.items())
        try:
            while len(found) < len(articles):
                while waiting and self._pool.has_room:
                    self._pool.submit(*waiting.pop(0))
                found.update(self._pool.collect(1.0))
        except QuotesError as error:
            return {"word": [pickle.dumps((worker.REFUSED, error))]}
        out = [pickle.dumps((worker.READY, self._pool.pipeline))] if self._pool.pipeline else []
        for number, word in enumerate(words):
            is_article = number in articles
            out.append(pickle.dumps((worker.RESULT, (word[1], found[number])) if is_article else word))
        return {"word": out}


class Keys:
    """The articles that are in the table, for the nodes: 32 bytes each."""

    def __init__(self, stored: Any) -> None:
        import ray

        keys: tuple[Any, Any] = ray.get(stored) if stored is not None else (_NO_KEYS, _NO_KEYS)
        self._same, self._failed = keys

    def get(self, article: Article) -> str | None:
        """Return under which name an article is counted that need not be extracted; None: it has to be."""
        key = _key(article.doc_id, index.digest(article))
        for name, keys in (("skipped", self._same), ("failed_before", self._failed)):
            place = np.searchsorted(keys, key)
            if place < len(keys) and keys[place] == key:
                return name
        return None


_NO_KEYS = np.array([], dtype="S32")


def known_keys(folder: FolderWriter, options: RunOptions) -> tuple[Any, Any]:
    """Collect what need not be extracted again: what is the same, and what failed in the same way."""
    same, failed = [], []
    for batch in folder.entries():
        chosen = batch.filter(pc.fill_null(pc.not_equal(batch["step"], "read"), True))  # noqa: FBT003
        for doc_id, digest, step in zip(
            *(chosen[name].to_pylist() for name in ("doc_id", "digest", "step")), strict=True
        ):
            if step is None and not options.redo_outdated:
                same.append(_key(doc_id, digest))
            elif step is not None and not options.retry_failed:
                failed.append(_key(doc_id, digest))
    return np.sort(np.array(same, dtype="S32")), np.sort(np.array(failed, dtype="S32"))


def _key(doc_id: str, digest: str) -> bytes:
    return hashlib.blake2b(f"{doc_id}\0{digest}".encode(), digest_size=16).hexdigest().encode()


def _word(kind: str, value: object) -> dict[str, bytes]:
    return {"word": pickle.dumps((kind, value))}
