"""Scores on gold: each figure on a made article, and against the referee's own where it is at hand."""

import importlib.util
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from made_rows import make_quote

from quotes.config import Config
from quotes.errors import InputError
from quotes.evaluation import error_causes as causes
from quotes.evaluation import gold
from quotes.evaluation import scores as module
from quotes.evaluation.scores import Figure, Report, evaluate, predict
from quotes.table.writer import Writer
from quotes.types import Article, Failure, Kind, Piece, Quote, Step

SHARED = Path(__file__).parents[3] / "shared"

TEXT = (
    "“We will mend the bridge,” said Zoë O’Brien on Monday. The so-called “bridge of sighs” is old. "
    "She added that it would take “a whole year”. Fishermen hope for less."
)


def at(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


def piece(words: str) -> Piece:
    return Piece(*at(words))


GOLD = {
    "id": "bay",
    "published": "2024-05-17",
    "title": "The bridge",
    "text": TEXT,
    "attributions": [
        {
            "id": "a0",
            "type": "direct",
            "content": [at("“We will mend the bridge,”")],
            "cue": [at("said")],
            "source": [at("Zoë O’Brien")],
            "speaker": "Zoë O’Brien",
            "aliases": ["O’Brien"],
            "kind": "person",
            "said_on": "2024-05-13",
        },
        {
            "id": "a1",
            "type": "mixed",
            "content": [at("that it would take “a whole year”")],
            "cue": [at("added")],
            "source": [at("She")],
            "speaker": "Zoë O’Brien",
            "aliases": ["O’Brien"],
            "kind": "person",
            "said_on": None,
        },
        {
            "id": "a2",
            "type": "indirect",
            "content": [at("for less")],
            "cue": [at("hope")],
            "source": [at("Fishermen")],
        },
    ],
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "made.gold.jsonl"
    path.write_text(json.dumps(GOLD), "utf8")
    return path


def row(words: str, mention: str | None = None, **changes: Any) -> Quote:
    start, end = at(mention) if mention else (None, None)
    values = {"doc_id": "bay", "spans": (piece(words),), "mention": mention, "speaker_start": start, "speaker_end": end}
    return make_quote(**values | changes)


BRIDGE = row("“We will mend the bridge,”", "Zoë O’Brien", said_on=date(2024, 5, 13))
YEAR = row("it would take “a whole year”", "She", kind="mixed")
LESS = row("for less", "Fishermen", kind="indirect", speaker="Fishermen")


def score(report: Report, figure: str, kind: str = "all") -> tuple[int, int, int]:
    found = report.of(figure, kind)
    return found.right, found.predicted, found.gold


def test_perfect_rows_are_right_in_all(path: Path) -> None:
    year = replace(YEAR, spans=(piece("that it would take “a whole year”"),))
    report = evaluate(path, [BRIDGE, year, LESS])
    assert report.articles == 1
    assert {name.figure for name in report.scores} == set(Figure)
    assert {(found.precision, found.recall, found.f1) for found in report.scores} == {(1.0, 1.0, 1.0)}
    assert [score(report, "found", kind) for kind in ("all", *Kind)] == [(3, 3, 3), (1, 1, 1), (1, 1, 1), (1, 1, 1)]


def test_no_rows_are_right_in_none(path: Path) -> None:
    report = evaluate(path, [])
    assert score(report, "quoted") == (0, 0, 2)
    assert score(report, "content=") == (0, 0, 3)
    assert report.of("quoted").f1 == report.of("quoted").precision == 0.0


def test_rows_of_other_articles_do_not_count(path: Path) -> None:
    assert score(evaluate(path, [BRIDGE, replace(BRIDGE, doc_id="elsewhere")]), "quoted") == (1, 1, 2)


def test_a_table_of_other_articles_is_refused(path: Path) -> None:
    rows = [replace(BRIDGE, doc_id="elsewhere")]
    with pytest.raises(InputError, match="no row of any article in this gold file; its first row is of 'elsewhere'"):
        evaluate(path, rows)
    with pytest.raises(InputError, match="quotes extract"):
        causes.count(path, rows)


def test_a_table_of_another_version_of_the_text_is_refused(path: Path) -> None:
    with pytest.raises(InputError, match="article 'bay': a row of the table ends at 900"):
        evaluate(path, [replace(BRIDGE, spans=(Piece(880, 900),))])


@pytest.mark.parametrize("field", ["content", "cue", "source"])
@pytest.mark.parametrize("span", [[0, len(TEXT) + 1], [-1, 4], [5, 5], [9, 4]], ids=str)
def test_gold_spans_outside_the_text_are_refused(tmp_path: Path, field: str, span: list[int]) -> None:
    wrong = GOLD["attributions"][0] | {field: [span]}
    path = tmp_path / "wrong.gold.jsonl"
    path.write_text("\n" + json.dumps(GOLD | {"attributions": [wrong]}), "utf8")
    named = rf"line 2: article 'bay', attribution 'a0': the {field} span \[{span[0]}, {span[1]}\]"
    with pytest.raises(InputError, match=named):
        evaluate(path, [])


def test_words_in_marks_that_nobody_said_are_wrong(path: Path) -> None:
    report = evaluate(path, [BRIDGE, row("“bridge of sighs”", kind="mixed")])
    assert score(report, "quoted") == score(report, "quoted+who") == (1, 2, 2)
    assert score(report, "quoted", "mixed") == (0, 1, 1)
    assert report.of("quoted").precision == report.of("quoted").recall == 0.5


def test_half_of_a_segment_is_enough(path: Path) -> None:
    assert score(evaluate(path, [row("mend the bridge,”")]), "quoted") == (1, 1, 2)
    assert score(evaluate(path, [row("the bridge,”")]), "quoted") == (0, 0, 2)


@pytest.mark.parametrize(
    ("speaker", "who", "full"),
    [
        ("Zoë O’Brien", 1, 1),
        ("Mayor Zoe O'Brien", 1, 0),
        ("President Zoe O'Brien", 1, 1),
        ("O’Brien", 1, 0),
        ("Zoë", 0, 0),
        ("Brien", 0, 0),
        (None, 0, 0),
    ],
)
def test_speakers(path: Path, speaker: str | None, who: int, full: int) -> None:
    report = evaluate(path, [replace(BRIDGE, speaker=speaker)])
    assert score(report, "quoted+who") == (who, 1, 2)
    assert score(report, "quoted+full") == (full, 1, 2)


def test_mentions(path: Path) -> None:
    right, wrong = row("“We will mend the bridge,”", "O’Brien"), row("“We will mend the bridge,”", "Fishermen")
    none = row("“We will mend the bridge,”")
    assert [score(evaluate(path, [one]), "quoted+source") for one in (right, wrong, none)] == [
        (1, 1, 2),
        (0, 1, 2),
        (0, 1, 2),
    ]
    assert [score(evaluate(path, [one]), "content+src")[0] for one in (right, wrong, none)] == [1, 0, 0]


def test_edges_of_contents(path: Path) -> None:
    """Marks and punctuation at the edges make no difference; a word does."""
    assert score(evaluate(path, [row("We will mend the bridge")]), "content=") == (1, 1, 3)
    assert score(evaluate(path, [YEAR]), "content=") == (0, 1, 3)
    assert score(evaluate(path, [YEAR]), "found") == (1, 1, 3)
    assert score(evaluate(path, [row("“a whole year”")]), "found") == (0, 1, 3)


def test_pieces_without_a_word_between_them_are_one(path: Path) -> None:
    broken = replace(BRIDGE, spans=(piece("“We will mend"), piece("the bridge,”")))
    assert score(evaluate(path, [broken]), "content=") == (1, 1, 3)


def test_characters(path: Path) -> None:
    report = evaluate(path, [row("mend the bridge,” said", kind="indirect")])
    assert score(report, "content") == (15, 22, 23 + 32 + 8)
    assert score(report, "content", "direct") == (15, 15, 23)
    assert score(report, "content", "indirect") == (0, 7, 8)


def test_a_row_answers_for_one_attribution_only(path: Path) -> None:
    report = evaluate(path, [row(TEXT, "She")])
    assert score(report, "content=") == (0, 1, 3)
    assert score(report, "quoted") == (2, 3, 2)


def test_a_row_counts_under_the_kind_of_what_it_matches(path: Path) -> None:
    report = evaluate(path, [replace(BRIDGE, kind="mixed")])
    assert score(report, "found", "direct") == (1, 1, 1)
    assert score(report, "found", "mixed") == (0, 0, 1)


@pytest.mark.parametrize(
    ("rows", "counts"),
    [
        ([BRIDGE], (1, 1, 1)),
        ([replace(BRIDGE, said_on=date(2024, 5, 6))], (0, 1, 1)),
        ([replace(BRIDGE, said_on=None)], (0, 0, 1)),
        ([replace(YEAR, said_on=date(2024, 5, 13)), BRIDGE], (1, 2, 1)),
        ([replace(LESS, said_on=date(2024, 5, 13)), BRIDGE], (1, 1, 1)),
    ],
    ids=["right", "wrong", "not given", "where the gold says none", "where the gold says nothing"],
)
def test_days(path: Path, rows: list[Quote], counts: tuple[int, int, int]) -> None:
    assert score(evaluate(path, rows), "said_on") == counts


def test_what_the_gold_does_not_say_is_not_scored(tmp_path: Path) -> None:
    plain = {key: value for key, value in GOLD["attributions"][0].items() if key not in ("speaker", "kind", "said_on")}
    path = tmp_path / "plain.jsonl"
    path.write_text(json.dumps(GOLD | {"attributions": [plain]}), "utf8")
    figures = {found.figure for found in evaluate(path, [BRIDGE]).scores}
    assert figures.isdisjoint({"quoted+who", "quoted+full", "said_on"})
    assert "quoted+source" in figures


def test_the_report_as_a_table(path: Path) -> None:
    report = evaluate(path, [BRIDGE, row("“bridge of sighs”")])
    first = report.to_table().to_pylist()[0]
    assert first == {"figure": "quoted", "kind": "all", "n": 2, "precision": 50.0, "recall": 50.0, "f1": 50.0}
    assert set(report.to_table()["kind"].to_pylist()) == {"all"}
    assert set(report.to_table(by_kind=True)["kind"].to_pylist()) == {"all", *Kind}


def test_one_day_that_no_row_has_is_counted_as_a_number(tmp_path: Path) -> None:
    """Its n was True, which Arrow refuses in a column of integers (issue 8)."""
    path = tmp_path / "short.gold.jsonl"
    path.write_text(json.dumps(GOLD | {"attributions": GOLD["attributions"][:1]}), "utf8")
    table = evaluate(path, [replace(BRIDGE, said_on=None)]).to_table(by_kind=True)
    assert dict(zip(table["figure"].to_pylist(), table["n"].to_pylist(), strict=True))["said_on"] == 1
    assert table.schema.field("n").type == "int64"


def test_no_gold_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such gold file"):
        evaluate(tmp_path / "none.jsonl", [])


def test_the_pipeline_itself_is_scored(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stream(
        nlp: object, articles: Iterator[Article], *, config: Config
    ) -> Iterator[tuple[Article, list[Quote] | Failure]]:
        assert config.keep_all
        for article in articles:
            assert article.text == TEXT
            yield article, [BRIDGE]
            yield article, Failure("bay", "extract", "asked to")

    monkeypatch.setattr(module.pipeline, "stream", stream)
    failed: list[Failure] = []
    nlp: Any = object()
    assert list(predict(path, nlp=nlp, on_failure=failed.append)) == [BRIDGE]
    assert len(failed) == 1


needs_referee = pytest.mark.skipif(not (SHARED / "eval" / "score.py").exists(), reason="the referee is not at hand")


@pytest.fixture(scope="module")
def referee() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", SHARED / "eval" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    referee = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(referee)
    return referee


def perfect(example: gold.GoldArticle) -> Iterator[Quote]:
    for attribution in example.attributions:
        source = attribution.source[0] if attribution.source else None
        yield make_quote(
            doc_id=example.article.doc_id,
            kind=str(attribution.kind),
            spans=tuple(sorted(attribution.content, key=lambda piece: piece.start)),
            speaker=attribution.speaker,
            speaker_start=source and source.start,
            speaker_end=source and source.end,
            said_on=attribution.said_on,
        )


def spoilt(example: gold.GoldArticle, chance: random.Random) -> Iterator[Quote]:
    """Leave rows out, move them, add some, and give them other speakers, mentions and days."""
    length = len(example.article.text)
    for right in perfect(example):
        one = right
        if chance.random() < 0.2:
            continue
        if chance.random() < 0.3:
            start = max(0, one.spans[0].start + chance.randint(-40, 40))
            end = min(length, start + chance.randint(3, 200))
            one = replace(one, spans=(Piece(min(start, end - 1), end),))
        if chance.random() < 0.3:
            names = (one.speaker or "X").split()
            one = replace(one, speaker=chance.choice([None, names[-1], f"Mr. {names[-1]}", "Somebody Else"]))
        if chance.random() < 0.3:
            one = replace(one, speaker_start=5, speaker_end=9)
        if chance.random() < 0.3:
            one = replace(one, said_on=date(2016, 5, chance.randint(1, 31)), kind=str(chance.choice(list(Kind))))
        yield one
        if chance.random() < 0.2:
            start = chance.randint(0, length - 60)
            yield replace(one, spans=(Piece(start, start + 20), Piece(start + 30, start + 60)))


@needs_referee
@pytest.mark.slow
@pytest.mark.parametrize("made", ["perfect", "spoilt"])
def test_figures_are_the_referees(made: str, referee: ModuleType, tmp_path: Path) -> None:
    path, chance = SHARED / "gold" / "polnear-dev.gold.jsonl", random.Random(7)
    with Writer(tmp_path / "rows.parquet") as tables:
        rows = []
        for example in gold.read(path):
            found = list(perfect(example) if made == "perfect" else spoilt(example, chance))
            tables.add(example.article, found)
            rows += found
    report = evaluate(path, rows)
    articles = [json.loads(line) for line in path.read_text("utf8").splitlines()]
    expected = referee.score(articles, referee.read_predictions(tmp_path / "rows.parquet"))
    by_type = expected.pop("recall by type")
    assert {figure for figure in Figure if figure != "found"} == expected.keys()
    for figure, percent in expected.items():
        ours = report.of(figure)
        assert (ours.precision, ours.recall, ours.f1) == pytest.approx(percent, abs=0.0005), figure
        assert made == "spoilt" or ours.f1 == 1.0
    for kind, (right, of) in by_type.items():
        assert (report.of("found", kind).right, report.of("found", kind).gold) == (right, of)


def by(step: str, **changes: Any) -> Quote:
    """The second row, its mention resolved as said."""
    return replace(YEAR, evidence=(Step("cue", "added", 0, 1), Step(step, "She", 0, 1)), **changes)


@pytest.mark.parametrize(
    ("rows", "cause"),
    [
        ([], "quotation not found"),
        ([replace(YEAR, mention=None, speaker_start=None, speaker_end=None, speaker=None)], "no source mention found"),
        ([row("it would take “a whole year”", "Fishermen", speaker="Fishermen")], "wrong source mention"),
        ([by("pronoun", speaker=None, speaker_kind=None)], "pronoun: nobody found"),
        ([by("pronoun", speaker="Ana Ruiz")], "pronoun: somebody else"),
        ([by("source", speaker="mayor", speaker_kind="unnamed")], "description or body: not resolved to its name"),
        ([by("role", speaker="Ana Ruiz")], "description or body: somebody else"),
        ([by("surname", speaker=None, speaker_kind=None)], "name: nobody found"),
        ([by("name", speaker="Ana Ruiz")], "name: somebody else"),
        ([by("surname", speaker="O’Brien")], "name: not in full"),
        ([YEAR], "right"),
    ],
)
def test_causes(path: Path, rows: list[Quote], cause: str) -> None:
    found = {one["cause"]: one["n"] for one in causes.count(path, [BRIDGE, *rows]).to_pylist()}
    assert sum(found.values()) == 2
    assert found[cause] == 1 + (cause == "right")


def test_a_title_that_is_taken_for_speech_is_a_cause(path: Path) -> None:
    found = causes.count(path, [BRIDGE, YEAR, row("“bridge of sighs”")]).to_pylist()
    assert {"cause": "not a quotation", "n": 1, "percent": 33.3} in found
