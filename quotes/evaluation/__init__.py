"""Score rows against articles that a person has marked.

In: gold articles and rows. Out: precision, recall and F1 by figure, and errors by cause. Imported by `cli` and by the
training project in models/.
"""
