"""Put a folder of tables in order: new versions take the place of old ones, small parts become larger ones.

The new files are written whole beside the old ones, and then exchanged by a plan (`Corpus.swap`) that a killed run leaves
for the next one to finish.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from quotes import __version__
from quotes.table import index
from quotes.table.folder import Corpus, Folder
from quotes.table.index import Part, failure_digest
from quotes.table.partitions import Sinks
from quotes.table.parts import index_sink
from quotes.table.schema import TABLES
from quotes.types import Failure

#: Parts smaller than this are brought together, to parts of about the second size; of a partitioned folder to the third,
#: as such a part has many files [bytes].
SMALL_BYTES = 32 * 1024**2
PART_BYTES = 128 * 1024**2
PARTITIONED_BYTES = 4 * 1024**3

Keep = Callable[[pa.RecordBatch], pa.Array]


@dataclass(frozen=True, slots=True)
class _Source:
    """A part that is to be written anew, and what of it is to be left out."""

    folder: Folder
    part: Part
    superseded: pa.Array
    mended: frozenset[tuple[str, str]] = frozenset()

    def kept(self, table: str, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Leave out the rows of articles that have a new version, and of failures that are no more."""
        old = pc.is_in(batch["doc_id"], value_set=self.superseded)
        if table == "failures":
            digests = [failure_digest(Failure(**row)) for row in batch.to_pylist()]
            old = _either(old, batch, digests, self.mended)
        elif table == index.FOLDER:
            old = _either(old, batch, batch["digest"].to_pylist(), self.mended)
        return batch.filter(pc.invert(old))


def _either(old: pa.Array, batch: pa.RecordBatch, digests: list[str], mended: frozenset[tuple[str, str]]) -> pa.Array:
    """Say of failures which are gone: those of articles that have rows now, those of reading that did not happen again."""
    reading = pc.fill_null(pc.equal(batch["step"], "read"), False)  # noqa: FBT003 - pyarrow's own signature
    gone = [(doc_id, digest) in mended for doc_id, digest in zip(batch["doc_id"].to_pylist(), digests, strict=True)]
    return pc.if_else(reading, pa.array(gone, pa.bool_()), old)


@dataclass(slots=True)
class _Plan:
    """What is to be exchanged."""

    moves: dict[str, str] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)


def tidy(
    corpus: Corpus, *, mended: set[tuple[str, str]] | None = None, everything: bool = False, repeated: bool = False
) -> int:
    """Put a folder in order. Whoever calls it holds the folder's lock.

    Args:
        corpus: the folder.
        mended: failures of reading (doc_id, digest) that are no more.
        everything: what is pending takes the place of all that is here.
        repeated: look for articles that two shards have written, and keep the first.

    Returns:
        How many articles were there twice.
    """
    twice = _repeated(corpus.main) if repeated else {}
    sources = list(_sources(corpus, frozenset(mended or ()), twice, everything=everything))
    must = {id(source) for source in sources if _must(source, corpus)}
    groups = _groups(sources, must, partitioned=corpus.partition is not None)
    at_once = bool(corpus.pending.parts or mended or everything)
    _exchange(corpus, list(groups), _all_files(corpus) if everything else [], at_once=at_once)
    return sum(map(len, twice.values()))


def _exchange(corpus: Corpus, groups: Sequence[Sequence[_Source]], removed: list[str], *, at_once: bool) -> None:
    """Write the groups anew, and exchange the files: of all groups at once, or of one after the other."""
    plan = _Plan(removed=removed)
    for group in groups:
        _rewrite(corpus, group, plan)
        if not at_once:
            corpus.swap(plan.moves, plan.removed)
            plan = _Plan()
    if plan.moves or plan.removed:
        corpus.swap(plan.moves, plan.removed)


def _all_files(corpus: Corpus) -> list[str]:
    return [name for name in corpus.storage.names() if name.split("/")[0] in (*TABLES, index.FOLDER)]


def _sources(
    corpus: Corpus, mended: frozenset[tuple[str, str]], twice: dict[str, list[str]], *, everything: bool
) -> Iterator[_Source]:
    pending = corpus.pending
    ids = {name: _ids(pending, name) for name in pending.parts}
    newer = pa.concat_arrays([pa.nulls(0, pa.string()), *ids.values()])
    for name, part in corpus.main.parts.items():
        if not everything:
            again = pa.array(twice.get(name, []), pa.string())
            yield _Source(corpus.main, part, pa.concat_arrays([newer, again]) if len(again) else newer, mended)
    names = list(pending.parts)
    is_unique = len(newer) == pc.count_distinct(newer).as_py()
    for place, name in enumerate(names):
        later = [] if is_unique else [ids[other] for other in names[place + 1 :]]
        yield _Source(pending, pending.parts[name], pa.concat_arrays([pa.nulls(0, pa.string()), *later]))


def _ids(folder: Folder, part: str) -> pa.Array:
    batches = index.read_entries(folder.storage, folder.index_path(part))
    ids = [batch.filter(pc.fill_null(pc.not_equal(batch["step"], "read"), True))["doc_id"] for batch in batches]  # noqa: FBT003
    return pa.concat_arrays([pa.nulls(0, pa.string()), *ids])


def _repeated(folder: Folder) -> dict[str, list[str]]:
    """Find the articles that an earlier part has too, by part."""
    ids = {name: _ids(folder, name) for name in folder.parts}
    counts = pc.value_counts(pa.concat_arrays([pa.nulls(0, pa.string()), *ids.values()]))
    several = counts.filter(pc.greater(counts.field("counts"), 1)).field("values")
    seen: set[str] = set()
    found: dict[str, list[str]] = {}
    for name, here in ids.items():
        for doc_id in here.filter(pc.is_in(here, value_set=several)).to_pylist():
            if doc_id in seen:
                found.setdefault(name, []).append(doc_id)
            seen.add(doc_id)
    return found


def _must(source: _Source, corpus: Corpus) -> bool:
    """Tell whether a part can not stay as it is."""
    if source.folder is corpus.pending or source.part.partition != corpus.partition:
        return True
    if not len(source.superseded) and not source.mended:
        return False
    batches = index.read_entries(source.folder.storage, source.folder.index_path(source.part.name))
    return any(source.kept(index.FOLDER, batch).num_rows < batch.num_rows for batch in batches)


def _groups(sources: Sequence[_Source], must: set[int], *, partitioned: bool) -> Iterator[list[_Source]]:
    """Bring neighbours together that are small or must be written anyway; large ones stay, and so the order of rows."""
    limit = PARTITIONED_BYTES if partitioned else PART_BYTES
    groups: list[list[_Source]] = [[]]
    for source in sources:
        if id(source) not in must and source.part.size >= SMALL_BYTES:
            groups.append([])
            continue
        if sum(one.part.size for one in groups[-1]) + source.part.size > limit:
            groups.append([])
        groups[-1].append(source)
    return (group for group in groups if len(group) > 1 or any(id(source) in must for source in group))


def _rewrite(corpus: Corpus, group: Sequence[_Source], plan: _Plan) -> None:
    """Write the parts of a group as one, staged; enter it into the plan."""
    name = _name_between(corpus, group)
    files: dict[str, list[str]] = {}
    rows: dict[str, int] = {}
    size = 0
    for table in TABLES:
        partition = corpus.partition if table != "failures" else None
        with Sinks(corpus.main, table, name, partition) as sinks:
            for batch in chain.from_iterable(_batches(source, table) for source in group):
                sinks.add(batch)
            moves, written = sinks.stage()
        plan.moves |= moves
        files[table], rows[table] = list(moves.values()), sinks.rows
        size += written
    inputs = {name: stamp for source in group for name, stamp in source.part.inputs.items()}
    part = Part(name, files, size, inputs=inputs, partition=corpus.partition, version=__version__, **rows)
    sink = index_sink(corpus.main, part, pa.RecordBatch.from_pylist([], schema=index.SCHEMA))
    for source in group:
        for batch in index.read_entries(source.folder.storage, source.folder.index_path(source.part.name)):
            sink.add(source.kept(index.FOLDER, batch))
    sink.close()
    plan.moves[sink.stage()] = sink.name
    plan.removed += [name for source in group for name in source.folder.files(source.part)]


def _name_between(corpus: Corpus, group: Sequence[_Source]) -> str:
    """Name the new part so that it stands, in order, where the old ones stood."""
    first = next((source.part.name for source in group if source.folder is corpus.main), None)
    fresh = corpus.main.new_name()
    return fresh if first is None else f"{first[:11]}-{fresh.rpartition('-')[2]}"


def _batches(source: _Source, table: str) -> Iterator[pa.RecordBatch]:
    for name in source.part.files.get(table, ()):
        with source.folder.storage.open(name) as file, pq.ParquetFile(file) as parquet:
            for batch in parquet.iter_batches(batch_size=1024):
                kept = source.kept(table, batch)
                if kept.num_rows:
                    yield kept.cast(TABLES[table])
