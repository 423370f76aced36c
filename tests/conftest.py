"""What all tests share: how many examples property tests draw, and one loaded pipeline."""

import pytest
from hypothesis import HealthCheck, settings
from spacy.language import Language

# `fixed`: the same examples in every run, so that a failure is never luck. `long`: new ones each time (`make fuzz`).
settings.register_profile(
    "fixed", max_examples=50, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)
settings.register_profile("long", settings.get_profile("fixed"), max_examples=500, derandomize=False, print_blob=True)
settings.load_profile("fixed")


@pytest.fixture(scope="session")
def nlp() -> Language:
    """Load the pipeline once for all tests."""
    from quotes import pipeline

    return pipeline.load()
