"""Names of persons and bodies alike: parse, compare, find what may be the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quotes.identities import bodies, person_names
from quotes.identities.bodies import BodyName
from quotes.identities.person_names import PersonName
from quotes.identities.profiles import Name
from quotes.identities.spelling import plain
from quotes.types import SpeakerKind


def name_of(kind: str, printed: str) -> Name:
    """Take a printed name apart.

    >>> name_of("person", "Mayor Zoë O’Brien").key, name_of("organisation", "the Acme Corp.").key
    ('zoe obrien', 'acme')
    """
    return person_names.parse_person(printed) if kind == SpeakerKind.PERSON else bodies.parse_body(printed)


def differences(one: Name, other: Name) -> tuple[str, ...] | None:
    """Say in what two names differ that may be one's; None: they are two."""
    if isinstance(one, PersonName) and isinstance(other, PersonName):
        return person_names.differences(one, other)
    if isinstance(one, BodyName) and isinstance(other, BodyName):
        return bodies.differences(one, other)
    return None


def blocks(name: Name) -> Iterator[str]:
    """Yield the keys of a name, one of which any other name of the same person or body has too."""
    return person_names.blocks(name) if isinstance(name, PersonName) else bodies.blocks(name)


def slug(printed: str) -> str:
    """Make an id of a name.

    >>> slug("Zoë O’Brien-Núñez")
    'zoe-obrien-nunez'
    """
    return re.sub(r"[^\w]+", "-", plain(printed)).strip("-") or "unnamed"
