"""Tags and quotation marks become attributed quotations.

In: a Doc with the encoder's contents, cues and sources. Out: quotations with their kind, cue and source mention.

    transcripts, signatures          layouts in which speech has no cue
    candidates, bounds               where a quotation begins and ends
    reporting_clauses, splits, find  what is one quotation
    attribution                      which source mention it has
    acts, polarity, cue_*            how its cue reports it: said, wrote, denied, asked
    wording                          its words without their marks

Imported by `pipeline`, `rows`, `rulebook` and those that show quotations.
"""
