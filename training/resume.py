"""Go on from the shipped model: its ONNX files as weights that training can start from.

python -m training.resume            # writes training/runs/{detector,classifier}.start.pt
python -m training.train_detector --start training/runs/detector.start.pt

Export folds each normalisation into its convolution. Here they are taken apart again: the folded weights give the same
numbers as the file, and what they give on training pictures gives each normalisation its mean and spread, without
which the first step would change all of them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from orchestrator.taxonomy import ALL_CLASSES
from training import train_detector
from training.dataset import FOLDER, Dataset
from training.export import MODEL_DIR
from training.joining import FIRST
from training.networks import Classifier, Detector
from training.samples import Drawn, batch

_BATCHES: Final = 12
_PREFIX, _SCOPE = "network.", "/network"
"""Of the classifier's own weights and nodes in the file, which holds its calibration around them."""

_MADE_OF: Final[Mapping[str, tuple[str, Callable[[Tensor], Tensor]]]] = {
    "weight": ("/network/Transpose_output_0", torch.Tensor.t),
    "log_scale": ("/network/Exp_output_0", torch.Tensor.log),
}
"""The classes' unit vectors and the scale of their cosines, which quantisation works out beforehand."""

Pair = tuple[nn.Conv2d, nn.BatchNorm2d | None]


def take(network: nn.Module, file: Path, example: tuple[Tensor, ...]) -> None:
    """Give `network` the weights of an ONNX file that `training.export` made of another one like it, or of several.

    Args:
        network: of the class that was exported.
        file: the ONNX file.
        example: an input of the network.

    Raises:
        ValueError: when the file holds another network.
    """
    graph = onnx.load(str(file)).graph
    held = _numbers(graph)
    nodes = {
        node.name.removeprefix(FIRST).removeprefix(_SCOPE): node
        for node in graph.node
        if node.op_type == "Conv"
    }
    paths = {module: path for path, module in network.named_modules()}
    pairs = _in_order(network, example)
    wanted = [nodes.get(_node_name(paths[conv])) for conv, _ in pairs]
    folded = [[held[name] for name in node.input[1:]] for node in wanted if node]
    if [w.shape for w, _ in folded] != [conv.weight.shape for conv, _ in pairs]:
        raise ValueError(f"{file} holds another network than {type(network).__name__}")
    for (conv, norm), (weight, bias) in zip(pairs, folded, strict=True):
        conv.weight.data = weight
        if norm is None:
            conv.bias = nn.Parameter(bias)
            continue
        norm.weight.data.fill_(1.0)
        norm.bias.data = bias
        assert norm.running_mean is not None  # noqa: S101  # all of ours keep them
        assert norm.running_var is not None  # noqa: S101
        norm.running_mean.zero_()
        norm.running_var.fill_(1.0 - norm.eps)
    of_pairs = {id(p) for pair in pairs for part in pair if part is not None for p in part.parameters()}
    for name, parameter in network.named_parameters():
        if id(parameter) not in of_pairs:
            parameter.data = _own(held, name, file).reshape(parameter.shape)


def _own(held: Mapping[str, Tensor], name: str, file: Path) -> Tensor:
    """Return a parameter of no convolution; the file holds two of the classifier's as what is made of them.

    Raises:
        ValueError: when the file does not hold it.
    """
    as_they_are = (_PREFIX + name, torch.Tensor.clone)
    for stored, undone in (as_they_are, *([_MADE_OF[name]] if name in _MADE_OF else [])):
        for known in (stored, FIRST + stored):
            if known in held:
                return undone(held[known])
    raise ValueError(f"{file} does not hold {name}")


def _node_name(path: str) -> str:
    """Return what the file calls the convolution at a module's path: `stem.2.0` is `/stem/stem.2/stem.2.0/Conv`."""
    names: list[str] = []
    for part in path.split("."):
        names.append(f"{names[-1]}.{part}" if part.isdigit() else part)
    return "/".join(["", *names, "Conv"])


def _numbers(graph: onnx.GraphProto) -> dict[str, Tensor]:
    """Return what a file holds by name, and of what is kept as integers the numbers they stand for."""
    held = {part.name: torch.from_numpy(numpy_helper.to_array(part).copy()) for part in graph.initializer}
    for node in graph.node:
        if node.op_type == "DequantizeLinear" and node.input[0] in held:
            integers, scale, zero = (held[name] for name in node.input)
            per_channel = (-1, *[1] * (integers.dim() - 1)) if scale.dim() else ()
            steps = (integers - zero.reshape(per_channel)).float()
            held[node.output[0]] = steps * scale.reshape(per_channel)
    return held


def _in_order(network: nn.Module, example: tuple[Tensor, ...]) -> list[Pair]:
    """Return the convolutions in the order they are used in, each with the normalisation that follows it."""
    used: list[nn.Module] = []
    kinds = (nn.Conv2d, nn.BatchNorm2d)
    hooks = [
        part.register_forward_hook(lambda part, *_: used.append(part))
        for part in network.modules()
        if isinstance(part, kinds)
    ]
    with torch.inference_mode():
        network.eval()(*example)
    for hook in hooks:
        hook.remove()
    pairs: list[Pair] = []
    for part, after in zip(used, [*used[1:], None], strict=True):
        if isinstance(part, nn.Conv2d):
            pairs.append((part, after if isinstance(after, nn.BatchNorm2d) else None))
    return pairs


def settle(network: nn.Module, inputs: Sequence[tuple[Tensor, ...]]) -> None:
    """Give each normalisation the mean and spread of what it gets, each kernel a new one's size (He et al. 2015).

    The network's numbers stay what they were.
    """
    seen: dict[nn.BatchNorm2d, list[Tensor]] = {}

    def note(norm: nn.Module, given: tuple[Tensor, ...]) -> None:
        assert isinstance(norm, nn.BatchNorm2d)  # noqa: S101  # hooked to no other
        seen.setdefault(norm, []).append(
            torch.stack([given[0].mean((0, 2, 3)), given[0].pow(2).mean((0, 2, 3))])
        )

    pairs = _in_order(network, inputs[0])
    hooks = [norm.register_forward_pre_hook(note) for _, norm in pairs if norm is not None]
    with torch.inference_mode():
        for one in inputs:
            network(*one)
    for hook in hooks:
        hook.remove()
    for conv, norm in pairs:
        if norm is not None:
            mean, square = torch.stack(seen[norm]).mean(0).clone()
            _unfold(conv, norm, mean, (square - mean**2).clamp(min=1e-6))


def _unfold(conv: nn.Conv2d, norm: nn.BatchNorm2d, mean: Tensor, variance: Tensor) -> None:
    fan_in = conv.weight[0].numel()
    scale = (2 / fan_in) ** 0.5 / float(conv.weight.detach().pow(2).mean().sqrt())
    conv.weight.data *= scale
    norm.bias.data += mean
    norm.weight.data = (variance + norm.eps / scale**2).sqrt()
    norm.running_mean, norm.running_var = mean * scale, variance * scale**2


def _write(network: nn.Module, name: str, folder: Path, inputs: Callable[[], tuple[Tensor, ...]]) -> None:
    """Write the weights of one network of the shipped model.

    Raises:
        ValueError: when taking the normalisations apart changed what the network gives.
    """
    some = [inputs() for _ in range(_BATCHES)]
    take(network, MODEL_DIR / f"{name}.onnx", some[0])
    with torch.inference_mode():
        before = network.eval()(*some[0])
        settle(network, some)
        worst = max(float((a - b).abs().max()) for a, b in zip(before, network.eval()(*some[0]), strict=True))
    print(f"{name}: largest difference to the shipped network {worst:.2e}")
    if worst > 1e-2:
        raise ValueError(f"{name} lost what it knew: it differs by {worst:.2e}")
    torch.save(network.state_dict(), folder / f"{name}.start.pt")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, default=FOLDER)
    parser.add_argument("--out", type=Path, default=Path("training/runs"))
    options = parser.parse_args()
    data, source = Dataset.load(options.data), np.random.default_rng(0)
    drawn = Drawn(data)

    def windows() -> tuple[Tensor, ...]:
        return train_detector.batch(data, source)[:1]

    def crops() -> tuple[Any, ...]:
        one = batch(data, drawn.places(128, source), source)
        return torch.from_numpy(one.crops), torch.from_numpy(one.shapes)

    _write(Detector(), "detector", options.out, windows)
    _write(Classifier(len(ALL_CLASSES)), "classifier", options.out, crops)


if __name__ == "__main__":
    main()
