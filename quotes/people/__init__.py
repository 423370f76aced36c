"""Mentions become persons and bodies; each quotation gets its speaker.

In: a parsed Doc with attributed quotations. Out: mentions, the persons and bodies of the story, who speaks each
quotation, and the evidence. Imported by `pipeline` and `rows`.

One story goes through these files, from top to bottom (`analysis` calls them; `component` writes the records):

    discourse                        sentences, paragraphs, headlines, quoted words
    name_runs, name_mentions         capitals to name mentions, titles split off
    name_evidence, name_kinds        what bears a name: a person, a body, a group
    name_groups, name_clustering, known_names, names_beside, usernames   names to clusters
    given_roles, genders             what the article says that named persons are
    role_mentions                    "the judge", "his lawyer"
    source_phrases, source_heads     which mention speaks in a source
    name_resolvers, role_resolvers, pronoun_resolvers, salience
    source_resolvers, source_kinds  a source that is no known mention: "the agency"
    speakers, echoes, evidence      who speaks each quotation, and why

`rule_groups` lists the rules of all groups. Nothing is imported here: `names` is used where spaCy is not loaded.
"""
