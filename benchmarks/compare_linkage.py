"""Compare record linkage by Splink and by rigour with ours, on the made pairs and, if given, on gold articles.

    pip install "splink==5.*" rigour && python benchmarks/compare_linkage.py [GOLD.jsonl...]

Splink learns its weights from the table of all pairs, as its guide says (u by sampling, m by expectation-maximisation on two
blocking rules), and rigour compares names alone; of all thresholds that is shown which serves each best.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from identities import gold_names as identity_gold
from identities import made_pairs as identity_pairs

from quotes.identities.clusters import Clusters
from quotes.identities.names import name_of
from quotes.identities.roles import parse_role

THRESHOLDS = [step / 100 for step in range(5, 100, 5)] + [0.99, 0.999]


def best(scores: dict[str, float], same: dict[str, bool]) -> str:
    """Say what the threshold of the highest F1 gives."""
    lines = []
    for threshold in THRESHOLDS:
        joined = {label for label, value in scores.items() if value >= threshold}
        right = sum(same[label] for label in joined)
        precision, recall = right / max(1, len(joined)), right / sum(same.values())
        lines.append((2 * precision * recall / max(1e-9, precision + recall), precision, recall, threshold))
    _, precision, recall, threshold = max(lines)
    return f"precision {precision:.3f}, recall {recall:.3f} (threshold {threshold})"


def with_rigour() -> None:
    """Compare the names of each pair."""
    from rigour.names import NameTypeTag, analyze_names, compare_parts, pair_symbols

    def likeness(kind: str, one: str, other: str) -> float:
        tag = NameTypeTag.PER if kind == "person" else NameTypeTag.ORG
        a, b = (next(iter(analyze_names(tag, [name]))) for name in (one, other))
        found = []
        for pairing in [*pair_symbols(a, b), ()]:
            used_a = {part for edge in pairing for part in edge.qps}
            used_b = {part for edge in pairing for part in edge.rps}
            rest = compare_parts([p for p in a.parts if p not in used_a], [p for p in b.parts if p not in used_b])
            sizes = [(sum(len(p.form) for p in edge.qps + edge.rps), 1.0) for edge in pairing]
            sizes += [(sum(len(p.form) for p in [*edge.qps, *edge.rps]), edge.score) for edge in rest]
            found.append(sum(size * value for size, value in sizes) / max(1, sum(size for size, _ in sizes)))
        return max(found)

    cases = identity_pairs.read_cases()
    same = {case["label"]: case["same"] for case in cases}
    scores = {}
    for case in cases:
        kinds = {case[side].get("kind", "person") for side in ("one", "other")}
        alike = likeness(kinds.pop(), case["one"]["speaker"], case["other"]["speaker"]) if len(kinds) == 1 else 0.0
        scores[case["label"]] = alike
    print(f"rigour, {len(cases)} made pairs:", best(scores, same))


def features(  # noqa: PLR0913
    number: str, kind: str, name: str, role: str | None, outlet: str | None, day: str | None
) -> dict[str, object]:
    """Return a record for Splink."""
    parsed, told = name_of(kind, name), parse_role(role or "")
    words = parsed.words
    return {
        "unique_id": number,
        "kind": kind,
        "full": " ".join(words),
        "given": words[0] if len(words) > 1 else None,
        "surname": words[-1],
        "role": sorted(told.nouns | told.names) or None,
        "outlet": outlet,
        "day": day,
    }


def predict(records: Iterable[dict[str, object]]) -> pd.DataFrame:
    """Train Splink on records, and return the pairs with their probability."""
    import splink.comparison_level_library as levels
    import splink.comparison_library as compare
    from splink import Linker, SettingsCreator, block_on
    from splink.internals.duckdb.database_api import DuckDBAPI

    logging.disable(logging.WARNING)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            compare.NameComparison("given"),
            compare.NameComparison("surname").configure(term_frequency_adjustments=True),
            compare.ArrayIntersectAtSizes("role", [2, 1]),
            compare.CustomComparison(
                [levels.NullLevel("outlet"), levels.ExactMatchLevel("outlet"), levels.ElseLevel()], "outlet"
            ),
            compare.AbsoluteDateDifferenceAtThresholds(
                "day", metrics=["day", "year"], thresholds=[31, 3], input_is_string=True
            ),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("kind", "surname"),
            block_on("kind", "given"),
            block_on("kind", "substr(surname, 1, 4)"),
        ],
    )
    frame = DuckDBAPI().register(pd.DataFrame(records))
    linker = Linker(frame, settings)
    linker.training.estimate_probability_two_random_records_match([block_on("full", "kind")], recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("surname"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("given"))
    return linker.inference.predict(threshold_match_probability=0.01).as_pandas_dataframe()


def with_splink(paths: list[Path]) -> None:
    """Let Splink predict all made pairs at once, trained on them and the gold: on the made pairs alone it does not converge."""
    cases = identity_pairs.read_cases()
    records = list(gold_records(paths).values())
    for case in cases:
        for side in ("one", "other"):
            one = case[side]
            kind = one.get("kind", "person")
            records.append(
                features(f"{case['label']}|{side}", kind, one["speaker"], one["role"], one["outlet"], one["day"])
            )
    found = predict(records)
    scores = {case["label"]: 0.0 for case in cases}
    for one, other, probability in zip(found.unique_id_l, found.unique_id_r, found.match_probability, strict=True):
        if one.split("|")[0] == other.split("|")[0]:
            scores[one.split("|")[0]] = probability
    print(f"Splink, {len(cases)} made pairs:", best(scores, {case["label"]: case["same"] for case in cases}))


def gold_records(paths: list[Path]) -> dict[tuple[str, str, str], dict[str, object]]:
    """Return a record for each speaker of each article of the gold."""
    records = {}
    for one in identity_gold.speakers(paths):
        key, article = (one["article"]["id"], one["kind"], one["speaker"]), one["article"]
        records[key] = features("|".join(key), *key[1:], one.get("role"), article["publisher"], article["published"])
    return records


def splink_on_gold(paths: list[Path]) -> None:
    """Let Splink link the gold's speakers, and join all that are likelier than each threshold."""
    truth = identity_gold.truth(list(identity_gold.speakers(paths)))
    records = gold_records(paths)
    pairs = predict(records.values())
    for threshold in (0.5, 0.9, 0.99, 0.999):
        clusters = Clusters(len(records), ())
        place = {"|".join(key): number for number, key in enumerate(records)}
        for one, other, probability in zip(pairs.unique_id_l, pairs.unique_id_r, pairs.match_probability, strict=True):
            if probability >= threshold:
                clusters.join(place[one], place[other])
        found = {key: clusters.find(number) for number, key in enumerate(records)}
        print(f"Splink, gold, threshold {threshold}:", identity_gold.score(truth, found))


def main() -> None:
    """Print the figures."""
    paths = [Path(name) for name in sys.argv[1:]]
    ours = identity_pairs.evaluate()
    print(f"ours, made pairs: precision {ours.precision:.3f}, recall {ours.recall:.3f}")
    if paths:
        print("ours, gold:", identity_gold.evaluate(paths)[0])
        splink_on_gold(paths)
    with_splink(paths)
    with_rigour()


if __name__ == "__main__":
    main()
