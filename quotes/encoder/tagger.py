"""The trained tagger as a spaCy component, through onnxruntime, without torch.

Training and export are a spaCy project in models/; its model card is models/README.md.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path

import numpy as np
import onnxruntime
from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc, Span
from tokenizers import Tokenizer

from quotes.annotations import write_tagged
from quotes.encoder import windows
from quotes.encoder.decoding import Floats, Found, Layer, Link, Scored, WordLayout, decode, softmax, sparse
from quotes.encoder.windows import Window, Words
from quotes.errors import ModelError
from quotes.layout import lay_out
from quotes.records import TaggedAttribution

MODEL = Path(__file__).parent.parent / "data" / "tagger"
#: windows that go through the model at once
WINDOWS_AT_ONCE = 4


class Model:
    """The exported tagger: words -> scores.

    Args:
        folder: holds model.onnx.gz, tokenizer.json and meta.json.
        threads: 0 takes all cores.

    Raises:
        ModelError: a file is missing or damaged.
    """

    def __init__(self, folder: Path = MODEL, *, threads: int = 0) -> None:
        try:
            self.meta = json.loads((folder / "meta.json").read_text(encoding="utf8"))
            self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = threads
            weights = gzip.decompress((folder / "model.onnx.gz").read_bytes())
            self.session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
        except Exception as error:
            msg = f"The tagger in {folder} cannot be loaded ({error}). Install the package again."
            raise ModelError(msg) from error

    def score(self, texts: list[str]) -> Scored:
        """Score the words of one text, window by window."""
        pieces = [
            word.ids or [self.tokenizer.token_to_id("[UNK]")]
            for word in self.tokenizer.encode_batch(texts, add_special_tokens=False)
        ]
        size, overlap = self.meta["window_size"], self.meta["window_overlap"]
        cut = windows.cut([len(ids) for ids in pieces], size=size, overlap=overlap)
        tags = np.zeros((len(texts), len(Layer), 3), dtype=np.float32)
        to_cue: list[dict[int, float]] = []
        to_source: list[dict[int, float]] = []
        for first in range(0, len(cut), WINDOWS_AT_ONCE):
            batch = cut[first : first + WINDOWS_AT_ONCE]
            for window, window_tags, links in zip(batch, *self._run(batch, pieces, size), strict=True):
                words = window.end - window.start
                core = slice(window.core_start - window.start, window.core_end - window.start)
                tags[window.core_start : window.core_end] = softmax(window_tags[core])
                pointers = softmax(links[:, core, :words])
                to_cue += sparse(pointers[Link.CUE], offset=window.start)
                to_source += sparse(pointers[Link.SOURCE], offset=window.start)
        return Scored(tags, to_cue, to_source)

    def _run(self, batch: list[Window], pieces: list[list[int]], size: int) -> tuple[Floats, Floats]:
        words = max(window.end - window.start for window in batch)
        flat = [[i for ids in pieces[window.start : window.end] for i in ids][:size] for window in batch]
        longest = max(map(len, flat)) + 2
        ids = np.zeros((len(batch), longest), dtype=np.int64)
        pool = np.zeros((len(batch), words, longest), dtype=np.float32)
        for row, (window, window_ids) in enumerate(zip(batch, flat, strict=True)):
            ids[row, : len(window_ids) + 2] = [self.meta["first_id"], *window_ids, self.meta["last_id"]]
            place = 1
            for word, word_ids in enumerate(pieces[window.start : window.end]):
                pool[row, word, place : place + len(word_ids)] = 1 / len(word_ids)
                place += len(word_ids)
        mask = np.array([[i < len(window_ids) + 2 for i in range(longest)] for window_ids in flat], dtype=np.int64)
        return self.session.run(["tags", "links"], {"input_ids": ids, "attention_mask": mask, "pool": pool})


class QuotationTagger(Pipe):
    """Write the attributions that the network finds on the Doc."""

    def __init__(self, name: str, model: Model) -> None:
        self.name, self.model = name, model

    def __call__(self, doc: Doc) -> Doc:
        """Tag one Doc."""
        words = windows.words_of(doc)
        found = decode(self.model.score(words.texts), _layout(doc, words)) if words.texts else []
        write_tagged(doc, tagged(doc, words, found))
        return doc


@Language.factory("quotation_tagger", assigns=["doc.spans"], default_config={"folder": None, "threads": 0})
def make_tagger(nlp: Language, name: str, folder: str | None, threads: int) -> QuotationTagger:
    """Make the component, with the model in `folder` or else the one that came with the package."""
    return QuotationTagger(name, Model(Path(folder) if folder else MODEL, threads=threads))


def _layout(doc: Doc, words: Words) -> WordLayout:
    """Say of each word in which line it stands, and whether inside quotation marks."""
    inside: set[int] = set()
    for quoted in lay_out(doc.text).quoted:
        span = doc.char_span(quoted.start, quoted.end, alignment_mode="expand")
        if span is not None:
            inside.update(range(span.start, span.end))
    return WordLayout(
        lines=list(accumulate(text == windows.BREAK for text in words.texts)),
        marked=[token in inside for token in words.tokens],
    )


def tagged(doc: Doc, words: Words, found: Iterable[Found]) -> Iterator[TaggedAttribution]:
    """Turn attributions in words into spans of the Doc."""
    for attribution in found:
        contents = [span for piece in attribution.contents if (span := _span(doc, words, piece)) is not None]
        yield TaggedAttribution(
            tuple(contents),
            _span(doc, words, attribution.cue),
            _span(doc, words, attribution.source),
            attribution.cue_probability,
            attribution.source_probability,
        )


def _span(doc: Doc, words: Words, piece: tuple[int, int] | None) -> Span | None:
    """Make a span of words; None where they are all white space."""
    if piece is None:
        return None
    inside = [token for token in words.tokens[slice(*piece)] if not doc[token].is_space]
    return Span(doc, inside[0], inside[-1] + 1) if inside else None
