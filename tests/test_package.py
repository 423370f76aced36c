"""What the package offers, and what is in it once it is built."""

import subprocess
import sys

import pytest

import quotes


@pytest.mark.parametrize("name", quotes.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    assert getattr(quotes, name)
    if name != "__version__":
        assert getattr(quotes, name).__doc__


def test_no_other_name_is_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = quotes.nothing


def test_it_runs_as_a_module() -> None:
    """`python -m quotes` is the command."""
    done = subprocess.run([sys.executable, "-m", "quotes", "--help"], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "extract" in done.stdout
