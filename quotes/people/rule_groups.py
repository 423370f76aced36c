"""The rules of this room, by groups."""

from quotes.people.echoes import ECHO_RULES
from quotes.people.genders import GENDER_RULES
from quotes.people.given_roles import GIVEN_ROLE_RULES
from quotes.people.name_clustering import CLUSTERING_RULES
from quotes.people.name_kinds import NAME_KIND_RULES
from quotes.people.name_resolvers import NAME_RULES
from quotes.people.pronoun_resolvers import PRONOUN_RULES
from quotes.people.role_resolvers import ROLE_RULES
from quotes.people.source_heads import HEAD_RULES
from quotes.people.source_kinds import SOURCE_KIND_RULES
from quotes.people.source_resolvers import SOURCE_RULES
from quotes.people.speakers import IMPLIED_SPEAKER_RULES
from quotes.rules import Rule

#: Group of rules and its rules, in the order in which they are applied.
RULES: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    ("what bears a name", NAME_KIND_RULES),
    ("cluster names", CLUSTERING_RULES),
    ("roles of named persons", GIVEN_ROLE_RULES),
    ("gender of named persons", GENDER_RULES),
    ("who speaks in a source mention", HEAD_RULES),
    ("resolve names", NAME_RULES),
    ("resolve roles", ROLE_RULES),
    ("resolve pronouns", PRONOUN_RULES),
    ("speakers without a cluster", SOURCE_RULES),
    ("what speaks without a cluster", SOURCE_KIND_RULES),
    ("quotations without a source mention", IMPLIED_SPEAKER_RULES),
    ("quotations at the head without a name", ECHO_RULES),
)
