"""Many articles at once: reading, workers, failures, going on after a stop.

In: paths of inputs and one output. Out: a written table and a summary. Imported by `cli`.
"""
