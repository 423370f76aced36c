"""Turn the marked articles of this folder into gold files.

    python tests/voices/marked.py dev > dev.gold.jsonl
    python tests/voices/marked.py held > held.gold.jsonl

README.md explains the marks.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
TYPES = {"d": "direct", "m": "mixed", "i": "indirect"}
POLARITIES = {"denied", "not_said", "asked"}
OPENING = re.compile(r"\[(?:([dmin])(\d+)((?: [\w-]+)*)|([cs])(\d+(?:,\d+)*)|(x))\|")
FIELDS = {"c": "cue", "s": "source"}


@dataclass
class Marks:
    """The plain text of an article, and where each mark lay in it: (letter, numbers, words of the mark, start, end)."""

    text: str = ""
    found: list[tuple[str, list[int], list[str], int, int]] = field(default_factory=list)


def articles(part: str) -> list[dict]:
    """Read the articles of `dev` or `held`, in the order of their files' names."""
    return [gold(path.read_text("utf8"), path.stem) for path in sorted((HERE / part).glob("*.txt"))]


def gold(marked: str, name: str) -> dict:
    """Turn one marked article into a line of a gold file.

    Args:
        marked: the file's text: head, a line `---`, body.
        name: what errors call it; the article's id.

    Raises:
        ValueError: the head or a mark is wrong; says where.

    >>> article = gold('''published: 2026-01-08
    ... title: A bridge
    ... day: 2026-01-07
    ... ana = Ana Ruiz | Ruiz | person | mayor
    ... ---
    ... [d1 ana|“We won,”] [c1|said] [s1|Ruiz].
    ... ''', "bridge")
    >>> article["text"], article["attributions"][0]["said_on"]
    ('“We won,” said Ruiz.', '2026-01-07')
    """
    head, body = marked.split("\n---\n", 1)
    fields, people = _head(head, name)
    marks = _marks(body.strip("\n"), name)
    attributions = _attributions(marks, people, fields["day"], name)
    plain = [item for item in attributions if item["type"] != "nested"]
    return {
        "id": name,
        "published": fields["published"],
        "title": fields["title"],
        "text": marks.text,
        "attributions": plain,
        "nested": [item for item in attributions if item["type"] == "nested"],
        "ignore": [[start, end] for letter, _, _, start, end in marks.found if letter == "x"],
    }


def _head(head: str, name: str) -> tuple[dict[str, str], dict[str, dict]]:
    fields, people = {}, {}
    for line in head.splitlines():
        if match := re.fullmatch(r"(published|title|day): (.+)", line):
            fields[match[1]] = match[2]
        elif match := re.fullmatch(r"(\w+) = ([^|]+) \| ([^|]*) ?\| (\w+) \|(?: (.+))?", line):
            people[match[1]] = {
                "speaker": match[2],
                "aliases": [alias.strip() for alias in match[3].split(";") if alias.strip()],
                "kind": match[4],
                "role": match[5],
            }
        else:
            _stop(name, f"head: {line!r}")
    date.fromisoformat(fields["published"])
    return fields, people


def _marks(body: str, name: str) -> Marks:
    """Take the marks out of the text. A pair of brackets that is no mark belongs to the text."""
    marks, waiting, at = Marks(), [], 0
    while at < len(body):
        if opening := OPENING.match(body, at):
            waiting.append((opening, len(marks.text)))
            at = opening.end()
            continue
        if body[at] == "[":
            waiting.append((None, len(marks.text)))
        if body[at] == "]":
            if not waiting:
                _stop(name, f"] closes nothing: {body[at - 40 : at]!r}")
            opened, start = waiting.pop()
            if opened:
                marks.found.append(_mark(opened, start, len(marks.text)))
                at += 1
                continue
        marks.text += body[at]
        at += 1
    if waiting:
        _stop(name, f"not closed: {marks.text[waiting[-1][1] :][:40]!r}")
    return marks


def _mark(opened: re.Match[str], start: int, end: int) -> tuple[str, list[int], list[str], int, int]:
    letter = opened[1] or opened[4] or opened[6]
    numbers = [int(number) for number in (opened[2] or opened[5] or "").split(",") if number]
    return letter, numbers, (opened[3] or "").split(), start, end


def _attributions(marks: Marks, people: dict, day: str, name: str) -> list[dict]:
    found: dict[int, dict] = {}
    marks.found.sort(key=lambda mark: (mark[3], -mark[4]))
    for letter, numbers, words, start, end in marks.found:
        if letter in "dmin":
            known = found.get(numbers[0])
            if known is None:
                if not words or words[0] not in people:
                    _stop(name, f"{letter}{numbers[0]}: who is {words}?")
                known = found[numbers[0]] = _attribution(letter, numbers[0], words, people, day)
            elif words or not known["id"].startswith(letter):
                _stop(name, f"{letter}{numbers[0]}: the number stands twice")
            known["content"].append([start, end])
    for letter, numbers, _, start, end in marks.found:
        for number in numbers if letter in "cs" else ():
            if number not in found:
                _stop(name, f"{letter}{number}: no such quotation")
            found[number][FIELDS[letter]].append([start, end])
    return list(found.values())


def _attribution(letter: str, number: int, words: list[str], people: dict, day: str) -> dict:
    attribution = {
        "id": f"{letter}{number}",
        "type": TYPES.get(letter, "nested"),
        "content": [],
        "cue": [],
        "source": [],
        **people[words[0]],
    }
    if letter == "n":
        day = "-"
    for word in words[1:]:
        if word in POLARITIES:
            attribution["polarity"] = word
        else:
            day = word
    if day != "-":
        attribution["said_on"] = None if day == "none" else date.fromisoformat(day).isoformat()
    return attribution


def _stop(name: str, what: str) -> None:
    msg = f"{name}: {what}"
    raise ValueError(msg)


def lines(part: str) -> Iterator[str]:
    """Yield the lines of the gold file of `dev` or `held`."""
    for article in articles(part):
        yield json.dumps(article, ensure_ascii=False)


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in lines(sys.argv[1]))
