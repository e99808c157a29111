"""The weights of an exported model as a checkpoint, for a training that goes on from them or learns from them.

The int8 weights are multiplied out again: what they lost when they were rounded stays lost, which costs nothing that
can be measured (`MODEL_CARD.md`).
"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import ModelProto, numpy_helper

from training.network import Network, read_labels


def weights(model: ModelProto, relations: ModelProto, names: list[str]) -> dict[str, NDArray[np.float32]]:
    """Find a network's parameters in its export.

    Args:
        model, relations: What :mod:`training.export` wrote, in full precision or int8.
        names: The parameters' names.

    Returns:
        The values of those parameters that are found.
    """
    given = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}

    def value(name: str) -> NDArray[np.float32]:
        if name in given:
            return np.asarray(given[name], np.float32)
        whole = given[f"{name}_quantized"].astype(np.float32) - given[f"{name}_zero_point"].astype(np.float32)
        return np.asarray(whole * given[f"{name}_scale"], np.float32)

    out = {
        name: value(f"network.{name}")
        for name in names
        if f"network.{name}" in given or f"network.{name}_quantized" in given
    }
    for node in model.graph.node:
        if node.op_type in {"MatMulInteger", "MatMul"} and node.input[1] in given:
            parts = node.name.removesuffix("_quant").strip("/").split("/")[1:-1]  # the scope: layer by layer
            if len(parts) > 1 and parts[1].startswith(parts[0] + "."):
                parts = parts[1:]  # a sequence is named twice
            out[".".join([*parts, "weight"])] = value(node.input[1].removesuffix("_quantized")).T
        elif node.op_type == "Expand" and node.input[0] in given:
            out["root"] = value(node.input[0]).reshape(-1)
    for tensor in relations.graph.initializer:
        out[f"relations.{tensor.name.split('.')[-1]}"] = numpy_helper.to_array(tensor)
    return out


def main() -> None:
    """Write the checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=Path("kg/language/model"), help="folder of an export")
    parser.add_argument("--out", type=Path, default=Path("build/training/released.pt"))
    options = parser.parse_args()
    network = Network(read_labels(options.model))
    wanted = network.state_dict()
    found = weights(onnx.load(options.model / "model.onnx"), onnx.load(options.model / "relations.onnx"), list(wanted))
    if missing := sorted(wanted.keys() - found.keys()):
        raise SystemExit(f"{options.model}: no weights for {', '.join(missing)}; it is the export of another network")
    average = {name: torch.tensor(np.ascontiguousarray(found[name])).reshape(wanted[name].shape) for name in wanted}
    options.out.parent.mkdir(parents=True, exist_ok=True)
    saved = {"average": average, "sizes": asdict(network.sizes), "epoch": 0, "step": 0, "spent": 0.0}
    torch.save(saved, options.out)


if __name__ == "__main__":
    main()
