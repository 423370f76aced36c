"""Extract on a Ray cluster.

Inputs are read in tasks and articles extracted by a pool of actors (Ray Data); the table is written by this process, in
the order of input and with the same care as on one machine.

Each actor has a process of its own to extract in (`pool.py`), so that an article that kills it is a failure here too.
"""

from __future__ import annotations

import pickle
import queue
import threading
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from quotes.errors import InputError, ModelError, QuotesError
from quotes.readers.ids import Ids
from quotes.readers.inputs import inputs_of
from quotes.run import feed, worker
from quotes.run.account import Summary
from quotes.run.local import Progress, RunOptions, add_kept, choices, open_tables, stop_signals
from quotes.run.ray_stages import KNOWN, Extract, Read, Source, known_keys
from quotes.run.task import Task
from quotes.table.folder_writer import FolderWriter
from quotes.types import Article, Failure

#: Articles that an actor is given at a time.
_BATCH = 16
#: How long rows are waited for before parts are looked after [seconds].
_TICK = 0.25
#: Cores of a Ray node that one actor takes: one thread extracts.
_ACTOR_CORES = 1


def run_on_ray(
    paths: Sequence[str | Path],
    output: str | Path,
    *,
    options: RunOptions | None = None,
    on_progress: Progress | None = None,
) -> Summary:
    """Write the quote table of all articles at `paths`, extracted on a Ray cluster.

    It joins the cluster that is there (RAY_ADDRESS), or starts one on this machine. The inputs have to be where all
    nodes can read them: on a shared disk, or at addresses such as s3://bucket/news.

    Args:
        paths: as for `local.run`, without standard input.
        output: as for `local.run`.
        options: choices about the run; `workers` is the number of actors. None: as many as the cluster has cores.
        on_progress: is called after each article.

    Raises:
        ModelError: Ray is not installed.
        InputError: standard input was given, or not one article could be read.
        OutputError: the output cannot be written.
    """
    options = options or RunOptions()
    if "-" in map(str, paths):
        msg = "Ray's nodes cannot read standard input. Give files, folders or addresses, or leave --engine ray out."
        raise InputError(msg)
    ray = _ray()
    tables = open_tables(paths, output, options)
    try:
        with tables, stop_signals() as stopped:
            task = Task(tables, choices(options))
            if options.redo_outdated:
                task.ready((options.loader or partial(worker.load_pipeline, options.config))()[0])
            with _Rows(ray, paths, options, task, tables.folder) as rows:
                while not rows.is_at_end:
                    stopped.check()
                    rows.take()
                    for _ in task.write():
                        stopped.check()
                    task.tick()
                    if on_progress is not None:
                        on_progress(task.summary())
            task.finish()
    except (KeyboardInterrupt, QuotesError) as stop:
        add_kept(stop, tables)
        raise
    return task.final()


def _ray() -> Any:
    try:
        import ray
        import ray.data
    except ImportError as error:
        msg = "Ray is not installed. Run: pip install 'quotes-extractor[ray]'"
        raise ModelError(msg) from error
    if not ray.is_initialized():
        ray.init(log_to_driver=False)
    return ray


class _Rows:
    """What comes from the cluster, in the order of input, put into the task."""

    def __init__(
        self, ray: Any, paths: Sequence[str | Path], options: RunOptions, task: Task, folder: FolderWriter | None
    ) -> None:
        self.is_at_end = False
        self._task = task
        self._ids = Ids()
        self._queue: queue.Queue[bytes | BaseException | None] = queue.Queue(64)
        self._stopped = threading.Event()
        failures, sources = _sources(paths, options, task)
        for failure in failures:
            task.take(failure)
        known = ray.put(known_keys(folder, options)) if folder is not None and not options.overwrite else None
        self._dataset = _dataset(ray, sources, options, known) if sources else None
        threading.Thread(target=self._pump, daemon=True).start()

    def __enter__(self) -> _Rows:
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._ids.close()

    def take(self) -> None:
        """Take what has come, after a short while at the latest."""
        try:
            item = self._queue.get(timeout=_TICK)
        except queue.Empty:
            return
        if isinstance(item, BaseException):
            raise item
        if item is None:
            self.is_at_end = True
            return
        kind, value = pickle.loads(item)
        if kind == worker.RESULT:
            self._take_rows(*value)
        elif kind == worker.READY:
            self._task.ready(value)
        elif kind == worker.REFUSED:
            raise value
        elif kind == KNOWN:
            self._task.skip(value)
        else:
            self._task.take(value)

    def _take_rows(self, read: Article, rows: worker.Rows) -> None:
        """Take the rows of an article, as it was read, unless its id was given before."""
        if self._ids.claim(read.doc_id, read.doc_id):
            error = "its id was given before, in this run. Give each article an id of its own."
            self._task.take(Failure(read.doc_id, "read", error, self._task.input))
            return
        given = self._task.take(read)
        if given is not None:
            self._task.result(given[0], rows)

    def _pump(self) -> None:
        try:
            for row in self._dataset.iter_rows() if self._dataset is not None else ():
                self._put(row["word"])
                if self._stopped.is_set():
                    return
            self._put(None)
        except Exception as error:
            found = _cause(error)
            self._put(found)

    def _put(self, item: bytes | BaseException | None) -> None:
        while not self._stopped.is_set():
            try:
                self._queue.put(item, timeout=0.5)
            except queue.Full:
                continue
            return


def _cause(error: BaseException) -> BaseException:
    """Find our own error in one of Ray's."""
    inner: BaseException | None = error
    while inner is not None and not isinstance(inner, QuotesError):
        inner = inner.__cause__ or getattr(inner, "cause", None)
    return inner or error


def _sources(paths: Sequence[str | Path], options: RunOptions, task: Task) -> tuple[list[Failure], list[Source]]:
    failures: list[Failure] = []
    sources: list[Source] = []
    choice = feed.choices_of(options.read)
    for path in paths:
        for item in inputs_of(path, options.read.on_note or (lambda _: None)):
            if isinstance(item, Failure):
                failures.append(replace(item, input=item.doc_id))
                continue
            if options.shard and not options.shard.has(len(sources)):
                continue
            begins = feed.begins_of(item, item.name, choice, task.finished)
            if begins.is_read:
                sources.append(Source(begins, item))
            else:
                task.take(begins)
    return failures, sources


def _dataset(ray: Any, sources: list[Source], options: RunOptions, known: Any) -> Any:
    """Build the stages: read inputs, extract articles; the order of rows is kept."""
    context = ray.data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    read = replace(options.read, on_note=None, on_input=None)
    actors = options.workers or max(1, int(ray.cluster_resources().get("CPU", 2)) - 1)
    loader = options.loader or partial(worker.load_pipeline, options.config)
    data = ray.data.from_items(
        [{"source": pickle.dumps(source)} for source in sources], override_num_blocks=len(sources)
    )
    data = data.flat_map(Read(read, options, known), num_cpus=0.5)
    data = data.repartition(target_num_rows_per_block=_BATCH)
    return data.map_batches(
        Extract,
        fn_constructor_args=(loader, options.time_limit),
        compute=ray.data.ActorPoolStrategy(size=actors),
        batch_size=_BATCH,
        num_cpus=_ACTOR_CORES,
    )
