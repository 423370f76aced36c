"""The marked texts of each room's tests: cases/*.jsonl, and the examples of the room's rules."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from made import read_marked

from quotes.dates import RULES as DATE_RULES
from quotes.quotations import attribution
from quotes.rules import Rule

#: Two speakers in one paragraph, each with a reporting clause: what the network links to the first is the second's.
CLAUSES = [
    f"[q0|“It is closed,”] {first} [c0|said]. [q1|“It is not,”] {second}. He left."
    for first in ("[s0|Brook]", "[s0|Ann Brook]", "[s0|the mayor]")
    for second in (
        "said Reed", "said Tom Reed", "Reed said", "replied the engineer", "she replied", "said Reed of the council",
        "added Reed quietly", "Reed told reporters", "asked Mrs Reed",
    )
]  # fmt: skip
CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[dict]:
    """Return the cases of a file."""
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text("utf8").splitlines()]


def examples(rules: Iterable[Rule]) -> list[str]:
    """Return the marked texts of rules' examples."""
    return [text for rule in rules for text in (*rule.fires, *rule.abstains)]


def _plain(marked: Iterable[str]) -> list[str]:
    return [read_marked(text)[0] for text in marked]


#: Room to the plain texts that its tests read; they are parsed beforehand (`parses.py`).
TEXTS: dict[str, Callable[[], list[str]]] = {
    "quotations": lambda: _plain([*examples(attribution.RULES), *CLAUSES]),
    "people": lambda: _plain(case["text"] for case in cases("people")),
    "dates": lambda: _plain(
        [*(case["text"] for case in cases("dates")), *(x for _, rules in DATE_RULES for x in examples(rules))]
    ),
}
