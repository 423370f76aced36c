"""Export the trained tagger to ONNX, int8, with all that inference needs: `python models/export.py TRAINED OUT`.

OUT gets `model.onnx`, `tokenizer.json` and `meta.json`.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import tempfile
from pathlib import Path

import onnx
import spacy
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from training import BASE_MODEL, Heads
from transformers import AutoModel

from quotes.config import DEFAULT

INPUTS = {"input_ids": {0: "windows", 1: "pieces"}, "attention_mask": {0: "windows", 1: "pieces"}}
POOL = {0: "windows", 1: "words", 2: "pieces"}
OUTPUTS = {"tags": {0: "windows", 1: "words"}, "links": {0: "windows", 2: "words", 3: "words"}}


class Exported(nn.Module):
    """Wordpieces -> scores of words. `pool` (windows, words, pieces) averages a word's pieces."""

    def __init__(self, transformer: nn.Module, heads: Heads) -> None:
        super().__init__()
        self.transformer, self.heads = transformer, heads

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, pool: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Score the words of a batch of windows."""
        hidden = self.transformer(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        return self.heads(pool @ hidden)


def trained_module(path: Path) -> Exported:
    """Take the two torch modules out of a trained spaCy pipeline."""
    nlp = spacy.load(path)
    trained = nlp.get_pipe("transformer").model.transformer
    transformer = AutoModel.from_config(trained.config, attn_implementation="eager")
    transformer.load_state_dict(trained.state_dict())
    heads = nlp.get_pipe("attribution_tagger").model.layers[-1].shims[0]._model
    return Exported(transformer, heads).eval()


def export(trained: Path, out: Path, *, int8: bool = True) -> None:
    """Write the ONNX model and what belongs to it."""
    out.mkdir(parents=True, exist_ok=True)
    module = trained_module(trained)
    example = (torch.randint(1000, 2000, (2, 12)), torch.ones(2, 12, dtype=torch.int64), torch.rand(2, 9, 12))
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            module,
            example,
            full,
            input_names=[*INPUTS, "pool"],
            output_names=list(OUTPUTS),
            dynamic_axes={**INPUTS, "pool": POOL, **OUTPUTS},
            opset_version=17,
            dynamo=False,
        )
        if int8:
            heads = [node.name for node in onnx.load(full).graph.node if node.name.startswith("/heads")]
            quantize_dynamic(
                full, out / "model.onnx", weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=heads
            )
        else:
            shutil.copy(full, out / "model.onnx")
    (out / "tokenizer.json").write_bytes(_plain_tokenizer())
    digest = hashlib.blake2b((out / "model.onnx").read_bytes(), digest_size=8).hexdigest()
    meta = {"window_size": DEFAULT.window_size, "window_overlap": DEFAULT.window_overlap, "digest": digest}
    (out / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf8")


def _plain_tokenizer() -> bytes:
    """The base model's tokenizer without its padding and truncation: windows are cut before."""
    data = json.loads((BASE_MODEL / "tokenizer.json").read_text(encoding="utf8"))
    data["padding"] = data["truncation"] = None
    return json.dumps(data, ensure_ascii=False).encode("utf8")


if __name__ == "__main__":
    export(Path(sys.argv[1]), Path(sys.argv[2]))
