"""The tagger's training, end to end on a few sentences, and that its export answers as the trained model does."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

pytestmark = [
    pytest.mark.train,
    pytest.mark.skipif(find_spec("spacy_transformers") is None, reason="needs the extra `train`"),
]

MODELS = Path(__file__).parents[2] / "models"
SENTENCES = [
    ("“The harbour is closed,” said Ana Ruiz.\n\n“It stays closed.”", "“The harbour is closed,”", "said", "Ana Ruiz"),
    (
        "Tom Weller told the council that the mill would reopen in May.",
        "that the mill would reopen in May",
        "told",
        "Tom Weller",
    ),
    (
        "According to the harbour office, nine boats are missing.",
        "nine boats are missing",
        "According to",
        "the harbour office",
    ),
]


def _gold(number, text, **parts):
    spans = {name: [[text.index(part), text.index(part) + len(part)]] for name, part in parts.items()}
    return {"id": f"made-{number}", "text": text, "attributions": [{"id": "E1", "type": "direct", **spans}]}


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("training")
    gold = folder / "gold.jsonl"
    lines = [_gold(n, text, content=c, cue=cue, source=s) for n, (text, c, cue, s) in enumerate(SENTENCES)]
    gold.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf8")
    paths = ["--paths.train", str(gold), "--paths.dev", str(gold), "--output", str(folder)]
    steps = ["--training.max_steps", "3", "--training.eval_frequency", "3"]
    command = [sys.executable, "-m", "spacy", "train", "config.cfg", "--code", "training.py", *paths, *steps]
    subprocess.run(command, cwd=MODELS, env={**os.environ, "HF_HUB_OFFLINE": "1"}, check=True)
    return folder / "model-last"


@pytest.fixture(scope="module")
def export():
    sys.path.insert(0, str(MODELS))
    try:
        import export
    finally:
        sys.path.remove(str(MODELS))
    return export


@pytest.mark.parametrize(("int8", "tolerance"), [(False, 1e-3), (True, 0.2)])
def test_export_answers_as_the_trained_model(trained, export, tmp_path, int8, tolerance):
    import spacy

    from quotes.encoder.tagger import Model
    from quotes.encoder.windows import words_of

    export.export(trained, tmp_path, int8=int8)
    nlp = spacy.load(trained)
    for text, *_ in SENTENCES:
        words = words_of(nlp.make_doc(text)).texts
        doc = spacy.tokens.Doc(nlp.vocab, words=words)
        doc = nlp.get_pipe("transformer")(doc)
        [expected] = nlp.get_pipe("attribution_tagger").predict([doc])
        scored = Model(tmp_path).score(words)
        assert np.abs(scored.tags - expected.tags).max() < tolerance
        for row, expected_row in zip(
            scored.to_cue + scored.to_source, expected.to_cue + expected.to_source, strict=True
        ):
            assert all(abs(row.get(i, 0) - p) < tolerance + 0.01 for i, p in expected_row.items())
