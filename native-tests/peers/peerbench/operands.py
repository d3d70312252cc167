"""A layer's tensors, and the FP64 reference. Imports torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import torch
import torch.nn.functional as F

from .figures import allowance
from .shapes import Layer

DTYPES = {"f32": torch.float32, "tf32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16}
REFERENCE_IMAGES = 4

ACTIVATION = {
    "none": lambda y: y,
    "relu": F.relu,
    "relu6": F.relu6,
    "silu": F.silu,
    "sigmoid": torch.sigmoid,
    "gelu": F.gelu,
    "gelu_tanh": lambda y: F.gelu(y, approximate="tanh"),
}

ACTIVATION_IN_PLACE = {
    **ACTIVATION,
    "relu": F.relu_,
    "relu6": lambda y: F.relu6(y, inplace=True),
    "silu": lambda y: F.silu(y, inplace=True),
    "sigmoid": lambda y: y.sigmoid_(),
}


def set_precision(dtype: str) -> None:
    """FP32 is FP32; TF32 only where it is asked for."""
    torch.backends.cuda.matmul.allow_tf32 = dtype == "tf32"
    torch.backends.cudnn.allow_tf32 = dtype == "tf32"


def uniform(shape, dtype: torch.dtype, device: str, generator: torch.Generator) -> torch.Tensor:
    return torch.rand(shape, generator=generator, device=device).mul_(2).sub_(1).to(dtype)


@dataclass
class Operands:
    layer: Layer
    dtype: str
    layout: str
    x: torch.Tensor
    w: torch.Tensor
    b: Optional[torch.Tensor]
    r: Optional[torch.Tensor]

    @staticmethod
    def make(layer: Layer, dtype: str, layout: str, device: str, seed: int) -> Operands:
        """Uniform in [-1, 1]; in NHWC the tensors are channels_last."""
        generator = torch.Generator(device).manual_seed(seed)
        form = torch.channels_last if layout == "nhwc" else torch.contiguous_format

        def tensor(*shape):
            return uniform(shape, DTYPES[dtype], device, generator).contiguous(memory_format=form)

        return Operands(
            layer,
            dtype,
            layout,
            x=tensor(layer.n, layer.cin, layer.h, layer.w),
            w=tensor(layer.cout, layer.cin, 1, 1),
            b=uniform((layer.cout,), DTYPES[dtype], device, generator) if layer.bias else None,
            r=tensor(layer.n, layer.cout, *layer.out) if layer.residual else None,
        )


@dataclass(frozen=True)
class Verdict:
    right: bool
    worst: float  # the greatest error as a part of what is allowed
    compared: int


def verify(o: Operands, y: torch.Tensor, activation: str) -> Verdict:
    """Compares in FP64 on some images, first and last among them; NaN anywhere is wrong."""
    layer = o.layer
    images = sorted({round(i * (layer.n - 1) / (REFERENCE_IMAGES - 1)) for i in range(REFERENCE_IMAGES)})
    s = layer.stride
    x = o.x[images][:, :, ::s, ::s].double().flatten(2)
    w = o.w.double().flatten(1)
    pre = torch.matmul(w, x)
    size = torch.matmul(w.abs(), x.abs())
    terms = [t for t in (
        None if o.b is None else o.b.double()[None, :, None],
        None if o.r is None else o.r[images].double().flatten(2),
    ) if t is not None]
    rounded = pre.abs()
    for term in terms:
        pre = pre + term
        size = size + term.abs()
        rounded = rounded + term.abs()
    want = ACTIVATION[activation](pre)
    sums, rounding, absolute = allowance(o.dtype, layer.cin)
    if activation == "gelu_tanh":  # its slope is at most 1.13; the hardware's tanh is approximate
        sums, rounding = 1.13 * sums, rounding + 2.0**-10
    allowed = sums * size + rounding * (rounded + want.abs()) + absolute
    got = y[images].double().flatten(2)
    if tuple(y.shape) != (layer.n, layer.cout, *layer.out) or bool(torch.isnan(y).any()):
        return Verdict(False, float("inf"), got.numel())
    error = (got - want).abs()
    worst = float(torch.where(error == 0, torch.zeros_like(error), error / allowed).max())
    return Verdict(worst <= 1, worst, got.numel())
