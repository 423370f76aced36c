"""The marked texts of each room's tests: cases/*.jsonl, and the examples of the room's rules."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from made import read_marked

from quotes.dates import RULES as DATE_RULES
from quotes.people import rule_groups
from quotes.quotations import attribution, polarity
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
#: Marked text in which the network links nothing, and the source that the clause before the quotation names.
INTRODUCED = {
    "The Velm Packet reported:\n\n[q0|“The bridge will open.”]": "Packet",
    "Ana Ruiz said doctors told those at the hospital: [q0|“He is gone.”]": "doctors",
    "She said he then announced: [q0|“My friend will come.”]": "he",
    "It is complicated. Said Ellis: [q0|“I do not see it.”]": "Ellis",
    "The baker, Luis Vega, runs a shop and has often stated, [q0|“We are closed.”]": "baker",
}
CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[dict]:
    """Return the cases of a file."""
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text("utf8").splitlines()]


def examples(rules: Iterable[Rule]) -> list[str]:
    """Return the marked texts of rules' examples."""
    return [text for rule in rules for text in (*rule.fires, *rule.abstains)]


def rules_of(groups: Iterable[tuple[str, tuple[Rule, ...]]]) -> list[Rule]:
    """Return the rules of all groups of a room."""
    return [rule for _, rules in groups for rule in rules]


def _plain(marked: Iterable[str]) -> list[str]:
    return [read_marked(text)[0] for text in marked]


#: Room to the plain texts that its tests read; they are parsed beforehand (`parses.py`).
TEXTS: dict[str, Callable[[], list[str]]] = {
    "people": lambda: _plain([*(case["text"] for case in cases("people")), *examples(rules_of(rule_groups.RULES))]),
    "quotations": lambda: _plain(
        [
            *(case["text"] for name in ("polarity", "acts") for case in cases(name)),
            *examples(polarity.RULES),
            *examples(attribution.RULES),
            *CLAUSES,
            *INTRODUCED,
        ]
    ),
    "dates": lambda: _plain(
        [*(case["text"] for case in cases("dates")), *(x for _, rules in DATE_RULES for x in examples(rules))]
    ),
}
