"""Mentions become persons and bodies; each quotation gets its speaker.

In: a parsed Doc with attributed quotations. Out: mentions, the persons and bodies of the story, who speaks each
quotation, and the evidence. Imported by `pipeline` and `rows`.

One story goes through these files, from top to bottom (`analysis` calls them; `component` writes the records):

    discourse                        sentences, paragraphs, headlines, quoted words
    name_runs, name_mentions         capitals to name mentions, titles split off
    name_evidence, name_kinds        what bears a name: a person, a body, a group
    name_groups, name_clustering, known_names, usernames   names to clusters
    given_roles, genders             what the article says that named persons are
    role_mentions                    "the judge", "his lawyer"
    source_phrases, source_heads     which mention speaks in a source
    name_resolvers, role_resolvers, pronoun_resolvers, salience
    source_resolvers, source_kinds  a source that is no known mention: "the agency"
    speakers, echoes, evidence      who speaks each quotation, and why

`RULES` lists the rules of all groups.
"""

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

__all__ = ["RULES"]
