"""One run's bookkeeping: what comes is extracted or skipped, what is done is written in the order of input."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from quotes.errors import InputError
from quotes.run.account import Account, Summary
from quotes.run.feed import Begins, Ends, Event
from quotes.run.known import Known, State
from quotes.run.worker import Rows
from quotes.table import index
from quotes.table.folder_writer import FolderWriter
from quotes.table.index import Entry
from quotes.table.schema import RowError
from quotes.table.writer import Writer
from quotes.types import Article, Failure


@dataclass(frozen=True, slots=True)
class Choices:
    """What to do with articles that the output has, and whom to tell."""

    retry_failed: bool
    redo_outdated: bool
    overwrite: bool
    partition: str | None
    on_failure: Callable[[Failure], None] | None
    note: Callable[[str], None]


@dataclass(slots=True)
class _Item:
    """Something that is to be written when all before it is."""

    entry: Entry | None = None
    replaces: bool = False
    rows: Rows | None = None
    ends: Ends | None = None
    chars: int = 0


class Task:
    """Decides what is extracted, and writes it."""

    def __init__(self, tables: Writer, choices: Choices) -> None:
        self._tables = tables
        self._folder = tables.folder
        self._choices = choices
        self._account = Account()
        self.input: str | None = None
        self._pipeline: str | None = None
        self._items: deque[_Item] = deque()
        self._first = 0
        self._chars = 0
        self.finished: dict[str, list[int]] = {}
        self._known = None if self._folder is None else Known(() if choices.overwrite else self._folder.entries())
        if self._folder is not None and not choices.overwrite:
            self._look_around(self._folder)

    @property
    def is_done(self) -> bool:
        """Tell whether all that was taken is written."""
        return not self._items

    @property
    def waiting(self) -> int:
        """Return how many articles are taken and not written."""
        return len(self._items)

    @property
    def waiting_chars(self) -> int:
        """Return how long they are in all [characters]."""
        return self._chars

    def take(self, event: Event) -> tuple[int, Article] | None:
        """Take what was read. Return the article, with its number, if it is to be extracted."""
        if isinstance(event, Begins):
            self._begin(event)
        elif isinstance(event, Ends):
            self._items.append(_Item(ends=event))
        elif isinstance(event, Failure):
            self._take_failure(event)
        else:
            return self._take_article(event)
        return None

    def result(self, number: int, rows: Rows) -> None:
        """Take the rows of an article."""
        self._items[number - self._first].rows = rows

    def ready(self, pipeline: str | None) -> None:
        """Learn, once, what makes the rows."""
        if pipeline is None or self._pipeline is not None:
            return
        self._pipeline = pipeline
        self._account.ready()
        if self._folder is not None:
            self._folder.pipeline = pipeline
            if self._known is not None:
                self._account.count["outdated"] = self._known.outdated(pipeline)

    def write(self) -> Iterator[None]:
        """Write what is done, in order; yield after each article or failure."""
        while self._items and (self._items[0].rows is not None or self._items[0].ends is not None):
            item = self._items.popleft()
            self._first += 1
            self._chars -= item.chars
            if item.ends is not None:
                if self._folder is not None and item.ends.begins.stamp is not None:
                    self._folder.finish_input(item.ends.begins.key, item.ends.begins.stamp)
            else:
                self._write(item)
                yield

    def tick(self) -> None:
        """Close parts that have been open for long."""
        if self._folder is not None:
            self._folder.tick()

    def finish(self) -> None:
        """Say what the end of a run has to put in order.

        Raises:
            InputError: no article at all came through, so that no empty table is taken for a result.
        """
        self._refuse_nothing()
        if self._folder is not None:
            self._folder.partition = self._choices.partition
            if self._known is not None:
                self._folder.mended = self._known.mended()

    def summary(self, *, done: int = 0, total: int | None = None) -> Summary:
        """Sum up so far. `done`, `total`: how much of the inputs was read [bytes]; None: not known."""
        return self._account.summary(done=done, total=total)

    def final(self) -> Summary:
        """Sum up at the end, when the table is closed."""
        summary = self.summary()
        if self._folder is None:
            return summary
        return replace(summary, failed_here=self._folder.corpus.totals()["failures"])

    def skip(self, count: str) -> None:
        """Count an article that need not be extracted: "skipped" or "failed_before"."""
        self._account.count[count] += 1

    def _look_around(self, folder: FolderWriter) -> None:
        """Find out what the folder has, and say it."""
        self.finished = folder.corpus.finished_inputs()
        here = folder.corpus.totals()
        self._account.count.update(known=here["articles"], cleared=folder.cleared)
        if self._choices.retry_failed or self._choices.redo_outdated:
            self.finished = {}
        cleared = f" Cleared {folder.cleared} files that a killed run left." if folder.cleared else ""
        if here["articles"] or here["failures"]:
            self._choices.note(
                f"{folder.output}: going on. There: {here['articles']:,} articles with {here['quotes']:,} quotations, "
                f"{here['failures']:,} failures, {len(self.finished):,} inputs read to their end.{cleared}"
            )
        elif cleared:
            self._choices.note(f"{folder.output}:{cleared}")

    def _begin(self, event: Begins) -> None:
        self.input = event.name
        if not event.is_read:
            self._account.count["unread"] += 1
        if self._known is not None:
            self._known.begin_input(event.name, is_read=event.is_read)

    def _take_failure(self, failure: Failure) -> None:
        entry = Entry(failure.doc_id, index.failure_digest(failure), failure.input, step=failure.step)
        if self._known is not None and self._known.has_failure(entry):
            self._account.count["failed_before"] += 1
            return
        self._items.append(_Item(entry, rows=(Article(failure.doc_id, ""), failure)))

    def _take_article(self, article: Article) -> tuple[int, Article] | None:
        entry = Entry(article.doc_id, index.digest(article), self.input)
        state, source = (State.NEW, None) if self._known is None else self._known.state(entry, pipeline=self._pipeline)
        if state is State.TAKEN:
            self._refuse_twin(entry, source)
            return None
        if skipped := self._skipped_as(state):
            self._account.count[skipped] += 1
            return None
        self._items.append(_Item(entry, replaces=state is not State.NEW, chars=len(article.text)))
        self._chars += len(article.text)
        return self._first + len(self._items) - 1, article

    def _skipped_as(self, state: State) -> str | None:
        """Return under which name an article is counted that is not extracted; None: it is."""
        if state is State.SAME or (state is State.OUTDATED and not self._choices.redo_outdated):
            return "skipped"
        return "failed_before" if state is State.FAILED and not self._choices.retry_failed else None

    def _refuse_twin(self, entry: Entry, source: str | None) -> None:
        """Refuse an article whose id one in an input has that need not be read again."""
        if self._known is not None and self._known.is_refused(entry):
            self._account.count["failed_before"] += 1
            return
        error = f"its id was given before, in {source}. Give each article an id of its own."
        self._take_failure(Failure(entry.doc_id, "read", error, entry.input))

    def _write(self, item: _Item) -> None:
        assert item.rows is not None
        article, found = item.rows
        entry = item.entry
        if entry is not None and entry.step is None:
            entry = replace(entry, pipeline=self._pipeline)
        if not isinstance(found, Failure):
            try:
                self._tables.add(article, found, entry, replaces=item.replaces)
            except RowError as error:
                found = Failure(article.doc_id, "rows", str(error))
            else:
                words = len(article.text.split())
                self._account.count.update(articles=1, quotes=found.num_rows, words=words, changed=int(item.replaces))
                return
        self._fail(found, entry, replaces=item.replaces)

    def _fail(self, failure: Failure, entry: Entry | None, *, replaces: bool) -> None:
        if entry is not None:
            failure = replace(failure, input=failure.input or entry.input)
            entry = replace(entry, step=failure.step)
        self._tables.fail(failure, entry, replaces=replaces)
        self._account.fail(failure)
        if self._choices.on_failure is not None:
            self._choices.on_failure(failure)

    def _refuse_nothing(self) -> None:
        count, errors = self._account.count, self._account.errors
        if any(count[name] for name in ("articles", "skipped", "unread", "known", "failed_before")):
            return
        if not errors:
            msg = "There are no articles in what was given. Check the paths."
            raise InputError(msg)
        more = count["failures"] - len(errors)
        lines = [*errors, *([f"and {more:,} more"] if more else [])]
        msg = "None of the articles could be processed, and nothing was written:\n  " + "\n  ".join(lines)
        raise InputError(msg)
