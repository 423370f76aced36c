"""The quote table: its columns, its files, writing and asking it.

In: `types.Quote` rows and articles. Out: Parquet files, and the answers to queries as Arrow tables. `schema` documents
every column; `writer` writes quote tables, one file or, through `folder_writer`, a folder of parts; `query` asks them;
`identities` and `reprints` keep beside them what is found over all articles, and `working` is a database to find it
with. Knows nothing of spaCy. Imported by everything above it.
"""
