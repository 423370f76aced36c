"""The whole pipeline, with its models: what holds for every article."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import quotes
from quotes.config import DEFAULT, KEEP_ALL
from quotes.errors import ModelError
from quotes.quotations.wording import without_marks

pytestmark = pytest.mark.model

TEXT = """Harbour stays closed, says master

EASTPORT (NPA) — “The harbour is closed,” said Ana Ruiz, the harbour master. “It stays closed.”

She said on Tuesday that nine boats were missing.

“We do not know where they are," Ruiz said, “and nobody has told us.”
"""
PIECES = st.lists(
    st.sampled_from(
        ["“", "”", '"', "'", "’", "\n\n", "\n", " ", "Ana Ruiz", "she", "said", "that", ",", ".", ":", "—", "no"]
    )
    | st.text(max_size=8),
    max_size=60,
)


@pytest.fixture(scope="module")
def rows(nlp):
    return quotes.extract(nlp, quotes.Article("made", TEXT))


def test_a_small_article(rows):
    found = {row.quote: row.speaker for row in rows if row.kind != "indirect"}
    assert found.pop("We do not know where they are, and nobody has told us.") == "Ana Ruiz"
    assert set(found.values()) == {"Ana Ruiz"}
    assert any("It stays closed." in quote for quote in found)


def test_spans_cut_out_what_is_printed(rows):
    for row in rows:
        assert row.quote == " ".join(without_marks(TEXT[span.start : span.end]) for span in row.spans)
        assert all(word in TEXT for word in row.quote.split())
        assert row.cue is None or TEXT[row.cue_start : row.cue_end] == row.cue
        assert row.mention is None or TEXT[row.speaker_start : row.speaker_end] == row.mention
        assert all(step.start is None or TEXT[step.start : step.end] == step.text for step in row.evidence)


def test_what_is_denied_is_marked_with_the_words_that_deny_it(nlp):
    [row] = quotes.extract(nlp, "Ana Ruiz, the mayor, denied that she had seen the memo.")
    assert (row.polarity, row.act) == ("denied", "speech")
    assert [step.text for step in row.evidence if step.step == "polarity:denial"] == ["denied"]


def test_attitudes_are_kept_where_all_is_asked_for(nlp):
    text = "Ana Ruiz, the mayor, hopes to win the election. Ruiz said that she would sell the bridge."
    assert [row.act for row in quotes.extract(nlp, text, config=KEEP_ALL)] == ["thought", "speech"]
    assert [row.act for row in quotes.extract(nlp, text)] == ["speech"]


def test_two_runs_give_the_same(nlp, rows):
    assert quotes.extract(nlp, quotes.Article("made", TEXT)) == rows


def test_rows_as_data_frame(rows):
    table = quotes.to_pandas(rows)
    assert list(table["quote"]) == [row.quote for row in rows]


def test_too_long_an_article_fails_and_the_rest_goes_on(nlp):
    articles = [quotes.Article("long", "a" * 50), quotes.Article("short", "“Go,” said Ana.")]
    (_, failure), (_, found) = quotes.stream(nlp, articles, config=replace(DEFAULT, max_article_chars=40))
    assert "max_article_chars" in failure.error
    assert found


def test_what_could_not_be_read_is_passed_on(nlp):
    unread = quotes.Failure("lost", "read", "no such file")
    [(article, failure), (_, found)] = quotes.stream(nlp, [unread, quotes.Article("short", "“Go,” said Ana.")])
    assert (article.doc_id, failure) == ("lost", unread)
    assert found


def test_day_found_on_the_page_is_the_articles_and_where_it_was_found_is_told(nlp):
    page = (
        "Boats missing after storm in north\n\n2026-01-08 13:22\n\nEASTPORT — “The harbour is closed,” said Ana Ruiz."
    )
    named = quotes.Article("made", page, published=date(2026, 1, 20), published_basis="filename")
    [(article, (row, *_))] = quotes.stream(nlp, [named])
    assert (article.published, article.published_basis, row.published) == (date(2026, 1, 8), "page", date(2026, 1, 8))
    [(article, _)] = quotes.stream(nlp, [replace(named, published_basis="metadata")])
    assert (article.published, article.published_basis) == (date(2026, 1, 20), "metadata")


def test_a_later_story_has_its_own_title_or_none(nlp):
    second = "OSLO, Norway (NPA) — “We are glad,” said Bo Lind, who runs the ferry, on Monday."
    page = TEXT + "\n\n" + "The boats had left at dawn, in calm weather. " * 8
    [(_, found)] = quotes.stream(nlp, [quotes.Article("made", f"{page}\n\n{second}", title="Harbour stays closed")])
    assert {(row.story, row.title) for row in found} == {(0, "Harbour stays closed, says master"), (1, None)}
    [(_, found)] = quotes.stream(
        nlp, [quotes.Article("made", f"{page}\n\nFerry saves the day, says owner\n\n{second}")]
    )
    assert {row.title for row in found if row.story} == {"Ferry saves the day, says owner"}


def test_another_version_of_the_english_pipeline_is_refused():
    with pytest.raises(ModelError, match="pip install"):
        quotes.load(replace(DEFAULT, language_version="0.0.1"))


def test_a_missing_english_pipeline_is_told():
    with pytest.raises(ModelError, match="pip install"):
        quotes.load(replace(DEFAULT, language_package="en_no_such_package"))


@given(pieces=PIECES)
def test_any_text_gives_rows_that_are_printed_there(nlp, pieces):
    text = "".join(pieces)
    [(_, found)] = quotes.stream(nlp, [quotes.Article("any", text)])
    assert isinstance(found, list), found
    for row in found:
        assert all(0 <= span.start < span.end <= len(text) for span in row.spans)
        assert row.cue is None or text[row.cue_start : row.cue_end] == row.cue
        assert row.mention is None or text[row.speaker_start : row.speaker_end] == row.mention


def test_an_article_of_another_language_is_a_failure_with_that_reason(nlp):
    text = (
        "Der Bürgermeister sagte am Freitag: „Die Brücke wird bald wieder für alle geöffnet sein“, und ging nach Hause."
    )
    [(_, failure)] = quotes.stream(nlp, [quotes.Article("made", text)])
    assert isinstance(failure, quotes.Failure)
    assert "not English" in failure.error and "de" in failure.error


def test_a_mixed_page_is_read_where_it_is_english(nlp):
    german = (
        "Der Bürgermeister sagte am Freitag: „Die Brücke wird bald wieder für alle geöffnet sein“, und ging nach Hause."
    )
    rows = quotes.extract(
        nlp,
        quotes.Article("made", f"{german}\n\n“We won,” said Ana Ruiz, who has been the coach of the town for years."),
    )
    assert [(row.quote, row.speaker) for row in rows] == [("We won,", "Ana Ruiz")]


def test_entities_left_in_a_text_are_decoded(nlp):
    article = quotes.Article("made", "The mayor, Ana Ruiz, left. &ldquo;That&rsquo;s it,&rdquo; Ruiz said.")
    [(read, rows)] = quotes.stream(nlp, [article])
    assert read.text == "The mayor, Ana Ruiz, left. “That’s it,” Ruiz said."
    assert [row.quote for row in rows] == ["That’s it,"]
    assert read.text[rows[0].spans[0].start : rows[0].spans[0].end] == "“That’s it,”"
