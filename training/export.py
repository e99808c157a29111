"""Export the averaged network for ONNX Runtime: fp32 first, then int8 weights, with labels and vocabulary beside it."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.corpora import CORPORA
from training.network import Network, Sizes, read_labels
from training.train import base_encoder

OUTPUTS = ("tags", "morphs", "lemmas", "starts", "names", "arcs", "head_features", "dependent_features")


class Exported(nn.Module):
    """The network as it is exported: the classes chosen where only the best one counts, scores where the decoding
    needs them."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor, types: Tensor, pool: Tensor) -> tuple[Tensor, ...]:
        """Score a window; for the shapes see :class:`training.network.Network`, with a batch of one."""
        scores = self.network(pieces, types, None, pool)
        return (
            scores.tags.argmax(-1),
            scores.morphs.argmax(-1),
            scores.lemmas.argmax(-1),
            scores.starts,
            scores.names.log_softmax(-1),
            scores.arcs,
            scores.head_features,
            scores.dependent_features,
        )


def export(network: Network, path: Path) -> None:
    """Write a network in full precision.

    Args:
        network: In evaluation mode.
        path: The ONNX file.
    """
    length, words = 16, 10
    arguments = (
        torch.randint(5, 1000, (1, length)),
        torch.ones(1, length, dtype=torch.long),
        torch.rand(1, words, length),
    )
    inputs = ("pieces", "types", "pool")
    axes = {name: {1: "length"} for name in inputs[:2]}
    axes["pool"] = {1: "words", 2: "length"}
    axes |= {name: {1: "words"} for name in OUTPUTS}
    axes["arcs"] = {1: "words", 2: "heads"}
    axes["head_features"] = {1: "heads"}
    torch.onnx.export(
        Exported(network),
        arguments,
        str(path),
        input_names=list(inputs),
        output_names=list(OUTPUTS),
        dynamic_axes=axes,
        dynamo=False,
        opset_version=17,
    )


def export_relations(network: Network, path: Path) -> None:
    """Write the part that scores relations, which runs once the heads are known.

    Args:
        network: In evaluation mode.
        path: The ONNX file.
    """
    torch.onnx.export(
        network.relations,
        (torch.rand(4, network.relations.in_features),),
        str(path),
        input_names=["features"],
        output_names=["scores"],
        dynamic_axes={"features": {0: "words"}, "scores": {0: "words"}},
        dynamo=False,
        opset_version=17,
    )


def main() -> None:
    """Write the model's folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=Path("build/training"), help="where the preparation wrote labels.json"
    )
    parser.add_argument(
        "--run", type=Path, default=Path("build/training/run"), help="where the training wrote checkpoint.pt"
    )
    parser.add_argument(
        "--earlier", type=Path, help="checkpoint whose weights to average with (that which the training began with)"
    )
    parser.add_argument("--share", type=float, default=0.6, help="what the later weights count in that average")
    parser.add_argument("--base", type=Path, help="folder of the base encoder; the package's by default")
    parser.add_argument("--out", type=Path, default=Path("build/training/model"))
    options = parser.parse_args()
    labels = read_labels(options.data)
    saved = torch.load(options.run / "checkpoint.pt", weights_only=True, map_location="cpu")
    network = Network(labels, Sizes(**saved["sizes"]))
    weights = saved["average"]
    if options.earlier:
        earlier = torch.load(options.earlier, weights_only=True, map_location="cpu")
        weights = {
            name: torch.lerp(earlier["average"][name], value, options.share) if value.is_floating_point() else value
            for name, value in weights.items()
        }
        for key in ("epoch", "step", "spent"):
            saved[key] += earlier[key]
    network.load_state_dict(weights)
    network.eval()
    options.out.mkdir(parents=True, exist_ok=True)
    whole = options.out / "fp32"
    whole.mkdir(exist_ok=True)
    export(network, whole / "model.onnx")
    quantize_dynamic(
        whole / "model.onnx",
        options.out / "model.onnx",
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        nodes_to_exclude=["/network/starts/MatMul"],  # a column of numbers: exact, it costs nothing
    )
    onnx.checker.check_model(onnx.load(options.out / "model.onnx"))
    export_relations(network, options.out / "relations.onnx")
    (options.out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    shutil.copyfile((options.base or base_encoder()) / "vocab.txt", options.out / "vocab.txt")
    meta = {
        "base": "all-MiniLM-L6-v2",
        "corpora": [corpus.name for corpus in CORPORA],
        "epochs": saved["epoch"],
        "steps": saved["step"],
        "minutes": round(saved["spent"] / 60),
        "licence": "CC-BY-SA-4.0",
    }
    (options.out / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")
    for name in ("relations.onnx", "labels.json", "vocab.txt", "meta.json"):
        shutil.copyfile(options.out / name, whole / name)
    for path in sorted(options.out.iterdir()):
        print(f"{path.stat().st_size / 1e6:8.2f} MB  {path.name}")


if __name__ == "__main__":
    main()
