"""A folder of tables: which parts it has, how parts come and go whole, what a killed run left.

quotes/, articles/ and failures/ hold the rows, for whoever reads Parquet. index/ (`index.py`) says which parts count.
.pending/ is a folder of the same kind: new versions of articles that the table has already, until they take the place
of the old ones all at once. manifest.json tells people and programs what is here and from where.
"""

from __future__ import annotations

import json
import re
import secrets
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from quotes import __version__
from quotes.errors import OutputError
from quotes.table import index, lock
from quotes.table.index import Part
from quotes.table.schema import TABLES, VERSION
from quotes.table.storage import Storage, is_hidden, is_temporary

PENDING = ".pending"
MANIFEST = "manifest.json"
_SWAP = ".swap.json"
#: The manifest names the inputs one by one as long as they are not more.
_INPUTS = 10_000
_NUMBER = re.compile(r"part-(\d+)")
_TAG = re.compile(r"part-\d+-(\d+of\d+)-")


class Folder:
    """The parts of one folder.

    Args:
        storage: where it is.
        base: a folder within: "" or `PENDING`.
    """

    def __init__(self, storage: Storage, base: str = "") -> None:
        self.storage = storage
        self.base = f"{base}/" if base else ""
        self.parts: dict[str, Part] = {}

    def load(self) -> None:
        """Read which parts there are."""
        names = self.storage.names(f"{self.base}{index.FOLDER}")
        self.parts = {}
        for name in names:
            if not is_hidden(name.removeprefix(self.base)):
                part = index.read_part(self.storage, name)
                self.parts[part.name] = part

    def new_name(self, tag: str = "") -> str:
        """Return the name of the next part; its random ending keeps the shards apart."""
        numbers = [int(found[1]) for name in self.parts if (found := _NUMBER.match(name))]
        shard = f"{tag}-" if tag else ""
        return f"part-{max(numbers, default=0) + 1:06d}-{shard}{secrets.token_hex(3)}"

    def index_path(self, part: str) -> str:
        """Return the name of a part's index file in the storage."""
        return f"{self.base}{index.path(part)}"

    def data_path(self, table: str, part: str, *, number: int = 0, below: str = "") -> str:
        """Return the name of one of a part's files in the storage."""
        more = f"-{number}" if number else ""
        return f"{self.base}{table}/{below}{part}{more}.parquet"

    def files(self, part: Part) -> list[str]:
        """List all files of a part, the index last."""
        return [name for names in part.files.values() for name in names] + [self.index_path(part.name)]

    def empty(self) -> None:
        """Delete all parts: first what makes them count."""
        for part in self.parts.values():
            self.storage.delete(self.index_path(part.name))
        for part in self.parts.values():
            for name in self.files(part):
                self.storage.delete(name)
        self.parts = {}


class Corpus:
    """A folder and its pending part, for one that writes into it and holds its lock.

    Raises:
        OutputError: it was written by another version of this program.
    """

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.main = Folder(storage)
        self.pending = Folder(storage, PENDING)
        self.partition: str | None = None

    def open(self) -> int:
        """Finish or undo what a killed run left, and read what is there. Return how many stray files were cleared."""
        self._finish_swap()
        names = self.storage.names()
        busy = lock.live(self.storage)  # after the names, before the index: see _strays
        self.main.load()
        self.pending.load()
        self._check_version(names)
        strays = [name for name in self._strays(names) if _tag(name) not in busy - {""}]
        for name in strays:
            self.storage.delete(name)
        return len(strays)

    def swap(self, moves: dict[str, str], removed: Iterable[str]) -> None:
        """Put staged files in the place of others: all of them, also if the process is killed in between.

        Args:
            moves: staged name -> name.
            removed: names of files to delete.
        """
        plan = {"moves": moves, "removed": sorted(set(removed) - set(moves.values()))}
        self.storage.write(_SWAP, json.dumps(plan).encode())
        self._finish_swap()
        self.main.load()
        self.pending.load()

    def totals(self) -> Counter[str]:
        """Count the articles, quotations and failures that are here."""
        total: Counter[str] = Counter()
        for part in self.main.parts.values():
            total.update(articles=part.articles, quotes=part.quotes, failures=part.failures)
        return total

    def finished_inputs(self) -> dict[str, list[int]]:
        """Return the inputs that were read to their end, with their size and time of change."""
        return {
            name: stamp
            for folder in (self.main, self.pending)
            for part in folder.parts.values()
            for name, stamp in part.inputs.items()
        }

    def write_manifest(self, pipeline: str | None = None) -> None:
        """Tell in manifest.json what is here and from where."""
        inputs = self.finished_inputs()
        told: dict[str, Any] = {
            "table_version": VERSION,
            "written_by": f"quotes {__version__}",
            "pipeline": pipeline or self._manifest().get("pipeline"),
            "updated": datetime.now(UTC).isoformat(timespec="seconds"),
            **{name: self.totals()[name] for name in ("articles", "quotes", "failures")},
            "parts": len(self.main.parts),
            "bytes": sum(part.size for part in self.main.parts.values()),
            "partition": self.partition,
            "pending": sum(part.articles for part in self.pending.parts.values()),
            "inputs_finished": len(inputs),
            "inputs": sorted(inputs)[:_INPUTS],
        }
        self.storage.write(MANIFEST, (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode())

    def begin_manifest(self) -> None:
        """See to it that there is a manifest before there are rows: without one, rows are of another version."""
        if self.storage.read(MANIFEST) is None:
            self.write_manifest()

    def _manifest(self) -> dict[str, Any]:
        content = self.storage.read(MANIFEST)
        return json.loads(content) if content else {}

    def _check_version(self, names: list[str]) -> None:
        manifest = self._manifest()
        self.partition = manifest.get("partition")
        version = manifest.get("table_version", VERSION)
        is_old = not manifest and not self.main.parts and any(map(_is_part, names))
        if version == VERSION and not is_old:
            return
        msg = (
            f"the folder was written in version {'0' if is_old else version} of the table, and this program writes {VERSION}. "
            "Give a new folder with -o, or --force to write this one anew."
        )
        raise OutputError(msg)

    def _finish_swap(self) -> None:
        content = self.storage.read(_SWAP)
        if content is None:
            return
        plan = json.loads(content)
        for old, new in plan["moves"].items():
            self.storage.move(old, new)
        for name in plan["removed"]:
            self.storage.delete(name)
        self.storage.delete(_SWAP)

    def _strays(self, names: list[str]) -> list[str]:
        """List files of no part, and files half written.

        Of shards whose runs are alive nothing is a stray. The order matters: a run that ended after the files were listed
        has released its lock by then, and so its parts are in the index, which is read last.
        """
        known = {
            name
            for folder in (self.main, self.pending)
            for part in folder.parts.values()
            for name in folder.files(part)
        }
        return [name for name in names if is_temporary(name) or (_is_part(name) and name not in known)]


def _is_part(name: str) -> bool:
    table = name.removeprefix(f"{PENDING}/").partition("/")[0]
    return table in TABLES and _NUMBER.match(name.rpartition("/")[2]) is not None and name.endswith(".parquet")


def _tag(name: str) -> str | None:
    found = _TAG.search(name)
    return found[1] if found else None
