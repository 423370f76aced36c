"""One identity for each person and body over a whole table.

In: a quote table, the user's file of known people, the decisions kept beside the table. Out: `people.parquet` beside the
table (`table/identities.py` has its columns). `building` is the entry: it reduces rows to groups of speakers who bear one
name and one role (`records`), joins names (`linking`), parts namesakes (`namesakes`) and finds out whose short form a
surname is (`short_forms`). `scoring` weighs what speaks for and against. Knows nothing of spaCy. Imported by `cli`.
"""
