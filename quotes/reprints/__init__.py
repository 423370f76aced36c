"""Find quotations that are printed again: equal, cut short, with other marks, a slip mended, a bracket, a word more.

In: a quote table. Out: `reprints.parquet` beside it (`table/reprints.py` has its columns). `building` is the entry:
it finds articles that are copies of others (`copies`), reduces quotations to words (`words`), finds pairs that share
a run of words (`fingerprints`) and compares them (`likeness`). Knows nothing of spaCy. Imported by `cli`.
"""
