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
from training.facts import FactHeads
from training.joint_network import Joint
from training.network import read_labels
from training.train import base_encoder

OUTPUTS = (
    "tags",
    "morphs",
    "lemmas",
    "starts",
    "names",
    "arcs",
    "head_features",
    "dependent_features",
    "words",
    "nouns",
)


class Exported(nn.Module):
    """The network as it is exported: the classes chosen where only the best one counts, scores where the decoding
    needs them."""

    def __init__(self, joint: Joint) -> None:
        super().__init__()
        self.network, self.nouns = joint.language, joint.facts.nouns

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
            scores.words,
            self.nouns(scores.words).log_softmax(-1),
        )


def export(joint: Joint, path: Path) -> None:
    """Write what reads words in full precision.

    Args:
        joint: In evaluation mode.
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
        Exported(joint),
        arguments,
        str(path),
        input_names=list(inputs),
        output_names=list(OUTPUTS),
        dynamic_axes=axes,
        dynamo=False,
        opset_version=17,
    )


def export_relations(joint: Joint, path: Path) -> None:
    """Write the part that scores relations of the trees, which runs once the heads are known.

    Args:
        joint: In evaluation mode.
        path: The ONNX file.
    """
    _export(
        joint.language.relations, path, {"features": torch.rand(4, joint.language.relations.in_features)}, ["scores"]
    )


class Mentions(nn.Module):
    """Descriptions of mentions and words, see `kg.language.facts.Described`."""

    def __init__(self, heads: FactHeads) -> None:
        super().__init__()
        self.heads = heads

    def forward(self, words: Tensor, first: Tensor, last: Tensor, kinds: Tensor) -> tuple[Tensor, ...]:
        """Describe the mentions of one text."""
        heads = self.heads
        mentions = heads.mentions(words, first, last, kinds)
        return (
            torch.tanh(heads.subject(mentions)),
            torch.tanh(heads.object(mentions)),
            heads.look_subject(mentions),
            heads.look_object(mentions),
            heads.speaker_key(mentions),
            torch.tanh(heads.anaphor(mentions)),
            torch.tanh(heads.antecedent(mentions)),
            heads.keys(words),
            heads.values(words),
        )


class Pairs(nn.Module):
    """Scores of pairs, see `kg.language.facts.FactHeads.pairs`."""

    def __init__(self, heads: FactHeads) -> None:
        super().__init__()
        self.heads = heads

    def forward(self, subjects: Tensor, objects: Tensor, context: Tensor, distances: Tensor) -> tuple[Tensor, ...]:
        """Score pairs of described mentions."""
        return self.heads.join_pairs(subjects, objects, context, distances)


class Antecedents(nn.Module):
    """Scores of antecedents, see `kg.language.facts.FactHeads.antecedents`."""

    def __init__(self, heads: FactHeads) -> None:
        super().__init__()
        self.heads = heads

    def forward(self, anaphors: Tensor, candidates: Tensor, distances: Tensor) -> Tensor:
        """Score pairs of described mentions."""
        return self.heads.join_antecedents(anaphors, candidates, distances)


def export_facts(joint: Joint, folder: Path, relations: list[str]) -> None:
    """Write the heads that read facts, and what else they need.

    Args:
        joint: In evaluation mode.
        folder: Where ``mentions.onnx``, ``pairs.onnx``, ``antecedents.onnx`` and ``facts.json`` go.
        relations: The relations in the order of their scores.
    """
    heads, width = joint.facts, joint.facts.width
    numbers = torch.tensor([0, 1, 2])
    _export(
        Mentions(heads),
        folder / "mentions.onnx",
        {"words": torch.rand(5, 384), "first": numbers, "last": numbers, "kinds": numbers},
        ["subjects", "objects", "look_subject", "look_object", "speakers", "anaphor", "antecedent", "keys", "values"],
    )
    features = {"subjects": torch.rand(3, width), "objects": torch.rand(3, width), "context": torch.rand(3, 256)}
    _export(
        Pairs(heads),
        folder / "pairs.onnx",
        features | {"distances": numbers},
        ["relations", "codes", "nobody", "query"],
    )
    features = {"anaphors": torch.rand(3, 192), "candidates": torch.rand(3, 192), "distances": numbers}
    _export(Antecedents(heads), folder / "antecedents.onnx", features, ["scores"])
    known = {
        "relations": relations,
        "places_subject": heads.places_subject.tolist(),
        "places_object": heads.places_object.tolist(),
        "speaker_near": heads.speaker_near.tolist(),
    }
    (folder / "facts.json").write_text(json.dumps(known) + "\n", encoding="utf-8")


def _export(module: nn.Module, path: Path, inputs: dict[str, Tensor], outputs: list[str]) -> None:
    """Write a module whose inputs and outputs all have a first axis of any length."""
    axes = {name: {0: f"{name}_count"} for name in [*inputs, *outputs]}
    torch.onnx.export(
        module,
        tuple(inputs.values()),
        str(path),
        input_names=list(inputs),
        output_names=outputs,
        dynamic_axes=axes,
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
    relations: list[str] = json.loads((options.run / "relations.json").read_text(encoding="utf-8"))
    joint = Joint(labels, len(relations))
    weights = saved["average"]
    if options.earlier:
        earlier = torch.load(options.earlier, weights_only=True, map_location="cpu")["average"]
        weights = {
            name: torch.lerp(earlier[name], value, options.share)
            if name in earlier and value.is_floating_point()
            else value
            for name, value in weights.items()
        }
    joint.load_state_dict(weights)
    joint.eval()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save({"average": weights}, options.out / "checkpoint.pt")  # a training may begin with a mean
    whole = options.out / "fp32"
    whole.mkdir(exist_ok=True)
    export(joint, whole / "model.onnx")
    export_facts(joint, whole, relations)
    for name in ("model.onnx", "mentions.onnx", "pairs.onnx", "antecedents.onnx"):
        quantize_dynamic(
            whole / name,
            options.out / name,
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
            nodes_to_exclude=["/network/starts/MatMul"],  # a column of numbers: exact, it costs nothing
        )
        onnx.checker.check_model(onnx.load(options.out / name))
    shutil.copyfile(whole / "facts.json", options.out / "facts.json")
    export_relations(joint, options.out / "relations.onnx")
    (options.out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    shutil.copyfile((options.base or base_encoder()) / "vocab.txt", options.out / "vocab.txt")
    meta = {
        "base": "all-MiniLM-L6-v2",
        "corpora": [corpus.name for corpus in CORPORA],
        "epochs": saved["epoch"] + 1,
        "steps": saved["step"],
        "licence": "CC-BY-SA-4.0",
    }
    (options.out / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")
    for name in ("relations.onnx", "labels.json", "vocab.txt", "meta.json"):
        shutil.copyfile(options.out / name, whole / name)
    for path in sorted(options.out.iterdir()):
        print(f"{path.stat().st_size / 1e6:8.2f} MB  {path.name}")


if __name__ == "__main__":
    main()
