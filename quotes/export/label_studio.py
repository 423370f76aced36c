"""Label Studio's tasks: articles with the rows as predictions to be corrected, written and read.

https://labelstud.io/guide/predictions.html. A quotation of several pieces is several regions, tied by `continues`; `cue`
and `source` tie it to those; the speaker's name is a text on the quotation's first region.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from quotes.errors import InputError
from quotes.types import Article, Piece, Quote

#: What Label Studio must be told of these tasks, as the project's labelling interface.
CONFIGURATION = """<View>
  <Relations><Relation value="cue"/><Relation value="source"/><Relation value="continues"/></Relations>
  <Labels name="label" toName="text">
    <Label value="direct"/><Label value="mixed"/><Label value="indirect"/><Label value="Cue"/><Label value="Source"/>
  </Labels>
  <Text name="text" value="$text"/>
  <TextArea name="speaker" toName="text" perRegion="true" placeholder="full name of the speaker"/>
  <Choices name="speaker_kind" toName="text" perRegion="true">
    <Choice value="person"/><Choice value="organisation"/><Choice value="group"/><Choice value="unnamed"/><Choice value="document"/>
  </Choices>
</View>
"""

_KINDS = ("direct", "mixed", "indirect")


def task(article: Article, quotes: Sequence[Quote]) -> dict[str, Any]:
    """Make one task of an article.

    Args:
        article: the article.
        quotes: its rows.
    """
    data = {
        "id": article.doc_id,
        "text": article.text,
        "title": article.title,
        "outlet": article.outlet,
        "url": article.url,
        "published": article.published.isoformat() if article.published else None,
    }
    version = quotes[0].pipeline if quotes else "quotes"
    result = [part for quote in quotes for part in _regions(quote, article.text)]
    return {"data": data, "predictions": [{"model_version": version, "result": result}]}


def _regions(quote: Quote, text: str) -> Iterator[dict[str, Any]]:
    names = [f"{quote.quote_id}-{number}" for number in range(len(quote.spans))]
    for name, piece in zip(names, quote.spans, strict=True):
        yield _region(name, piece, quote.kind, text)
    for name in names[1:]:
        yield _tie(names[0], name, "continues")
    for label, start, end in (
        ("Cue", quote.cue_start, quote.cue_end),
        ("Source", quote.speaker_start, quote.speaker_end),
    ):
        if start is not None and end is not None:
            name = f"{quote.quote_id}-{label.lower()}"
            yield _region(name, Piece(start, end), label, text)
            yield _tie(names[0], name, label.lower())
    first = {"start": quote.spans[0].start, "end": quote.spans[0].end}
    if quote.speaker is not None:
        yield _said_of(names[0], "speaker", "textarea", first | {"text": [quote.speaker]})
    if quote.speaker_kind is not None:
        yield _said_of(names[0], "speaker_kind", "choices", first | {"choices": [quote.speaker_kind]})


def _said_of(name: str, control: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"id": name, "from_name": control, "to_name": "text", "type": kind, "value": value}


def _region(name: str, piece: Piece, label: str, text: str) -> dict[str, Any]:
    value = {"start": piece.start, "end": piece.end, "text": text[piece.start : piece.end], "labels": [label]}
    return _said_of(name, "label", "labels", value)


def _tie(one: str, other: str, label: str) -> dict[str, Any]:
    return {"type": "relation", "from_id": one, "to_id": other, "direction": "right", "labels": [label]}


def read_task(exported: dict[str, Any]) -> dict[str, Any]:
    """Make a gold article of a corrected task, in the form that `quotes evaluate` reads.

    Args:
        exported: one task, as Label Studio's JSON export has it. Of several annotations the first that was not cancelled
            is taken; without any, the prediction.

    Raises:
        InputError: the task holds no text, or a region does not lie where its words are.
    """
    data = exported.get("data", {})
    if not isinstance(data.get("text"), str):
        msg = "A task without data.text is none of these. Export from Label Studio as JSON."
        raise InputError(msg)
    text, doc_id = data["text"], str(data.get("id", exported.get("id", "task")))
    regions = _Regions(_results(exported), text, doc_id)
    known = {name: data[name] for name in ("title", "published", "outlet", "url") if data.get(name)}
    return {"id": doc_id, "text": text, "attributions": list(regions.attributions())} | known


class _Regions:
    """The regions of one task, and what ties them together."""

    def __init__(self, results: list[dict[str, Any]], text: str, doc_id: str) -> None:
        self._labels = {part["id"]: part["value"]["labels"][0] for part in results if part["type"] == "labels"}
        self._places = {part["id"]: _place(part["value"], text, doc_id) for part in results if part["type"] == "labels"}
        self._ties = [
            (part["from_id"], label, part["to_id"])
            for part in results
            if part["type"] == "relation"
            for label in part.get("labels", [])
        ]
        self._speakers = {part["id"]: part["value"]["text"] for part in results if part["type"] == "textarea"}
        self._kinds = {part["id"]: part["value"]["choices"][0] for part in results if part["type"] == "choices"}

    def attributions(self) -> Iterator[dict[str, Any]]:
        later = {other for _, label, other in self._ties if label == "continues"}
        for name, kind in self._labels.items():
            if kind in _KINDS and name not in later:
                tied = {label: self._tied(name, label) for label in ("continues", "cue", "source")}
                content = sorted([self._places[name], *tied.pop("continues")])
                yield {"id": name, "type": kind, "content": content, **tied} | self._speaker(name)

    def _tied(self, name: str, label: str) -> list[list[int]]:
        return [self._places[to] for one, tie, to in self._ties if (one, tie) == (name, label) and to in self._places]

    def _speaker(self, name: str) -> dict[str, str]:
        given = self._speakers.get(name)
        speaker = given[0] if isinstance(given, list) and given else given
        return {"speaker": str(speaker), "kind": self._kinds.get(name, "person")} if speaker else {}


def _results(exported: dict[str, Any]) -> list[dict[str, Any]]:
    done = [one for one in exported.get("annotations", []) if not one.get("was_cancelled")]
    chosen = (done or exported.get("predictions", []))[:1]
    return [part for one in chosen for part in one.get("result", [])]


def _place(value: dict[str, Any], text: str, doc_id: str) -> list[int]:
    """Return a region's place in code points; a browser may have counted otherwise (UTF-16)."""
    start, end, words = int(value["start"]), int(value["end"]), value.get("text")
    if words is None or text[start:end] == words:
        return [start, end]
    units = text.encode("utf-16-le")
    start, end = (len(units[: 2 * place].decode("utf-16-le", "replace")) for place in (start, end))
    if text[start:end] != words:
        msg = f"{doc_id}: {words!r} does not stand at {value['start']} to {value['end']}. Was the text changed?"
        raise InputError(msg)
    return [start, end]
