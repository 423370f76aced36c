"""Names as strings: tables of what is equal, what fits, and what does not."""

import pytest

from quotes import lexicon
from quotes.people import names

LEXICON = lexicon.load()


def parse(text: str) -> names.Name:
    return names.parse(text, parts=LEXICON.name_parts)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana Ruiz", "Ana M. Ruiz"),
        ("A. Ruiz", "Ana Ruiz"),
        ("Ana María Ruiz", "Ana Maria Ruiz"),
        ("Bob Hollis", "Robert Hollis"),
        ("Juan “Tito” Serrano", "Tito Serrano"),
        ("Juan Manuel Ruiz", "Juan Manuel Ruiz Pardo"),
        ("Van der Berg", "Pieter van der Berg"),
        ("Kim Yong-ho", "Kim Yong-ho"),
    ],
)
def test_one_person(one: str, other: str) -> None:
    assert names.same_person(parse(one), parse(other), nicknames=LEXICON.nicknames)
    assert names.same_person(parse(other), parse(one), nicknames=LEXICON.nicknames)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana Ruiz", "Eva Ruiz"),
        ("Ana Ruiz", "Ana Pardo"),
        ("Ana Ruiz", "Ruiz Ana"),
        ("Carlos Varga", "Carlos Varga Jr."),
        ("Carlos Varga II", "Carlos Varga III"),
        ("Ana M. Ruiz", "Ana T. Ruiz"),
        ("Robert Hollis", "Rob Holloway"),
    ],
)
def test_two_people(one: str, other: str) -> None:
    assert not names.same_person(parse(one), parse(other), nicknames=LEXICON.nicknames)
    assert not names.same_person(parse(other), parse(one), nicknames=LEXICON.nicknames)


@pytest.mark.parametrize(
    ("short", "full", "part"),
    [
        ("Ruiz", "Ana Ruiz", "surname"),
        ("Ana", "Ana Ruiz", "given"),
        ("Ruiz Pardo", "Ana Ruiz Pardo", "surname"),
        ("Ruiz", "Ana Ruiz Pardo", "middle"),
        ("van der Berg", "Pieter van der Berg", "surname"),
        ("Kim", "Kim Yong-ho", "given"),
        ("Tito", "Juan “Tito” Serrano", "given"),
        ("Pardo", "Ana Ruiz", None),
        ("Ana Pardo", "Ana Ruiz Pardo", None),
    ],
)
def test_position(short: str, full: str, part: str | None) -> None:
    assert names.position(parse(short).words, parse(full)) == part


@pytest.mark.parametrize(
    ("text", "words", "suffix"),
    [
        ("Martin Ríos, Jr.", ("martin", "rios"), "jr"),
        ("Martin Ríos, M.D.", ("martin", "rios"), None),
        ("Martin O’Hara's", ("martin", "o'hara"), None),
        ("Harry Hollis III", ("harry", "hollis"), "iii"),
        ("Jr.", ("jr",), None),
    ],
)
def test_parse(text: str, words: tuple[str, ...], suffix: str | None) -> None:
    assert (parse(text).words, parse(text).suffix) == (words, suffix)


def test_identity_is_the_same_for_spellings_of_one_name() -> None:
    assert names.identity("Ana Ruíz-Díaz") == names.identity("ana ruiz-diaz") == "ana-ruiz-diaz"
