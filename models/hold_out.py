"""Leave the labelled articles out of train: `python hold_out.py TRAIN LABELLED OUT`.

Confidence is fitted on the labelled articles, so the tagger that it is fitted with must not have seen them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def hold_out(train: Path, labelled: Path, out: Path) -> None:
    """Write the lines of `train` whose article is not in `labelled`."""
    held = {json.loads(line)["id"] for line in labelled.open(encoding="utf8")}
    out.parent.mkdir(parents=True, exist_ok=True)
    with train.open(encoding="utf8") as lines, out.open("w", encoding="utf8") as kept:
        kept.writelines(line for line in lines if json.loads(line)["id"] not in held)


if __name__ == "__main__":
    hold_out(*map(Path, sys.argv[1:4]))
