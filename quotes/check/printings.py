"""Find where words were printed first, by the clusters of reprints where `quotes reprints` has made them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq

from quotes.check.findings import Finding, Printing
from quotes.table.quote_table import QuoteTable


def with_first_printing(finding: Finding, table: QuoteTable) -> Finding:
    """Return a finding with its row's cluster as its printings; as it is, where there are no clusters."""
    path = _path(table.database.path)
    if finding.quote is None or finding.first_printing is None or not path.is_file():
        return finding
    own = pq.read_table(path, columns=["cluster_id", "printings"], filters=[("quote_id", "=", finding.quote.quote_id)])
    if not len(own):
        return finding
    first = table.quote(own["cluster_id"][0].as_py())
    printing = Printing(first.quote_id, first.doc_id, first.outlet, first.published)
    return replace(finding, first_printing=printing, printings=own["printings"][0].as_py())


def _path(table: Path) -> Path:
    if table.is_dir():
        return table / "reprints" / "reprints.parquet"
    return table.with_name(f"{table.stem}.reprints.parquet")
