"""The weights of an exported model as a checkpoint, for a training that goes on from them or learns from them.

The int8 weights are multiplied out again: what they lost when they were rounded stays lost, which costs nothing that
can be measured (`MODEL_CARD.md`).
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import ModelProto, numpy_helper
from torch import nn

from training.joint_network import Joint
from training.network import Network, read_labels

HEADS = ("mentions", "pairs", "antecedents")
"""The exported parts that read facts."""
LOOSE = ("places_subject", "places_object", "speaker_near")
"""Parameters of those heads that stand in `facts.json`."""


class Export:
    """The parameters of one exported part.

    Args:
        model: What :mod:`training.export` wrote, in full precision or int8.
    """

    def __init__(self, model: ModelProto) -> None:
        self.model = model
        self.given = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}

    def value(self, name: str) -> NDArray[np.float32] | None:
        """A parameter by its name in the export, multiplied out; None where it has none of that name."""
        if name in self.given:
            return np.asarray(self.given[name], np.float32)
        if f"{name}_quantized" not in self.given:
            return None
        whole = self.given[f"{name}_quantized"].astype(np.float32) - self.given[f"{name}_zero_point"].astype(np.float32)
        return np.asarray(whole * self.given[f"{name}_scale"], np.float32)

    def products(self) -> dict[str, NDArray[np.float32]]:
        """The matrices of products, which lose their names in an export, by the scope that they stand in."""
        out = {}
        for node in self.model.graph.node:
            if node.op_type in {"MatMulInteger", "MatMul"} and node.input[1] in self.given:
                parts = node.name.removesuffix("_quant").strip("/").split("/")[:-1]  # the scope: layer by layer
                # a sequence is named twice
                scope = [a for a, b in zip(parts, [*parts[1:], ""], strict=True) if not b.startswith(f"{a}.")]
                found = self.value(node.input[1].removesuffix("_quantized"))
                if found is not None:
                    out[".".join([*scope, "weight"])] = found.T
            elif node.op_type == "Expand" and node.input[0] in self.given:
                out["root"] = np.asarray(self.given[node.input[0]], np.float32).reshape(-1)
        return out


def language_weights(model: Export, relations: ModelProto, names: list[str]) -> dict[str, NDArray[np.float32]]:
    """Find the parameters of the network that tags and parses.

    Args:
        model, relations: The exported parts of these names.
        names: The parameters' names.

    Returns:
        The values of those parameters that are found.
    """
    out = {name: found for name in names if (found := model.value(f"network.{name}")) is not None}
    out |= {name.removeprefix("network."): value for name, value in model.products().items()}
    for tensor in relations.graph.initializer:
        out[f"relations.{tensor.name.split('.')[-1]}"] = numpy_helper.to_array(tensor)
    return out


def fact_weights(folder: Path, model: Export, names: list[str]) -> dict[str, NDArray[np.float32]]:
    """Find the parameters of the heads that read facts.

    Args:
        folder: The export.
        model: Its part of that name.
        names: The parameters' names.

    Returns:
        The values of those parameters that are found.
    """
    parts = [Export(onnx.load(folder / f"{name}.onnx")) for name in HEADS]
    out = {name: value for name, value in model.products().items() if name.startswith("nouns.")}
    for name in names:
        for part in parts:
            if (found := part.value(f"heads.{name}")) is not None:
                out[name] = found
            elif (found := part.value(f"heads.{name}_Transposed")) is not None:
                out[name] = found.T
        if (found := model.value(name)) is not None:
            out[name] = found
    told = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    return out | {name: np.asarray(told[name], np.float32) for name in LOOSE}


def state(module: nn.Module, found: dict[str, NDArray[np.float32]], folder: Path) -> dict[str, torch.Tensor]:
    """Shape what was found like the parameters of a module.

    Raises:
        SystemExit: A parameter was not found.
    """
    wanted = module.state_dict()
    if missing := sorted(wanted.keys() - found.keys()):
        raise SystemExit(f"{folder}: no weights for {', '.join(missing)}; it is the export of another network")
    return {name: torch.tensor(np.ascontiguousarray(found[name])).reshape(wanted[name].shape) for name in wanted}


def main() -> None:
    """Write the checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=Path("kg/language/model"), help="folder of an export")
    parser.add_argument("--out", type=Path, default=Path("build/training/released.pt"))
    parser.add_argument("--joint", action="store_true", help="with the heads that read facts, for `joint --resume`")
    options = parser.parse_args()
    labels = read_labels(options.model)
    network = Network(labels)
    model, scores = Export(onnx.load(options.model / "model.onnx")), onnx.load(options.model / "relations.onnx")
    average = state(network, language_weights(model, scores, list(network.state_dict())), options.model)
    if options.joint:
        relations = json.loads((options.model / "facts.json").read_text(encoding="utf-8"))["relations"]
        heads = Joint(labels, len(relations)).facts
        facts = state(heads, fact_weights(options.model, model, list(heads.state_dict())), options.model)
        average = {f"language.{name}": value for name, value in average.items()}
        average |= {f"facts.{name}": value for name, value in facts.items()}
    options.out.parent.mkdir(parents=True, exist_ok=True)
    saved = {"average": average, "sizes": asdict(network.sizes), "epoch": 0, "step": 0, "spent": 0.0}
    torch.save(saved, options.out)


if __name__ == "__main__":
    main()
