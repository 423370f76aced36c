"""Everything that `spacy train` needs beside the configuration: the corpus, the model, the pipe.

Cutting articles into windows and reading spans off the scores is `quotes.windows` and `quotes.decoding`, the same
code that runs for users.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import spacy
import torch
from base_model import base_model
from spacy.language import Language
from spacy.scorer import PRFScore
from spacy.tokens import Doc, Span
from spacy.training import Example
from thinc.api import ArgsKwargs, Model, PyTorchWrapper, chain, torch2xp, xp2torch
from tokenizers import Tokenizer
from torch import nn

from quotes.encoder import windows
from quotes.encoder.decoding import BEGIN, INSIDE, LABELS, OUTSIDE, Layer, Link, Scored, decode, softmax, sparse
from quotes.evaluation import gold
from quotes.tokenizer import split_marks

#: The span group of each layer, and the field of the gold that it is made of.
GROUPS = {Layer.CONTENT: "content", Layer.CUE: "cue", Layer.SOURCE: "source"}
#: how far apart two words may be for their distance to count in a link [words]
REACH = 64


@spacy.registry.misc("quotes.base_model.v1")
def base_model_folder() -> str:
    """Say where the weights lie that training starts from."""
    return str(base_model())


@spacy.registry.callbacks("quotes.prepare_transformer.v1")
def prepare_transformer(*, bfloat16: bool, go_on_from: Path | None) -> Callable[[Language], Language]:
    """Freeze the word embeddings, and train in bfloat16 where asked.

    The word embeddings are a third of all weights; frozen, words not seen in training stay as good as they were.
    Mixed precision halves the training time on a CPU that has the instructions; weights stay float32.

    Args:
        bfloat16: whether to train so.
        go_on_from: a pipeline trained before, to take the weights from.
    """

    def prepare(nlp: Language) -> Language:
        if go_on_from is not None:
            for name in nlp.pipe_names:
                nlp.get_pipe(name).from_disk(Path(go_on_from) / name, exclude=["vocab"])
        transformer = nlp.get_pipe("transformer").model.transformer
        transformer.embeddings.word_embeddings.weight.requires_grad = False
        if bfloat16:
            transformer.forward = _in_bfloat16(transformer.forward)
        return nlp

    return prepare


def _in_bfloat16(forward: Callable) -> Callable:
    """Compute in bfloat16 and answer in float32, which numpy has."""

    def mixed(*args, **kwargs):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            output = forward(*args, **kwargs)
        for key, value in output.items():
            if torch.is_tensor(value):
                output[key] = value.float()
        return output

    return mixed


@spacy.registry.readers("quotes.windows.v1")
def read_windows(path: Path, *, shuffle: bool, seed: int) -> Callable[[Language], Iterator[Example]]:
    """Read gold articles as windows, one Example each; shuffled, the windows begin elsewhere in every epoch."""
    tokenizer = Tokenizer.from_file(str(base_model() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    blank = spacy.blank("en")
    split_marks(blank)
    tokenize = blank.tokenizer
    rng = random.Random(seed)
    articles: list[Doc] = []

    def examples(nlp: Language) -> Iterator[Example]:
        if not articles:
            articles.extend(_words_doc(_marked(tokenize(item.article.text), item), nlp) for item in gold.read(path))
        cuts = [example for doc in articles for example in _examples(doc, nlp, tokenizer, rng if shuffle else None)]
        if shuffle:
            rng.shuffle(cuts)
        yield from cuts

    return examples


def _marked(doc: Doc, item: gold.GoldArticle) -> Doc:
    """Write the gold contents, cues and sources of an article as span groups; ids are the attributions'."""
    for field in GROUPS.values():
        marked = gold.marked_spans(doc, item, field)
        doc.spans[field] = [
            Span(doc, span.start, span.end, label=field, span_id=name) for name, own in marked.items() for span in own
        ]
    return doc


def _words_doc(article: Doc, nlp: Language) -> Doc:
    """Make the Doc of an article's words as the tagger reads them, with its gold spans."""
    words = windows.words_of(article)
    position = {token: word for word, token in enumerate(words.tokens)}
    doc = Doc(nlp.vocab, words=words.texts)
    for group in GROUPS.values():
        doc.spans[group] = [
            Span(doc, min(inside), max(inside) + 1, label=span.label_, span_id=span.id_)
            for span in article.spans[group]
            if (inside := [position[i] for i in range(span.start, span.end) if i in position])
        ]
    return doc


def _examples(doc: Doc, nlp: Language, tokenizer: Tokenizer, rng: random.Random | None) -> Iterator[Example]:
    encoded = tokenizer.encode_batch([token.text for token in doc], add_special_tokens=False)
    lengths = [max(1, len(word.ids)) for word in encoded]
    skip = rng.randrange(40) if rng else 0
    for window in windows.cut(lengths[skip:], size=windows.WINDOW_SIZE, overlap=0):
        part = doc[window.start + skip : window.end + skip].as_doc(copy_user_data=False)
        part.spans.clear()
        for group in GROUPS.values():
            part.spans[group] = [
                Span(part, max(0, start), min(end, len(part)), label=span.label_, span_id=span.id_)
                for span in doc.spans[group]
                if (start := span.start - window.start - skip) < len(part)
                and (end := span.end - window.start - skip) > 0
            ]
        yield Example(Doc(nlp.vocab, words=[token.text for token in part]), part)


class Heads(nn.Module):
    """Tags of each word, and the two pointers between words.

    Input: (batch, words, width), zeros where a text has ended. Output: tags (batch, words, layers, labels) and links
    (batch, pointers, words, words), not normalised.
    """

    def __init__(self, width: int, link_width: int, dropout: float) -> None:
        super().__init__()
        self.link_width = link_width
        self.dropout = nn.Dropout(dropout)
        self.tag = nn.Linear(width, len(Layer) * LABELS)
        self.start = nn.Linear(width, len(Link) * link_width)
        self.target = nn.Linear(width, len(Link) * link_width)
        self.weight = nn.Parameter(torch.eye(link_width).repeat(len(Link), 1, 1) / link_width**0.5)
        self.bias = nn.Parameter(torch.zeros(len(Link), link_width))
        self.distance = nn.Parameter(torch.zeros(len(Link), 2 * REACH + 1))

    def forward(self, vectors: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Score every word, and every pair of words."""
        batch, words, _ = vectors.shape
        vectors = self.dropout(vectors)
        tags = self.tag(vectors).view(batch, words, len(Layer), LABELS)
        shape = (batch, words, len(Link), self.link_width)
        start = nn.functional.gelu(self.start(vectors)).view(shape).transpose(1, 2)
        target = nn.functional.gelu(self.target(vectors)).view(shape).transpose(1, 2)
        places = torch.arange(words, device=vectors.device)
        apart = (places[None, :] - places[:, None]).clamp(-REACH, REACH) + REACH
        links = (start @ self.weight + self.bias[:, None, :]) @ target.transpose(2, 3) + self.distance[:, apart]
        return tags, links


@spacy.registry.architectures("quotes.AttributionTagger.v1")
def build_tagger(tok2vec: Model, *, link_width: int, dropout: float, width: int = 768) -> Model:
    """Build the heads over a listener: List[Doc] -> (tags, links) of the padded batch."""
    heads = PyTorchWrapper(Heads(width, link_width, dropout), convert_inputs=_pad, convert_outputs=_both)
    return chain(tok2vec, heads)


def _pad(model: Model, vectors: list[np.ndarray], is_train: bool):  # noqa: FBT001 - thinc's signature
    longest = max(len(array) for array in vectors)
    padded = np.zeros((len(vectors), longest, vectors[0].shape[1]), dtype="float32")
    for row, array in zip(padded, vectors, strict=True):
        row[: len(array)] = array

    def backprop(gradient: ArgsKwargs) -> list[np.ndarray]:
        rows = torch2xp(gradient.args[0])
        return [row[: len(array)] for row, array in zip(rows, vectors, strict=True)]

    return ArgsKwargs(args=(xp2torch(padded, requires_grad=is_train),), kwargs={}), backprop


def _both(model: Model, inputs_outputs, is_train: bool):  # noqa: FBT001 - thinc's signature
    _, outputs = inputs_outputs

    def backprop(gradients) -> ArgsKwargs:
        return ArgsKwargs(args=(outputs,), kwargs={"grad_tensors": [xp2torch(gradient) for gradient in gradients]})

    return tuple(torch2xp(output) for output in outputs), backprop


class AttributionTagger(spacy.pipeline.TrainablePipe):
    """Learns content, cue and source of attributions with their links; predicts them as span groups."""

    def __init__(self, vocab, model: Model, name: str = "attribution_tagger") -> None:
        self.vocab, self.model, self.name = vocab, model, name
        self.cfg: dict = {}

    def initialize(self, get_examples, *, nlp=None) -> None:
        """Let the model infer its shapes."""
        self.model.initialize(X=[example.predicted for example, _ in zip(get_examples(), range(2), strict=False)])

    def predict(self, docs: Iterable[Doc]) -> list[Scored]:
        """Score Docs, each one window."""
        docs = list(docs)
        tags, links = self.model.predict(docs)
        return [_scored(tags[i, : len(doc)], links[i, :, : len(doc), : len(doc)]) for i, doc in enumerate(docs)]

    def set_annotations(self, docs: Iterable[Doc], scores: list[Scored]) -> None:
        """Write the decoded attributions as span groups."""
        for doc, scored in zip(docs, scores, strict=True):
            groups: dict[str, list[Span]] = {group: [] for group in GROUPS.values()}
            for number, found in enumerate(decode(scored)):
                name = f"a{number}"
                groups[GROUPS[Layer.CONTENT]] += [
                    Span(doc, *piece, label="CONTENT", span_id=name) for piece in found.contents
                ]
                if found.cue:
                    groups[GROUPS[Layer.CUE]].append(Span(doc, *found.cue, label="CUE", span_id=name))
                if found.source:
                    groups[GROUPS[Layer.SOURCE]].append(Span(doc, *found.source, label="SOURCE", span_id=name))
            for group, spans in groups.items():
                doc.spans[group] = spans

    def update(self, examples, *, drop: float = 0.0, sgd=None, losses: dict | None = None) -> dict:
        """Learn from a batch."""
        losses = {} if losses is None else losses
        losses.setdefault(self.name, 0.0)
        (tags, links), backprop = self.model.begin_update([example.predicted for example in examples])
        loss, gradients = self.get_loss(examples, (tags, links))
        backprop(gradients)
        if sgd is not None:
            self.finish_update(sgd)
        losses[self.name] += loss
        return losses

    def get_loss(self, examples, scores) -> tuple[float, tuple[np.ndarray, np.ndarray]]:
        """Cross-entropy: per word and layer for the tags; per linked word for the pointers."""
        tags, links = scores
        tag_gradient, link_gradient = np.zeros_like(tags), np.zeros_like(links)
        words = sum(len(example.reference) for example in examples)
        truths = [_truth(example.reference) for example in examples]
        pointing = max(1, sum(len(pointer) for _, pointers in truths for pointer in pointers))
        loss = 0.0
        for i, (labels, pointers) in enumerate(truths):
            size = len(labels)
            probabilities = softmax(tags[i, :size])
            target = np.eye(LABELS, dtype="float32")[labels]
            loss -= float(np.log((probabilities * target).sum(-1) + 1e-9).sum()) / words
            tag_gradient[i, :size] = (probabilities - target) / words
            for link, pointer in zip(Link, pointers, strict=True):
                if not pointer:
                    continue
                rows, columns = np.array(list(pointer)), np.array(list(pointer.values()))
                probabilities = softmax(links[i, link, rows, :size])
                target = np.eye(size, dtype="float32")[columns]
                loss -= float(np.log((probabilities * target).sum(-1) + 1e-9).sum()) / pointing
                link_gradient[i, link, rows, :size] = (probabilities - target) / pointing
        return loss, (tag_gradient, link_gradient)

    def score(self, examples, **_) -> dict[str, float]:
        """Word-wise F1 of contents, of sources, and of contents with the right beginning of their source."""
        scores = {"content": PRFScore(), "source": PRFScore(), "attribution": PRFScore()}
        for example in examples:
            for name, facts in scores.items():
                facts.score_set(_facts(example.predicted, name), _facts(example.reference, name))
        return {f"{name}_f": facts.fscore for name, facts in scores.items()}

    def finish_update(self, sgd) -> None:
        """Apply the gradients."""
        self.model.finish_update(sgd)


@Language.factory("attribution_tagger", default_score_weights={"attribution_f": 1.0})
def make_tagger(nlp: Language, name: str, model: Model) -> AttributionTagger:
    """Make the trainable pipe."""
    return AttributionTagger(nlp.vocab, model, name)


def _truth(doc: Doc) -> tuple[np.ndarray, tuple[dict[int, int], dict[int, int]]]:
    """Labels (words, layers) of a reference, and its pointers: content word -> cue, cue -> source or itself."""
    labels = np.full((len(doc), len(Layer)), OUTSIDE)
    for layer, group in GROUPS.items():
        for span in sorted(doc.spans[group], key=len, reverse=True):
            labels[span.start, layer] = BEGIN
            labels[span.start + 1 : span.end, layer] = INSIDE
    cues = {span.id_: span.start for span in reversed(list(doc.spans[GROUPS[Layer.CUE]]))}
    sources = {span.id_: span.start for span in reversed(list(doc.spans[GROUPS[Layer.SOURCE]]))}
    to_cue = {
        word: cues[span.id_]
        for span in doc.spans[GROUPS[Layer.CONTENT]]
        if span.id_ in cues
        for word in range(span.start, span.end)
    }
    return labels, (to_cue, {cue: sources.get(name, cue) for name, cue in cues.items()})


def _scored(tags: np.ndarray, links: np.ndarray) -> Scored:
    pointers = softmax(links)
    return Scored(softmax(tags), sparse(pointers[Link.CUE]), sparse(pointers[Link.SOURCE]))


def _facts(doc: Doc, name: str) -> set:
    contents, sources = doc.spans[GROUPS[Layer.CONTENT]], doc.spans[GROUPS[Layer.SOURCE]]
    if name == "content":
        return {i for span in contents for i in range(span.start, span.end)}
    if name == "source":
        return {(span.start, span.end) for span in sources}
    begins = {span.id_: span.start for span in reversed(list(sources))}
    return {(i, begins.get(span.id_)) for span in contents for i in range(span.start, span.end)}
