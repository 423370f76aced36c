"""Rows and articles in other forms: spreadsheets, pages, and the formats of annotation tools.

In: rows, articles, Arrow tables. Out: text or bytes; nothing is written to files here. Corrections made in brat or Label
Studio come back as gold. Imported by `cli`.
"""
