"""Verdicts on rows that the pipeline itself finds."""

from pathlib import Path

import pytest
from made_claims import extracted, findings

#: Of all made claims, the share whose verdict must be right.
TARGET = 0.95


@pytest.mark.model
@pytest.mark.slow
def test_verdicts_on_extracted_rows(tmp_path: Path) -> None:
    found = list(findings(extracted(tmp_path), about={"made", "extracted"}))
    wrong = [(wanted, finding.verdict, finding.claim) for wanted, finding in found if wanted != finding.verdict]
    assert len(wrong) <= (1 - TARGET) * len(found), wrong
