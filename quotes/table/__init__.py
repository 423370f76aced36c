"""The quote table: its columns, its files, writing and asking it.

In: `types.Quote` rows and articles. Out: Parquet files, and answers to queries as Arrow tables. `schema` documents every
column; only `writer` writes quote tables, one file or, through `folder_writer`, a folder of parts; only `word_index`
imports tantivy; `database` asks a table with DuckDB, `query` finds and counts rows, `speakers` compares names, `passages`
marks rows in their texts, `quote_table` is the interface. `identities` and `reprints` keep beside a table what is found
over all articles, and `working` is a database to find it with. Loads no spaCy. Imported by everything below it.
"""
