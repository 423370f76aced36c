"""The example articles, and the rows that a careful reader finds in them.

`expected/rows.jsonl` has one row a line: the pieces of the quotation, and what is sure of it. A key that is absent is
not compared. All direct and mixed quotations are listed; of the indirect ones those that any reader would count.
`expected/not_speech.jsonl` lists words between quotation marks that nobody says. What the pipeline gets wrong today
stands in `expected/known_failures.jsonl`; whatever is mended has to be taken out there. `python tests/test_examples.py`
writes what that file would have to hold now, for comparison: each new line is to be looked at, and needs a comment.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from spacy.language import Language

import quotes
from quotes.config import KEEP_ALL
from quotes.readers import read
from quotes.types import Article, Failure, Quote

HERE = Path(__file__).parent
EXAMPLES = HERE / "examples"
MARKS = "\"'“”‘’«»"
NEARLY_ALL = 0.8
SAME_WORDS = 0.5  # share of words in common, by which two readers' indirect quotations count as the same


def load(name: str) -> list[dict]:
    return [json.loads(line) for line in (HERE / "expected" / name).read_text("utf8").splitlines() if line.strip()]


ROWS = load("rows.jsonl")
NOT_SPEECH = load("not_speech.jsonl")
KNOWN = {(row["doc_id"], row["quote"]): row for row in load("known_failures.jsonl")}


def words(text: str) -> list[str]:
    """Return the words, with no regard to marks and capitals.

    >>> words("“It's fair,” he said.")
    ['its', 'fair', 'he', 'said']
    """
    return re.findall(r"\w+", re.sub("[’']", "", text).lower())


def contains(whole: list[str], part: list[str]) -> bool:
    return any(whole[i : i + len(part)] == part for i in range(len(whole) - len(part) + 1))


def overlap(left: list[str], right: list[str]) -> float:
    """Return the share of words that two texts have in common (Dice)."""
    common = sum(min(left.count(word), right.count(word)) for word in set(left))
    return 2 * common / ((len(left) + len(right)) or 1)


@dataclass(frozen=True)
class Found:
    """What the pipeline made of the examples, by article."""

    articles: dict[str, Article]
    rows: dict[str, list[Quote]]


def by_name(article: Article) -> str:
    return Path(article.doc_id).stem


def example_articles() -> list[Article]:
    read_in = list(read([EXAMPLES]))
    assert not [item for item in read_in if isinstance(item, Failure)]
    return read_in  # type: ignore[return-value]


@pytest.fixture(scope="module")
def found(nlp: Language) -> Found:
    return run_examples(nlp)


def run_examples(nlp: Language) -> Found:
    articles, rows = {}, {}
    for article, result in quotes.stream(nlp, example_articles(), config=KEEP_ALL):
        assert not isinstance(result, Failure), result
        articles[by_name(article)], rows[by_name(article)] = article, list(result)
    return Found(articles, rows)


def closest(expected: dict, rows: list[Quote]) -> Quote | None:
    """Return the row that is meant by an expected one: nearly the same words; spoken ones, all of them."""
    pieces = [words(piece) for piece in expected["quote"]]
    wanted = [word for piece in pieces for word in piece]
    score, row = max(((overlap(wanted, words(row.quote)), row) for row in rows), key=lambda pair: pair[0])
    if score < SAME_WORDS:
        return None
    if expected.get("kind") == "direct" and not all(contains(words(row.quote), piece) for piece in pieces):
        return None
    return row


def plain(name: str | None) -> str:
    return " ".join(words(name or "")).removeprefix("the ").removeprefix("a ")


def wrong_fields(expected: dict, row: Quote | None) -> list[str]:
    """Return the names of the fields that are not as expected; ["quote"] where there is no such row."""
    if row is None:
        return ["quote"]
    speakers = expected.get("speaker", row.speaker)
    accepted = [plain(name) for name in (speakers if isinstance(speakers, list) else [speakers])]
    right = {
        "kind": expected.get("kind", row.kind) == row.kind,
        "speaker": plain(row.speaker) in accepted,
        "speaker_kind": expected.get("speaker_kind", row.speaker_kind) == row.speaker_kind,
        "cue": contains(words(row.cue or ""), words(expected.get("cue", ""))),
        "mention": contains(words(row.mention or ""), words(expected.get("mention", ""))),
        "said_on": expected.get("said_on") in {None, str(row.said_on)},
        "story": expected.get("story", row.story) == row.story,
    }
    return [field for field, is_right in right.items() if not is_right]


def name_of(expected: dict) -> str:
    text = " ".join(expected["quote"]) if "quote" in expected else expected["words"]
    return f"{expected['doc_id']}: {' '.join(text.split()[:6])}"


@pytest.mark.model
@pytest.mark.parametrize("expected", ROWS, ids=name_of)
def test_row(expected: dict, found: Found) -> None:
    wrong = wrong_fields(expected, closest(expected, found.rows[expected["doc_id"]]))
    known = KNOWN.get((expected["doc_id"], expected["quote"][0]), {"wrong": []})["wrong"]
    assert wrong == known, "Where this is better than before, correct expected/known_failures.jsonl."
    if wrong:
        pytest.xfail(f"known failure: {', '.join(wrong)}")


@pytest.mark.model
@pytest.mark.parametrize("case", NOT_SPEECH, ids=name_of)
def test_not_speech(case: dict, found: Found) -> None:
    wrong = wrongly_spoken(case, found)
    known = KNOWN.get((case["doc_id"], case["words"]), {"wrong": []})["wrong"]
    assert wrong == known, case["why"]
    if wrong:
        pytest.xfail(f"known failure: {case['why']}")


@pytest.mark.model
def test_no_speech_beyond_what_is_expected(found: Found) -> None:
    """Direct and mixed rows, of which all are listed: each is one of them, or its known failure says why not."""
    extra = extra_rows(found)
    assert [pair for pair in extra if pair not in KNOWN] == []
    not_said = {(case["doc_id"], case["words"]) for case in NOT_SPEECH}
    gone = [pair for pair in KNOWN if KNOWN[pair]["wrong"] == ["extra"] and pair not in not_said.union(extra)]
    assert gone == [], "Better than before: correct expected/known_failures.jsonl."


def extra_rows(found: Found) -> list[tuple[str, str]]:
    return [
        (name, row.quote)
        for name, rows in found.rows.items()
        for row in rows
        if row.kind != "indirect" and not any(name == other["doc_id"] and same(other, row) for other in ROWS)
    ]


def wrongly_spoken(case: dict, found: Found) -> list[str]:
    quoted = [row.quote for row in found.rows[case["doc_id"]] if row.kind == "direct"]
    return ["extra"] if any(overlap(words(case["words"]), words(quote)) > NEARLY_ALL for quote in quoted) else []


def same(expected: dict, row: Quote) -> bool:
    return overlap(words(" ".join(expected["quote"])), words(row.quote)) >= SAME_WORDS


@pytest.mark.model
def test_every_piece_is_printed_as_it_stands_in_the_row(found: Found) -> None:
    for name, rows in found.rows.items():
        text = found.articles[name].text
        for row in rows:
            pieces = " ".join(text[piece.start : piece.end] for piece in row.spans)
            assert words(pieces) == words(row.quote)
            if row.speaker_start is not None:
                assert text[row.speaker_start : row.speaker_end] == row.mention


@pytest.mark.model
def test_dates_are_said_on_else_published(found: Found) -> None:
    for rows in found.rows.values():
        for row in rows:
            assert row.published is not None, "Every example gives its date: in the name, the page or the line."
            assert row.date == (row.said_on or row.published)


@pytest.mark.model
def test_a_day_stands_in_the_row_with_its_words(found: Found) -> None:
    for name, rows in found.rows.items():
        for row in rows:
            steps = [step for step in row.evidence if step.step == "date"]
            words_of_day = [found.articles[name].text[step.start : step.end] for step in steps]
            assert words_of_day == ([row.date_text] if row.said_on else [])
            assert (row.date_basis in {"stated", "scene"}) == (row.said_on is not None)
            assert (row.date_text is not None) == (row.said_on is not None)


@pytest.mark.model
def test_most_of_it_is_right(found: Found, record_property: pytest.RecordProperty) -> None:
    """A floor that no change may go below; the rows are few, so these are no measurement (docs: quotes evaluate)."""
    rows = [(expected, closest(expected, found.rows[expected["doc_id"]])) for expected in ROWS]
    recall = sum(row is not None for _, row in rows) / len(rows)
    speakers = sum("speaker" not in wrong_fields(expected, row) for expected, row in rows if row) / len(rows)
    record_property("recall", recall)
    record_property("speakers", speakers)
    assert recall > 0.9
    assert speakers > 0.75


def test_expected_rows_are_well_formed() -> None:
    names = [name_of(row) for row in ROWS]
    assert len(names) == len(set(names))
    known_rows = {(row["doc_id"], row["quote"][0]) for row in ROWS} | {(c["doc_id"], c["words"]) for c in NOT_SPEECH}
    stale = [pair for pair, known in KNOWN.items() if known["wrong"] != ["extra"] and pair not in known_rows]
    assert stale == []
    assert all(known["comment"] for known in KNOWN.values())


def test_expected_words_stand_in_the_articles() -> None:
    articles = {by_name(article): article for article in example_articles()}
    assert len(articles) == len({row["doc_id"] for row in ROWS})
    for row in ROWS:
        for piece in row["quote"]:
            assert piece in articles[row["doc_id"]].text


def failures_now() -> list[dict]:
    """Return what the pipeline gets wrong now, with the comments that are known."""
    found = run_examples(quotes.load())
    wrong = {
        (row["doc_id"], row["quote"][0]): wrong_fields(row, closest(row, found.rows[row["doc_id"]])) for row in ROWS
    }
    wrong |= {(case["doc_id"], case["words"]): wrongly_spoken(case, found) for case in NOT_SPEECH}
    wrong |= {pair: ["extra"] for pair in extra_rows(found)}
    return [
        {
            "doc_id": doc_id,
            "quote": quote,
            "wrong": fields,
            "comment": KNOWN.get((doc_id, quote), {}).get("comment", ""),
        }
        for (doc_id, quote), fields in wrong.items()
        if fields
    ]


if __name__ == "__main__":
    sys.stdout.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in failures_now())
