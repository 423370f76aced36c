"""The day each statement was made.

In: a Doc with quotations and resolved speakers. Out: a dated span for each quotation that the text dates.
`statement_dates` is the entry. Imported by `pipeline`.
"""
