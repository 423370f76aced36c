"""DuckDB over the files of a table: the only file that imports duckdb.

Two ways in. A statement of the user's gets the tables and nothing else: it can open no file and no connection, so that it
can read the table and do no more. Our own queries read the Parquet files with DuckDB's reader, which skips what it need
not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet as pq

from quotes.config import DEFAULT, Config
from quotes.errors import InputError, QueryError
from quotes.table.files import Files, locate
from quotes.table.schema import TABLES
from quotes.table.word_index import WordIndex, folder_of

_SAFE = (
    "SET python_enable_replacements = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)
#: Characters that DuckDB would take for a pattern of file names.
_PATTERN = re.compile(r"[\[*?]")


class Database:
    """One table, opened for questions: its files, DuckDB over them, and the indexes of its words.

    Raises:
        QueryError: there is no quote table at this path.
    """

    def __init__(self, table: str | Path, *, config: Config = DEFAULT, on_note: Any = None) -> None:
        try:
            self.files: Files = locate(table)
        except InputError as error:
            raise QueryError(str(error)) from error
        self.path = Path(table)
        self._config = config
        self._note = on_note
        self._indexes: dict[str, WordIndex] = {}
        self._connection = duckdb.connect(":memory:")

    @property
    def columns(self) -> list[str]:
        """The columns of the quotes."""
        return list(pq.read_schema(self.files.quotes[0]).names)

    def words(self, name: str = "quotes") -> WordIndex:
        """Return the index of the quotations' words ("quotes") or of the texts' ("articles"), made where it is missing."""
        if name not in self._indexes:
            folder = folder_of(self.path)
            self._indexes[name] = WordIndex(self.files, name, folder=folder, config=self._config, on_note=self._note)
        return self._indexes[name]

    def ask(self, statement: str, values: Sequence[Any] = (), **tables: pa.Table) -> pa.Table:
        """Answer a statement of ours. `{quotes}` and `{articles}` in it stand for the tables.

        Args:
            statement: SQL; the tables have the columns file_index and file_row_number, which tell where a row stands.
            values: for the statement's question marks.
            tables: Arrow tables that the statement names.
        """
        cursor = self._connection.cursor()
        for name, table in tables.items():
            cursor.register(name, table)
        views = {name: self._view(getattr(self.files, name)) for name in ("quotes", "articles")}
        try:
            answer = cursor.sql(statement.format(**views), params=list(values)).to_arrow_table()
        except duckdb.Error as error:
            msg = (
                f"{self.path}: DuckDB could not answer ({str(error).splitlines()[0]}). Is a file of the table damaged?"
            )
            raise QueryError(msg) from error
        finally:
            cursor.close()
        return answer

    def sql(self, statement: str) -> pa.Table:
        """Answer a statement of the user's, which can read the table and nothing else.

        Raises:
            QueryError: DuckDB refuses the statement.
        """
        with self._locked() as connection:
            try:
                answer = connection.sql(statement)
                if answer is None:
                    msg = "The statement gives no rows. Ask with SELECT ... FROM quotes; a table can only be read here."
                    raise QueryError(msg)
                return answer.to_arrow_table()
            except duckdb.Error as error:
                raise QueryError(_explain(error, connection)) from error

    def _locked(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(":memory:")
        for name, schema in TABLES.items():
            paths = [str(path) for path in getattr(self.files, name)]
            # Through Arrow: DuckDB's own reader would need permission to open files, and so to overwrite them.
            connection.register(
                name, pyarrow.dataset.dataset(paths, format="parquet") if paths else schema.empty_table()
            )
        for setting in _SAFE:
            connection.execute(setting)
        return connection

    @staticmethod
    def _view(paths: Sequence[Path]) -> str:
        names = ", ".join(f"'{_literal(path)}'" for path in paths)
        return f"(SELECT *, file_index FROM read_parquet([{names}], file_row_number = true))" if names else "(SELECT 1)"


def _literal(path: Path) -> str:
    """Write a path so that DuckDB takes every character for itself."""
    return _PATTERN.sub(lambda found: f"[{found[0]}]", str(path)).replace("'", "''")


def _explain(error: duckdb.Error, connection: duckdb.DuckDBPyConnection) -> str:
    message = str(error).strip()
    if isinstance(error, duckdb.PermissionException):
        return f"A statement can read this table only, no other file and no network.\n{message}"
    views = [
        name for (name,) in connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    ]
    if found := re.search(r'[Cc]olumn (?:named )?"([^"]+)"', message):
        return "\n".join([message.splitlines()[0], *_columns(found.group(1), views)])
    if isinstance(error, duckdb.CatalogException) and message.startswith("Catalog Error: Table"):
        return f"{message.splitlines()[0]}\nThere are: {', '.join(views)}."
    return message


def _columns(unknown: str, views: list[str]) -> Iterator[str]:
    schemas: Mapping[str, pa.Schema] = TABLES
    names = sorted({name for view in views for name in schemas[view].names})
    if close := get_close_matches(unknown.lower(), names, n=1):
        yield f"Did you mean {close[0]}?"
    yield from (f"Columns of {view}: {', '.join(schemas[view].names)}." for view in views)
