"""Word lists: each with a head, sorted, without doubles; and what they say is consistent."""

from pathlib import Path

import pytest

import quotes.lexicon
from quotes.errors import InputError
from quotes.lexicon import GENDERS, load, table
from quotes.people.names import fold

FOLDER = Path(quotes.lexicon.__file__).parent / "data" / "en"
FILES = sorted(FOLDER.glob("*.tsv"))
FOLDED = ("affiliations", "body_words", "given_names", "group_words", "name_parts", "nicknames", "role_nouns", "titles")
LARGEST = 300_000  # bytes

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


@each_file
def test_head_says_what_whence_and_licence(path: Path) -> None:
    head = [line for line in path.read_text("utf8").splitlines() if line.startswith("#")]
    assert "Source:" in " ".join(head)
    assert "Licence:" in " ".join(head)


@each_file
def test_sorted_and_unique(path: Path) -> None:
    keys = [line.split("\t")[0] for line in path.read_text("utf8").splitlines() if line and not line.startswith("#")]
    assert keys
    assert len(keys) == len(set(keys))
    assert keys in (sorted(keys), sorted(keys, key=str.casefold))


@each_file
def test_small(path: Path) -> None:
    assert path.stat().st_size < LARGEST


@pytest.mark.parametrize("name", FOLDED)
def test_entries_are_folded_as_text_is(name: str) -> None:
    assert [word for word in table(name) if fold(word) != word] == []


def test_missing_list_says_what_to_do() -> None:
    with pytest.raises(InputError, match="no such word list"):
        table("no_such_list")


def test_genders() -> None:
    lexicon = load()
    assert {noun.gender for noun in lexicon.role_nouns.values()} <= GENDERS
    assert (lexicon.gender_of_given("ana"), lexicon.gender_of_given("luis")) == ("f", "m")
    assert lexicon.titles["mrs"].gender == "f"
    assert lexicon.titles["viscountess"].gender == "f"
    assert not lexicon.role_nouns["witness"].epithet


def test_synonyms_and_short_forms_lead_to_other_words() -> None:
    lexicon = load()
    assert [noun for noun, others in lexicon.role_synonyms.items() if noun in others] == []
    assert [short for short, full in lexicon.nicknames.items() if short in full] == []


def test_weights_speak_for_and_against() -> None:
    weights = load().person_evidence
    assert weights["title"] > 0 > weights["body"]
