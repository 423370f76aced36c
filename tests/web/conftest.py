"""The page over a small table, with a worker that needs no models."""

from collections.abc import Iterator
from pathlib import Path

import made_work
import pytest
from fastapi.testclient import TestClient
from made_rows import make_article, make_quotes
from made_work import BASE, CONFIG

from quotes.table.writer import Writer
from quotes.web.app import make_app
from quotes.web.desk import Desk


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table of two articles, with two rows each."""
    path = tmp_path / "news.parquet"
    with Writer(path) as tables:
        for number in (1, 2):
            tables.add(make_article(number), make_quotes(number))
    return path


@pytest.fixture
def desk(table: Path) -> Desk:
    return Desk(table, config=CONFIG)


@pytest.fixture
def page(desk: Desk) -> Iterator[TestClient]:
    with TestClient(make_app(desk, who="Ana", config=CONFIG, work=made_work.make), base_url=BASE) as client:
        yield client


@pytest.fixture
def empty_page(tmp_path: Path) -> Iterator[TestClient]:
    """The page without a table."""
    desk = Desk(None, folder=tmp_path / "desk", config=CONFIG)
    with TestClient(make_app(desk, config=CONFIG, work=made_work.make), base_url=BASE) as client:
        yield client
