"""The marked articles of tests/voices: their marks can be read, and what they mark is there."""

import json
from datetime import date
from itertools import pairwise

import pytest
from voices import marked

from quotes.evaluation import gold

PARTS = ("dev", "held")
KINDS = {"person", "organisation", "group", "unnamed", "document"}
EACH = 30


@pytest.fixture(scope="module", params=PARTS)
def articles(request):
    return marked.articles(request.param)


def test_thirty_articles_and_each_id_once():
    ids = [article["id"] for part in PARTS for article in marked.articles(part)]
    assert len(ids) == len(set(ids)) == EACH * len(PARTS)


def test_each_piece_is_text_without_marks_or_space_around(articles):
    for article in articles:
        text = article["text"]
        assert not marked.OPENING.search(text), article["id"]
        for item in article["attributions"] + article["nested"]:
            pieces = [text[start:end] for key in ("content", "cue", "source") for start, end in item[key]]
            assert item["content"], (article["id"], item["id"])
            assert all(piece and piece == piece.strip() for piece in pieces), (article["id"], item["id"])


def test_attributions_do_not_overlap_and_ids_are_unique(articles):
    for article in articles:
        spans = sorted(tuple(piece) for item in article["attributions"] for piece in item["content"])
        assert all(left[1] <= right[0] for left, right in pairwise(spans)), article["id"]
        ids = [item["id"] for item in article["attributions"] + article["nested"]]
        assert len(ids) == len(set(ids)), article["id"]


def test_every_quotation_has_a_speaker_and_no_day_after_publication(articles):
    for article in articles:
        published = date.fromisoformat(article["published"])
        for item in article["attributions"]:
            assert item["speaker"], (article["id"], item["id"])
            assert item["kind"] in KINDS, (article["id"], item["id"])
            assert not item.get("said_on") or date.fromisoformat(item["said_on"]) <= published


@pytest.mark.parametrize("part", PARTS)
def test_the_gold_reader_reads_them(part, tmp_path):
    path = tmp_path / "voices.gold.jsonl"
    path.write_text("\n".join(marked.lines(part)), "utf8")
    read = list(gold.read(path))
    assert [item.article.text for item in read] == [json.loads(line)["text"] for line in marked.lines(part)]


HEAD = "published: 2026-01-08\ntitle: A bridge\nday: none\nana = Ana Ruiz | Ruiz | person | mayor\n---\n"


def article(body):
    return marked.gold(HEAD + body, "bridge")


def test_marks_can_stand_in_marks_and_brackets_in_text():
    made = article(
        "[d1 ana|“They said [the council] ‘no’,” and [s2|Bo] [left]]. [s1|She] went. [d2 ana|No.] [d1|“Yes.”]\n"
    )
    assert made["text"] == "“They said [the council] ‘no’,” and Bo [left]. She went. No. “Yes.”"
    first, second = made["attributions"]
    assert [made["text"][start:end] for start, end in first["content"]][1] == "“Yes.”"
    assert [made["text"][start:end] for start, end in second["source"]] == ["Bo"]


@pytest.mark.parametrize(
    ("body", "said_on", "polarity"),
    [
        ("[d1 ana|“No.”]", None, None),
        ("[d1 ana 2026-01-07|“No.”]", "2026-01-07", None),
        ("[i1 ana 2026-01-07 denied|having met him]", "2026-01-07", "denied"),
    ],
)
def test_day_and_polarity(body, said_on, polarity):
    (item,) = article(body)["attributions"]
    assert (item["said_on"], item.get("polarity")) == (said_on, polarity)


def test_a_dash_leaves_the_day_open():
    (item,) = article("[d1 ana -|“No.”]")["attributions"]
    assert "said_on" not in item


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("[d1 ana|“No.”", "not closed"),
        ("“No.”]", "closes nothing"),
        ("[d1 bo|“No.”]", "who is"),
        ("[d1 ana|“No.”] [s2|Ruiz]", "no such quotation"),
        ("[d1 ana|“No.”] [i1 ana|it was no]", "stands twice"),
    ],
)
def test_a_wrong_mark_is_named(body, problem):
    with pytest.raises(ValueError, match=f"^bridge: .*{problem}"):
        article(body)
