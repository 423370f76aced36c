"""Mentions become persons and bodies; each quotation gets its speaker.

In: a parsed Doc with attributed quotations. Out: mentions, the persons and bodies of the story, who speaks each
quotation, and the evidence. `resolution` is the entry. Imported by `pipeline` and `rows`.
"""
