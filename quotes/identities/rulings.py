"""Find the groups and records that the user's decisions are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quotes.identities.decisions import Decision, Verdict
from quotes.identities.names import name_of
from quotes.identities.records import Group, Records
from quotes.types import SpeakerKind

_ROW = """
    SELECT k.record, g.group_id FROM quotes q JOIN keyed k
    ON q.doc_id = k.doc_id AND q.story = k.story AND q.speaker_kind = k.kind AND q.speaker = k.speaker
    JOIN groups g ON g.kind = k.kind AND g.key = k.key AND g.signature = k.signature WHERE q.quote_id = ? LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Target:
    """Whom a decision names: groups, or one record of a group."""

    groups: frozenset[int]
    record: int | None = None


@dataclass(frozen=True, slots=True)
class Rulings:
    """Decisions, found in the table as it is now."""

    same: tuple[tuple[Target, Target], ...]
    apart: tuple[tuple[Target, Target], ...]

    def parted(self, one: Group, other: Group) -> bool:
        """True if two groups were decided to be two people's."""
        return any(
            {one.id, other.id} <= a.groups | b.groups and (one.id in a.groups) != (one.id in b.groups)
            for a, b in self.apart
        )


def find(decisions: Iterable[Decision], groups: Sequence[Group], records: Records) -> Rulings:
    """Find what decisions are about; one about nobody in the table is passed over."""
    pairs: dict[str, list[tuple[Target, Target]]] = {verdict: [] for verdict in Verdict}
    for decision in decisions:
        one = _target(decision.one, decision.one_row, groups, records)
        other = _target(decision.other, decision.other_row, groups, records)
        if one.groups and other.groups:
            pairs[decision.decision].append((one, other))
    return Rulings(tuple(pairs[Verdict.SAME]), tuple(pairs[Verdict.NOT_SAME]))


def _target(name: str, row: str, groups: Sequence[Group], records: Records) -> Target:
    if row and (found := records.database.one(_ROW, [row])):
        return Target(frozenset({found[1]}), found[0])
    keys = {(kind, name_of(kind, name).key) for kind in (SpeakerKind.PERSON, SpeakerKind.ORGANISATION)}
    return Target(frozenset(group.id for group in groups if (group.profile.kind, group.key) in keys))
