"""Stored parses, so that tests of grammar need no model: `python tests/parses.py` makes them anew (`make parses`).

Each room with marked text has a parses.jsonl beside its tests: one line per text, parsed by the pipeline that ships.
"""

import json
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import spacy
from spacy.tokens import Doc

from quotes.tokenizer import split_marks

ROOT = Path(__file__).parent
NLP = spacy.blank("en")
split_marks(NLP)


def parser(room: str) -> Callable[[str], Doc]:
    """Return a function that gives the stored parse of a text of a room, as a new Doc."""

    def parse(text: str) -> Doc:
        try:
            return _doc(_stored(room)[text])
        except KeyError:
            msg = f"tests/{room}/parses.jsonl has no parse of {text[:60]!r}. Run: make parses"
            raise KeyError(msg) from None

    return parse


def store(room: str, texts: Iterable[str], parse: Callable[[str], Doc]) -> None:
    """Write the parses of a room's texts."""
    lines = sorted(json.dumps(_json(parse(text)), ensure_ascii=False) for text in set(texts))
    (ROOT / room / "parses.jsonl").write_text("\n".join(lines) + "\n", encoding="utf8")


@cache
def _stored(room: str) -> dict[str, dict]:
    lines = (ROOT / room / "parses.jsonl").read_text("utf8").splitlines()
    return {parse["text"]: parse for parse in map(json.loads, lines)}


def _json(doc: Doc) -> dict:
    return {
        "text": doc.text,
        "words": [token.text for token in doc],
        "spaces": "".join("_" if token.whitespace_ else "." for token in doc),
        "tags": " ".join(token.tag_ or "_SP" for token in doc),
        "pos": " ".join(token.pos_ or "X" for token in doc),
        "deps": " ".join(token.dep_ or "dep" for token in doc),
        "heads": [token.head.i for token in doc],
        "lemmas": [token.lemma_ for token in doc],
        "morphs": [str(token.morph) for token in doc],
        "ents": [f"{token.ent_iob_ or 'O'}-{token.ent_type_}".removesuffix("-") for token in doc],
    }


def _doc(parse: dict) -> Doc:
    return Doc(
        NLP.vocab,
        words=parse["words"],
        spaces=[space == "_" for space in parse["spaces"]],
        tags=parse["tags"].split(),
        pos=parse["pos"].split(),
        deps=parse["deps"].split(),
        heads=parse["heads"],
        lemmas=parse["lemmas"],
        morphs=parse["morphs"],
        ents=parse["ents"],
    )


def main() -> None:
    """Store the parses of all rooms."""
    from rooms import TEXTS

    from quotes import pipeline

    nlp = pipeline.load()
    for room, texts in TEXTS.items():
        with nlp.select_pipes(disable=list(pipeline.COMPONENTS)):
            store(room, texts(), nlp)


if __name__ == "__main__":
    main()
