"""What the package offers, and what is in it once it is built."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
import srsly

import quotes

ROOT = Path(__file__).parents[1]
TAGGER = ("quotes/data/tagger/LICENSE", "quotes/data/tagger/NOTICE", "quotes/data/tagger/model.onnx.gz")


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


@pytest.mark.slow
def test_the_tagger_is_delivered_with_its_licence(tmp_path: Path) -> None:
    """Its weights derive from a model under Apache 2.0, which asks for a copy of the licence and a note of changes."""
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", tmp_path], check=True, cwd=ROOT)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        assert set(TAGGER) <= set(wheel.namelist())
        assert b"all-mpnet-base-v2" in wheel.read("quotes/data/tagger/NOTICE")
        assert b"Apache License" in wheel.read("quotes/data/tagger/LICENSE")
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as source:
        names = {name.partition("/")[2] for name in source.getnames()}
        assert {*TAGGER, "LICENSE", "CITATION.cff"} <= names


def test_the_citation_is_of_this_version() -> None:
    citation = srsly.read_yaml(ROOT / "CITATION.cff")
    assert citation["version"] == quotes.__version__
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
