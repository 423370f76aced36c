"""Export the trained tagger to ONNX, int8 and compressed, with all that inference needs: `python models/export.py TRAINED OUT`.

OUT gets `model.onnx.gz`, `tokenizer.json` and `meta.json`.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
import tempfile
from pathlib import Path

import onnx
import spacy
import torch
from base_model import base_model
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from training import Heads
from transformers import AutoModel

from quotes.encoder.windows import WINDOW_OVERLAP, WINDOW_SIZE

#: Word embeddings that share a scale, and the largest of them that is kept, as a share of the largest of all.
GROUP, CLIP = 64, 0.85
INPUTS = {"input_ids": {0: "windows", 1: "pieces"}, "attention_mask": {0: "windows", 1: "pieces"}}
POOL = {0: "windows", 1: "words", 2: "pieces"}
OUTPUTS = {"tags": {0: "windows", 1: "words"}, "links": {0: "windows", 2: "words", 3: "words"}}


class PackedEmbedding(nn.Module):
    """Word embeddings in 4 bits: two to a byte, with a scale for each `GROUP` of them.

    They are a third of the weights and are only looked up. Rounding to 4 bits by groups is that of Dettmers and
    Zettlemoyer (2023), "The case for 4-bit precision".
    """

    def __init__(self, embedding: nn.Embedding) -> None:
        super().__init__()
        rows, width = embedding.weight.shape
        grouped = embedding.weight.detach().view(rows, -1, GROUP)
        scale = grouped.abs().amax(-1, keepdim=True) * CLIP / 7
        levels = ((grouped / scale).round().clamp(-8, 7) + 8).to(torch.uint8).view(rows, width)
        self.register_buffer("packed", levels[:, : width // 2] + 16 * levels[:, width // 2 :])
        self.register_buffer("scale", scale.half().squeeze(-1))

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Look up (windows, pieces) -> (windows, pieces, width)."""
        packed = self.packed[ids].float()
        high = torch.floor(packed / 16)
        levels = torch.cat([packed - 16 * high, high], dim=-1) - 8
        grouped = levels.view(*ids.shape, -1, GROUP) * self.scale[ids].float().unsqueeze(-1)
        return grouped.flatten(2)


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
    if int8:
        embeddings = module.transformer.embeddings
        embeddings.word_embeddings = PackedEmbedding(embeddings.word_embeddings)
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
        weights = (_quantized(full) if int8 else full).read_bytes()
    (out / "model.onnx.gz").write_bytes(gzip.compress(weights, 9, mtime=0))
    tokenizer = _plain_tokenizer()
    (out / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf8")
    vocabulary = tokenizer["model"]["vocab"]
    meta = {
        "window_size": WINDOW_SIZE,
        "window_overlap": WINDOW_OVERLAP,
        "first_id": vocabulary["<s>"],
        "last_id": vocabulary["</s>"],
        "digest": hashlib.blake2b(weights, digest_size=8).hexdigest(),
    }
    (out / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf8")


def _quantized(full: Path) -> Path:
    """Round all weights to int8 but those of the tags and links, where it costs most, and the packed embeddings."""
    names = [node.name for node in onnx.load(full).graph.node]
    kept = [
        name
        for name in names
        if "word_embeddings" in name
        or (name.startswith("/heads") and not name.startswith(("/heads/start", "/heads/target")))
    ]
    small = full.with_name("int8.onnx")
    quantize_dynamic(full, small, weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=kept)
    return small


def _plain_tokenizer() -> dict:
    """The base model's tokenizer without its padding and truncation: windows are cut before."""
    data = json.loads((base_model() / "tokenizer.json").read_text(encoding="utf8"))
    return data | {"padding": None, "truncation": None}


if __name__ == "__main__":
    export(Path(sys.argv[1]), Path(sys.argv[2]))
