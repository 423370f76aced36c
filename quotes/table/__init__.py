"""The quote table: its columns, its files, writing and asking it.

In: `types.Quote` rows and articles. Out: Parquet files, and the answers to queries as Arrow tables. `schema` documents
every column, `writer` is the only file that writes tables, `query` the only one that imports duckdb. Knows nothing of
spaCy. Imported by everything above it.
"""
