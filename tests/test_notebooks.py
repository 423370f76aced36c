"""Every notebook runs from top to bottom, and as committed shows what it draws."""

import json
from pathlib import Path

import nbclient
import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def outputs(notebook: dict) -> list[dict]:
    return [output for cell in notebook["cells"] if cell["cell_type"] == "code" for output in cell["outputs"]]


def pictures(notebook: dict) -> list[dict]:
    return [output for output in outputs(notebook) if "image/svg+xml" in output.get("data", {})]


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.mark.model
@pytest.mark.slow
@each_notebook
def test_notebook_runs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    client = nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": path.parent}})
    client.execute()  # a cell that fails raises
    assert pictures(notebook)


@each_notebook
def test_notebook_is_committed_with_its_pictures(path: Path) -> None:
    """`make notebooks` runs them anew."""
    assert pictures(json.loads(path.read_text("utf8")))
