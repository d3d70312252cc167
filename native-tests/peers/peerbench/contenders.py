"""The ways in which PyTorch computes one layer. Imports torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

import torch
import torch.nn.functional as F
from torch import nn

from .operands import ACTIVATION, ACTIVATION_IN_PLACE, Operands


class NotApplicable(Exception):
    """The peer has no way to compute the layer."""


@dataclass
class Contender:
    name: str
    run: Callable[[], torch.Tensor]
    activation: str  # the one that is computed
    captures: bool = True  # whether it may be put into a CUDA graph from outside
    note: str = ""


class PointwiseLayer(nn.Module):
    """A layer as a network has it: weights are its own and stay where they are."""

    def __init__(self, o: Operands):
        super().__init__()
        self.w = nn.Parameter(o.w, requires_grad=False)
        self.b = None if o.b is None else nn.Parameter(o.b, requires_grad=False)
        self.stride = o.layer.stride
        self.activation = ACTIVATION[o.layer.activation]

    def forward(self, x, r=None):
        y = F.conv2d(x, self.w, self.b, self.stride)
        return self.activation(y if r is None else y + r)


def conv2d(o: Operands) -> Contender:
    activate = ACTIVATION_IN_PLACE[o.layer.activation]

    def run():
        y = F.conv2d(o.x, o.w, o.b, o.layer.stride)
        return activate(y if o.r is None else y.add_(o.r))

    return Contender("conv2d", run, o.layer.activation)


def cudnn_fused(o: Operands) -> Contender:
    if o.layer.activation != "relu":
        raise NotApplicable(f"cuDNN's fused convolution has relu, not {o.layer.activation}")
    s = [o.layer.stride] * 2
    if o.r is None:
        return Contender(
            "cudnn_fused", lambda: torch.cudnn_convolution_relu(o.x, o.w, o.b, s, [0, 0], [1, 1], 1), "relu"
        )
    return Contender(
        "cudnn_fused",
        lambda: torch.cudnn_convolution_add_relu(o.x, o.w, o.r, 1.0, o.b, s, [0, 0], [1, 1], 1),
        "relu",
    )


def addmm(o: Operands) -> Contender:
    """The product with cuBLASLt's epilogue behind it, as far as that goes."""
    layer = o.layer
    if o.layout != "nhwc" or layer.stride != 1:
        raise NotApplicable("a layer is one product of matrices only in NHWC without stride")
    rows = o.x.permute(0, 2, 3, 1).reshape(-1, layer.cin)
    if rows.data_ptr() != o.x.data_ptr():
        raise NotApplicable("the input cannot be seen as a matrix without a copy")
    w = o.w.reshape(layer.cout, layer.cin).t()
    r = None if o.r is None else o.r.permute(0, 2, 3, 1).reshape(-1, layer.cout)
    activate = ACTIVATION_IN_PLACE[layer.activation]
    activation, note = layer.activation, ""
    if o.b is not None and r is None and layer.activation in ("relu", "gelu", "gelu_tanh"):
        gelu = layer.activation != "relu"
        activation = "gelu_tanh" if gelu else "relu"
        note = "bias and activation in the epilogue"

        def product():
            return torch._addmm_activation(o.b, rows, w, use_gelu=gelu)

    else:

        def product():
            y = torch.mm(rows, w) if o.b is None else torch.addmm(o.b, rows, w)
            return activate(y if r is None else y.add_(r))

    def run():
        return product().view(layer.n, *layer.out, layer.cout).permute(0, 3, 1, 2)

    return Contender("addmm", run, activation, note=note)


def compiled(module: nn.Module, inputs: tuple, mode: str) -> Callable:
    """Compiled for these very tensors, which stay where they are."""
    for tensor in inputs:
        torch._dynamo.mark_static_address(tensor)
    function = torch.compile(module, mode=mode, dynamic=False, fullgraph=True)
    for _ in range(3):  # compiles; then warms up and records, where graphs are its own
        function(*inputs)
    return function


def _compiled_layer(o: Operands, name: str, mode: str, captures: bool) -> Contender:
    inputs = (o.x,) if o.r is None else (o.x, o.r)
    function = compiled(PointwiseLayer(o), inputs, mode)
    return Contender(name, lambda: function(*inputs), o.layer.activation, captures, note=mode)


def compile_(o: Operands) -> Contender:
    return _compiled_layer(o, "compile", "max-autotune-no-cudagraphs", captures=True)


def compile_graphs(o: Operands) -> Contender:
    """As users ask for it: the mode brings its own CUDA graphs."""
    return _compiled_layer(o, "compile_graphs", "max-autotune", captures=False)


MAKERS = {
    "conv2d": conv2d,
    "cudnn_fused": cudnn_fused,
    "addmm": addmm,
    "compile": compile_,
    "compile_graphs": compile_graphs,
}
