"""All pointwise layers of one forward pass, as one function of their inputs. Imports torch."""

from __future__ import annotations

import torch
from torch import nn

from .contenders import Contender, PointwiseLayer, compiled
from .operands import Operands, Verdict, verify
from .shapes import Layer, inputs


# How each is compiled, and whether it may be put into a CUDA graph from outside.
MODES = {
    "reduce_overhead": ("reduce-overhead", False),
    "compile_graphs": ("max-autotune", False),
    "compile": ("max-autotune-no-cudagraphs", True),
}


class Network:
    """The layers of one network; siblings read one tensor, all others one of their own."""

    def __init__(self, layers: list[Layer], dtype: str, layout: str, device: str, seed: int):
        tensors: dict[int, torch.Tensor] = {}
        self.operands: list[Operands] = []
        self.numbers: list[int] = []
        for i, (layer, number) in enumerate(inputs(layers)):
            o = Operands.make(layer, dtype, layout, device, seed + i)
            o.x = tensors.setdefault(number, o.x)
            self.operands.append(o)
            self.numbers.append(number)
        self.x = [tensors[number] for number in sorted(tensors)]

    @property
    def flops(self) -> int:
        return sum(o.layer.flops for o in self.operands)

    def verify(self, outputs: list[torch.Tensor]) -> Verdict:
        verdicts = [verify(o, y, o.layer.activation) for o, y in zip(self.operands, outputs)]
        return Verdict(
            all(v.right for v in verdicts), max(v.worst for v in verdicts), sum(v.compared for v in verdicts)
        )


class AllLayers(nn.Module):
    def __init__(self, network: Network):
        super().__init__()
        self.layers = nn.ModuleList(PointwiseLayer(o) for o in network.operands)
        self.numbers = list(network.numbers)
        self.residuals = [o.r for o in network.operands]

    def forward(self, *x):
        return [layer(x[n], r) for layer, n, r in zip(self.layers, self.numbers, self.residuals)]


def contender(network: Network, name: str) -> Contender:
    x = tuple(network.x)
    module = AllLayers(network)
    if name == "conv2d":
        return Contender(name, lambda: module(*x), "")
    mode, captures = MODES[name]
    function = compiled(module, x, mode)
    return Contender(name, lambda: function(*x), "", captures, note=mode)
