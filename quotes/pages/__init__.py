"""A page becomes its stories.

In: a page's text as read. Out: `stories.Story` records, whose blocks say which stretches are searched; furniture,
captions and datelines are left out, and offsets stay those of the page. Imported by `pipeline` only.
"""
