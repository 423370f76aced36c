"""The trained network as a spaCy component.

In: a tokenised Doc. Out: contents, cues and sources of attributions with their links, on the Doc. `windows` cuts a Doc
into what the network sees, `tagger` runs it, `decoding` reads spans off its scores. Imported by `pipeline` and by the
training project in models/.
"""
