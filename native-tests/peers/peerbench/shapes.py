"""Files of layers, in the columns of Pointwise's suites. Pure."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from pathlib import Path

REQUIRED = ("cin", "cout", "h", "w")
COLUMNS = (*REQUIRED, "model", "layer", "repeat", "stride", "activation", "bias", "group_of_siblings")
ACTIVATIONS = ("none", "relu", "relu6", "silu", "sigmoid", "gelu", "gelu_tanh")
BYTES = {"f32": 4, "tf32": 4, "f16": 2, "bf16": 2}


class ShapeError(ValueError):
    """A malformed file; the message names file and line."""


@dataclass(frozen=True)
class Layer:
    """A 1x1 convolution on a batch of images. Extents are the input's."""

    cin: int
    cout: int
    h: int
    w: int
    n: int = 1
    stride: int = 1
    bias: bool = True
    residual: bool = False
    activation: str = "none"
    network: str = ""
    name: str = ""
    repeat: int = 1
    siblings: str = ""

    @property
    def out(self) -> tuple[int, int]:
        return (self.h - 1) // self.stride + 1, (self.w - 1) // self.stride + 1

    @property
    def pixels(self) -> int:
        return self.n * self.out[0] * self.out[1]

    @property
    def flops(self) -> int:
        return 2 * self.pixels * self.cin * self.cout

    def bytes(self, dtype: str) -> int:
        """The least that has to be moved: sampled input, weights, output, residual and bias, once each."""
        outputs = self.pixels * self.cout * (2 if self.residual else 1)
        bias = self.cout if self.bias else 0
        return BYTES[dtype] * (self.pixels * self.cin + self.cin * self.cout + outputs + bias)

    @property
    def epilogue(self) -> str:
        parts = (("bias", self.bias), ("add", self.residual), (self.activation, self.activation != "none"))
        return "".join(f"+{part}" for part, there in parts if there)

    @property
    def shape(self) -> str:
        """Such as n8c256h56w56k64s2+bias+add+relu."""
        stride = f"s{self.stride}" if self.stride != 1 else ""
        return f"n{self.n}c{self.cin}h{self.h}w{self.w}k{self.cout}{stride}{self.epilogue}"

    def batch(self, n: int) -> Layer:
        return replace(self, n=n)


def read(path: str) -> list[Layer]:
    """The rows of a file. Without a column `model`, the network is named after the file."""
    try:
        with open(path, newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
    except (OSError, UnicodeDecodeError) as e:
        raise ShapeError(f"{path} cannot be read: {e}") from e
    if not rows:
        raise ShapeError(f"{path} is empty, expected a header and a row per layer")
    header = rows[0]
    unknown = [column for column in header if column not in COLUMNS]
    missing = [column for column in REQUIRED if column not in header]
    if unknown or missing or len(set(header)) != len(header):
        raise ShapeError(f"{path}, line 1: columns are {','.join(header)}, expected some of {','.join(COLUMNS)}")
    layers = [
        _layer(f"{path}, line {number}", header, row, Path(path).stem)
        for number, row in enumerate(rows[1:], start=2)
        if row
    ]
    if not layers:
        raise ShapeError(f"{path} has no rows")
    return layers


def _layer(place: str, header: list[str], row: list[str], stem: str) -> Layer:
    if len(row) != len(header):
        raise ShapeError(f"{place}: {len(row)} fields, expected {len(header)}")
    fields = dict(zip(header, row))

    def number(column: str) -> int:
        text = fields.get(column, "1")
        if not (text.isascii() and text.isdigit() and int(text) >= 1):
            raise ShapeError(f"{place}, column {column}: '{text}', expected a whole number of at least 1")
        return int(text)

    residual, activation = _activation(place, fields.get("activation", ""))
    bias = fields.get("bias", "no")
    if bias not in ("yes", "bn-folded", "no"):
        raise ShapeError(f"{place}, column bias: '{bias}', expected yes, bn-folded or no")
    return Layer(
        cin=number("cin"),
        cout=number("cout"),
        h=number("h"),
        w=number("w"),
        stride=number("stride"),
        bias=bias != "no",
        residual=residual,
        activation=activation,
        network=fields.get("model", stem),
        name=fields.get("layer", ""),
        repeat=number("repeat"),
        siblings=fields.get("group_of_siblings", ""),
    )


def _activation(place: str, text: str) -> tuple[bool, str]:
    # A scale per channel folds into weights and bias.
    steps = [step for step in text.split("+") if step not in ("", "none", "layerscale")]
    activations = [step for step in steps if step != "add"]
    if len(activations) > 1 or any(a not in ACTIVATIONS for a in activations):
        raise ShapeError(f"{place}, column activation: '{text}', expected [add+] and one of {', '.join(ACTIVATIONS)}")
    return "add" in steps, activations[0] if activations else "none"


def distinct(layers: list[Layer]) -> list[Layer]:
    """Leaves out layers that another one equals but for its name."""
    first: dict[str, Layer] = {}
    for layer in layers:
        first.setdefault(layer.shape, layer)
    return list(first.values())


def spread(items: list) -> list:
    """Reorders so that any beginning of the list is spread over all of it (bit reversal)."""
    bits = max(len(items) - 1, 0).bit_length()
    order = (int(format(i, f"0{bits}b")[::-1], 2) if bits else 0 for i in range(1 << bits))
    return [items[i] for i in order if i < len(items)]


def inputs(layers: list[Layer]) -> list[tuple[Layer, int]]:
    """Layers of one network, repeated ones each by itself, with the number of the tensor that each reads.

    Layers with one sibling tag read one tensor; a trailing * only says that the stride differs.
    """
    numbers: dict[object, int] = {}
    placed = []
    for index, layer in enumerate(layers):
        for copy in range(layer.repeat):
            tag = layer.siblings.rstrip("*")
            key = (tag, copy, layer.cin, layer.h, layer.w) if tag else (index, copy)
            placed.append((layer, numbers.setdefault(key, len(numbers))))
    return placed
