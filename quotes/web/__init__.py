"""The page: a local web application to see quotations with their speakers and why, to correct and to find them.

In: a quote table, articles that people paste or send, corrections that they make. Out: pages, a JSON interface, and lines
beside the table; the table itself is never written. `app` puts it together, `security` guards it, `desk` is what it knows
of tables and corrections, `workers` runs the extraction; each page is a module. Imported by `cli`.
"""
