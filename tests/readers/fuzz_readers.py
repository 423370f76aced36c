"""Give the readers damaged files for some minutes, and report every crash, exception, hang and false answer.

    python tests/readers/fuzz_readers.py --minutes 5 --keep /tmp/found

What is read is damaged as disks, transfers and people do it: bytes flipped, cut out, repeated, put where others belong, two
files in one. The files are read in a process of their own, so that even its death is found; the file that did it is kept.
docs/reading.md says what was found.
"""

# ruff: noqa: T201 - a script

import argparse
import gzip
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from compare_formats import WRITERS, made
from test_readers_fuzz import ENDINGS, read_all, sound

SLOW = 20.0  # a file of some kilobytes that takes longer is a find [seconds of the processor]
MEMORY = 6 * 1024**3  # [bytes]
TOKENS = (
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b'"',
    b'""',
    b"\r",
    b"\n\n",
    b"\t",
    b",",
    b"\\ud800",
    b"&#0;",
    b"<!--",
    b"]]>",
    b"<div>" * 300,
    b"</p>",
    b"<table><tr>",
    b"[" * 2000,
    b'{"a":' * 500,
    b"9" * 400,
    b"-1",
    b"1e999",
    b"NaN",
    b"null",
    b"WARC/1.0\r\n",
    b"Content-Length: 99999999999\r\n",
    b"Content-Encoding: br\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"\x1f\x8b\x08",
    b"PAR1",
    "“’\u2028\U0001f600".encode(),
)


def seeds() -> dict[str, list[bytes]]:
    """Return sound files of each kind: a few, small and not so small."""
    found = {ending: [sound(ending)] for ending in ENDINGS}
    rows = list(made(8))
    with tempfile.TemporaryDirectory() as folder:
        for name, write in WRITERS.items():
            path = Path(folder) / name
            write(path, rows)
            _, _, ending = name.partition(".")
            found[ending].append(path.read_bytes())
    return found


def damage(data: bytes, chance: random.Random, other: bytes) -> bytes:
    """Return the data with one to six damages."""
    made_of = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(made_of) + 1)
        end = min(len(made_of), start + int(chance.expovariate(0.05)))
        match chance.randrange(7):
            case 0:
                del made_of[start:end]
            case 1:
                made_of[start:end] = made_of[start:end] * chance.choice((2, 3, 50))
            case 2:
                made_of[start:end] = chance.randbytes(end - start)
            case 3:
                made_of[start:start] = chance.choice(TOKENS)
            case 4:
                place = chance.randrange(len(other) + 1)
                made_of[start:end] = other[place : place + int(chance.expovariate(0.01))]
            case 5:
                del made_of[start:]
            case 6 if start < len(made_of):
                made_of[start] ^= 1 << chance.randrange(8)
    return bytes(made_of)


def work(folder: Path, seed: int, seconds: float) -> None:
    """Read damaged files for so many seconds of the processor. The one being read lies in the folder; finds are told, one a line."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    chance = random.Random(seed)
    corpus = seeds()
    count: Counter[str] = Counter()
    while time.process_time() < seconds:
        ending = chance.choice(ENDINGS)
        before_packing = ending.endswith(".gz") and chance.random() < 0.5
        data = chance.choice(corpus[ending])
        data = gzip.decompress(data) if before_packing else data
        data = damage(data, chance, chance.choice(corpus[chance.choice(ENDINGS)]))
        began = time.process_time()
        try:
            read_all(folder, ending, gzip.compress(data) if before_packing else data)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            tell(folder, ending, f"{type(error).__name__}: {error}"[:300])
        if (took := time.process_time() - began) > SLOW:
            tell(folder, ending, f"took {took:.0f} s")
        count[ending] += 1
    print(json.dumps({"count": count}), flush=True)


def spent() -> float:
    """Return what the processes that were started have used [seconds of the processor]."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def tell(folder: Path, ending: str, what: str) -> None:
    """Report a find, and keep the file."""
    path = folder / f"a.{ending}"
    kept = folder / f"found-{time.time_ns()}.{ending}"
    kept.write_bytes(path.read_bytes())
    print(json.dumps({"found": what, "file": str(kept)}), flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=5.0, help="of the processor")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path("out/fuzz"), help="where the files that did it are kept")
    parser.add_argument("--seconds", type=float, help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.keep.mkdir(parents=True, exist_ok=True)
    if given.seconds:
        work(given.keep, given.seed, given.seconds)
        return 0
    count: Counter[str] = Counter()
    finds = 0
    seed = given.seed
    while (left_s := 60 * given.minutes - spent()) > 0:
        command = [sys.executable, __file__, "--keep", str(given.keep), "--seed", str(seed), "--seconds", str(left_s)]
        child = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        for line in child.stdout.splitlines():
            told = json.loads(line)
            count.update(told.get("count", {}))
            finds += "found" in told
            if "found" in told:
                print(line)
        if child.returncode:
            finds += 1
            left = max(given.keep.glob("a.*"), key=lambda path: path.stat().st_mtime)
            kept = left.rename(left.with_name(f"died-{seed}{''.join(left.suffixes)}"))
            print(json.dumps({"found": f"the process died ({child.returncode})", "file": str(kept)}))
        seed += 1
    print(
        f"{count.total():,} files ({', '.join(f'{n:,} .{kind}' for kind, n in sorted(count.items()))}): {finds} finds"
    )
    return 1 if finds else 0


if __name__ == "__main__":
    sys.exit(main())
