"""JSON lines. Pure."""

from __future__ import annotations

import json
import math
from typing import TextIO


class Report:
    """Writes a line at a time, so that what was measured is kept whatever comes; keeps the tally."""

    def __init__(self, out: TextIO):
        self._out = out
        self.count = {"measurement": 0, "not_run": 0, "wrong": 0}

    def write(self, kind: str, **fields: object) -> None:
        self.count[kind] = self.count.get(kind, 0) + 1
        self._out.write(json.dumps({"kind": kind, **{k: _plain(v) for k, v in fields.items()}}) + "\n")
        self._out.flush()


def _plain(value: object) -> object:
    if isinstance(value, float):
        return float(f"{value:.6g}") if math.isfinite(value) else None
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value


def first_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return f"{type(error).__name__}: {lines[0][:300]}" if lines else type(error).__name__
