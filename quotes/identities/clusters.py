"""Join linked people, the likeliest pairs first, and nobody with somebody he cannot be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from quotes.identities.linking import Links


class Clusters:
    """People's numbers, joined to clusters; some pairs must not be."""

    def __init__(self, size: int, conflicts: Iterable[tuple[int, int]]) -> None:
        self._home = list(range(size))
        self._members = [[number] for number in range(size)]
        self._apart: dict[int, set[int]] = defaultdict(set)
        for one, other in conflicts:
            self._apart[one].add(other)
            self._apart[other].add(one)

    def find(self, number: int) -> int:
        """Return the number that stands for a person's cluster."""
        while self._home[number] != number:
            self._home[number] = number = self._home[self._home[number]]
        return number

    def join(self, one: int, other: int, *, force: bool = False) -> bool:
        """Join two people's clusters, unless a member of one cannot be a member of the other.

        Args:
            one: a person.
            other: another.
            force: join them although they seem to be two, as the user has decided.

        Returns:
            Whether they are in one cluster now.

        >>> clusters = Clusters(3, [(0, 2)])
        >>> clusters.join(0, 1), clusters.join(1, 2), clusters.find(0) == clusters.find(1)
        (True, False, True)
        """
        one, other = self.find(one), self.find(other)
        if one == other:
            return True
        if not force and any(self.find(number) == other for number in self._apart[one]):
            return False
        keep, drop = (one, other) if len(self._members[one]) >= len(self._members[other]) else (other, one)
        self._home[drop] = keep
        self._members[keep] += self._members[drop]
        self._members[drop] = []
        self._apart[keep] |= self._apart.pop(drop, set())
        return True

    def all(self) -> Iterable[list[int]]:
        """Yield the members of each cluster."""
        return (members for members in self._members if members)


def join_links(clusters: Clusters, links: Links) -> dict[int, tuple[float, str]]:
    """Join what is linked, the likeliest first; return how likely each person belongs to his cluster, and why."""
    why: dict[int, tuple[float, str]] = {}
    for found, one, other in sorted(links.joined, key=lambda link: (-link[0].log_odds, *link[1:])):
        if clusters.join(one, other):
            for number in (one, other):
                why.setdefault(number, (found.probability, found.why))
    return why
