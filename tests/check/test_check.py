"""Checking claims: the verdicts on made claims, what a finding shows, and files of claims."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from made_claims import read, write
from made_rows import make_article, make_quote

from quotes.check.checker import Checker
from quotes.check.claims import Claim, read_claims
from quotes.check.comparison import Difference, Text, fit
from quotes.check.findings import Finding
from quotes.errors import InputError
from quotes.table.quote_table import open_table
from quotes.table.speakers import SpeakerMatch, match
from quotes.table.writer import Writer

MADE = [claim for claim in read("claims") if claim["about"] == "made"]
VERDICTS = ["exact", "differs", "partial", "joined", "other_speaker", "reported", "denied", "not_speech", "not_found"]


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    return Checker(open_table(write(tmp_path_factory.mktemp("claims"))))


@pytest.mark.parametrize("case", MADE, ids=lambda case: f"{case['verdict']}: {case['claim'][:40]}")
def test_verdict(checker: Checker, case: dict[str, Any]) -> None:
    assert checker.check(Claim(case["claim"], case["speaker"] or None)).verdict == case["verdict"]


def test_many_claims_have_the_same_verdicts_as_one_by_one(checker: Checker) -> None:
    claims = [Claim(case["claim"], case["speaker"] or None) for case in MADE]
    found = list(checker.check_all(claims))
    assert [finding.claim for finding in found] == claims
    assert [finding.verdict for finding in found] == [case["verdict"] for case in MADE]


def test_each_verdict_has_claims() -> None:
    cases = read("claims")
    assert len(cases) >= 200
    assert {case["verdict"] for case in cases} == set(VERDICTS)
    assert len({(case["claim"], case["speaker"]) for case in cases}) == len(cases)


def test_a_finding_shows_what_it_rests_on(checker: Checker) -> None:
    shown = checker.check(Claim("The night tram is a luxury, it is how nurses get home", "Marrow")).to_dict()
    assert (shown["verdict"], shown["printed_speaker"], shown["speaker_match"]) == (
        "differs",
        "Delphine Marrow",
        "full",
    )
    assert shown["differences"] == [{"claimed": "", "printed": "not"}]
    assert "The night tram is not a luxury" in shown["context"]
    assert shown["quote_id"]
    assert json.loads(json.dumps(shown)) == shown


def test_the_first_printing_is_told(checker: Checker) -> None:
    finding = checker.check(Claim("The night tram is not a luxury, it is how nurses get home", "Marrow"))
    assert finding.first_printing is not None
    assert (finding.printings, finding.first_printing.outlet) == (2, "Lorn Gazette")


def test_the_first_printing_is_that_of_the_reprints_where_these_were_found(tmp_path: Path) -> None:
    with Writer(tmp_path / "news.parquet") as tables:
        rows = [make_quote(doc_id="bay-1"), make_quote(doc_id="bay-2", quote="We shall mend it", outlet="Old Post")]
        for number, row in enumerate(rows, 1):
            tables.add(make_article(number), [row])
    clusters = {"cluster_id": [rows[1].quote_id], "quote_id": [rows[0].quote_id], "printings": [7]}
    pq.write_table(pa.table(clusters), tmp_path / "news.reprints.parquet")
    finding = Checker(open_table(tmp_path / "news.parquet")).check(Claim("We will mend the bridge"))
    assert finding.first_printing is not None
    assert (finding.printings, finding.first_printing.outlet) == (7, "Old Post")


def test_words_that_are_no_speech_are_shown_in_their_article(checker: Checker) -> None:
    finding = checker.check(Claim("the cherry trees are in flower"))
    assert (finding.quote, finding.to_dict()["doc_id"]) == (None, "bees")
    marked = [segment.text for segment in finding.context if segment.labels]
    assert marked == ["the cherry trees are in flower"]


def test_the_places_that_a_claim_was_joined_of_are_shown(checker: Checker) -> None:
    finding = checker.check(Claim("The night tram is not a luxury. Without it I would have to give up my job."))
    assert [part.speaker for part in finding.parts] == ["Delphine Marrow", "Odile Brandt"]


def test_nothing_to_look_for_is_no_error(checker: Checker) -> None:
    assert [checker.check(Claim(words)).verdict for words in ("", "?!", "…")] == ["not_found"] * 3


def check_row(tmp_path: Path, claim: Claim, **row: Any) -> Finding:
    with Writer(tmp_path / "one.parquet", overwrite=True) as tables:
        tables.add(make_article(1), [make_quote(doc_id="bay-1", **row)])
    return Checker(open_table(tmp_path / "one.parquet")).check(claim)


@pytest.mark.parametrize(
    ("speaker", "row", "verdict", "meets"),
    [
        ("O’Brien", {}, "exact", "full"),
        ("Mayor Zoë O'Brien", {}, "exact", "full"),
        ("the mayor of Marrow Bay", {}, "exact", "full"),
        ("Zoë O’Brien", {"speaker": "O’Brien"}, "exact", "short"),
        ("Liam O’Brien", {}, "other_speaker", "other"),
        ("O’Brien", {"speaker": "O’Brien’s spokesman", "speaker_kind": "unnamed"}, "other_speaker", "other"),
        # Not known who speaks: the words are judged where the article names the claimed speaker, and it is said.
        ("O’Brien", {"speaker": None, "mention": "she"}, "exact", "unknown"),
        ("Quennell", {"speaker": None, "mention": "she"}, "other_speaker", "unknown"),
        ("O’Brien", {"speaker": None, "mention": "Quennell"}, "other_speaker", "other"),
        (None, {"speaker": None}, "exact", "any"),
    ],
)
def test_whose_words_they_are(
    tmp_path: Path, speaker: str | None, row: dict[str, Any], verdict: str, meets: str
) -> None:
    finding = check_row(tmp_path, Claim("We will mend the bridge", speaker), **row)
    assert (finding.verdict, finding.speaker_match) == (verdict, meets)


@pytest.mark.parametrize(
    ("polarity", "kind", "claim", "verdict"),
    [
        ("denied", "indirect", "we took the money", "denied"),
        ("denied", "indirect", "we did not take the money", "reported"),
        ("not_said", "indirect", "we took the money", "denied"),
        ("asked", "indirect", "we took the money", "denied"),
        ("said", "indirect", "we took the money", "reported"),
        ("asked", "direct", "had she taken the money?", "exact"),
        ("denied", "direct", "had she taken the money", "denied"),
    ],
)
def test_words_that_were_denied_or_asked(tmp_path: Path, polarity: str, kind: str, claim: str, verdict: str) -> None:
    quote = "had she taken the money?" if kind == "direct" else "that she had taken the money"
    assert check_row(tmp_path, Claim(claim, "O'Brien"), quote=quote, polarity=polarity, kind=kind).verdict == verdict


@pytest.mark.parametrize(
    ("claim", "printed", "edits", "whole", "differences"),
    [
        ("we won", "We won.", 0, True, ()),
        ("“WE WON!”", "we won", 0, True, ()),
        ("we won", "we won the cup", 0, False, ()),
        ("we won", "We won. They lost.", 0, True, ()),
        ("we won", "But we won.", 0, True, ()),
        ("we lost", "We won the cup", 1, False, (Difference("lost", "won"),)),
        ("we won [the cup]", "We won it", 0, True, ()),
        ("we won the cup", "We won [the cup]", 0, True, ()),
        ("we won ... again", "We won the cup again", 0, True, ()),
        ("we won […] again", "We won the cup again and again", 0, False, ()),
        ("it cost 1,140 crowns", "It cost 1140 crowns", 0, True, ()),
        ("it cost 1,140 crowns", "It cost 1,410 crowns", 1, True, (Difference("1,140", "1,410"),)),
        ("5 per cent", "5% of it", 0, False, ()),
        ("we don't", "We don’t", 0, True, ()),
        ("we do", "We do not", 0, False, ()),
        ("a co-operation", "a co operation", 0, True, ()),
        ("José said so", "Jose said so", 0, True, ()),
    ],
)
def test_fit(claim: str, printed: str, edits: int, whole: object, differences: tuple[Difference, ...]) -> None:
    found = fit(Text.of(claim), Text.of(printed))
    assert found is not None
    assert (found.edits, found.whole, found.differences) == (edits, whole, differences)


def test_an_ellipsis_that_hides_a_denial_is_a_difference(tmp_path: Path) -> None:
    assert check_row(tmp_path, Claim("I did ... like it"), quote="I did not like it").verdict == "differs"
    assert check_row(tmp_path, Claim("I did ... like it"), quote="I did really like it").verdict == "exact"


@pytest.mark.parametrize(
    ("asked", "speaker", "kind", "found"),
    [
        ("petro", "Gustavo Petro", "person", SpeakerMatch.FULL),
        ("Gustavo Petro", "Petro", "person", SpeakerMatch.SHORT),
        ("Gustavo Petro", "Gustavo Francisco Petro Urrego", "person", SpeakerMatch.FULL),
        ("Bob Dylan", "Robert Dylan", "person", SpeakerMatch.FULL),
        ("Ana Ruiz", "Eva Ruiz", "person", SpeakerMatch.OTHER),
        ("John Smith Jr.", "John Smith Sr.", "person", SpeakerMatch.OTHER),
        ("Petro", "spokesman for Petro", "unnamed", SpeakerMatch.OTHER),
        ("ministry", "Ministry of Defence", "organisation", SpeakerMatch.FULL),
        ("UHW", "Union of Harbour Workers", "organisation", SpeakerMatch.FULL),
        ("", "Gustavo Petro", "person", SpeakerMatch.OTHER),
    ],
)
def test_speakers(asked: str, speaker: str, kind: str, found: SpeakerMatch) -> None:
    assert match(asked, speaker, kind=kind) == found


def test_a_file_of_claims(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text('\ufeffid,Claim, speaker \n1,"“We won,” she said",Ruiz\n\n2,Never,\n', "utf8")
    assert read_claims(path) == [Claim("“We won,” she said", "Ruiz"), Claim("Never", None)]
    path.write_text("claim;speaker\nwe won, again;Ruiz\n", "utf8")
    assert read_claims(path) == [Claim("we won, again", "Ruiz")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"words,speaker\nwe won,\n", "no column claim; it has words, speaker"),
        (b"", "it is empty"),
        (b"claim,speaker\nwe won, again, Ruiz\n", "line 2: 3 cells"),
        (b'claim\n"we won\n', "not CSV"),
        (b"claim\nwe w\xf6n\n", "not UTF-8 at byte 10"),
    ],
)
def test_a_broken_file_of_claims(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "claims.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        read_claims(path)


def test_no_file_of_claims(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_claims(tmp_path / "none.csv")
