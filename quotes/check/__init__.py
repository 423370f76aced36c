"""Check a claim, "X said Y", against a table: was it printed so, by whom, and where.

In: claims and an opened table. Out: for each claim a `Finding` with its verdict. `words` splits texts into comparable
words, `comparison` compares a claim with one row, `verdicts` weighs the rows, `checker` finds them. Imported by `cli`.
"""
