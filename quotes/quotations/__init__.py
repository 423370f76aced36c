"""Tags and quotation marks become attributed quotations.

In: a Doc with the encoder's contents, cues and sources. Out: quotations with their kind, cue and source mention.
`spans` decides where a quotation begins and ends, `attribution` which source mention it has; `transcripts` reads
interviews and `signatures` the names that quotations are signed with. Imported by `pipeline` and `rows`.
"""
