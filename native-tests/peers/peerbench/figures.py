"""What a set of samples comes to. Pure."""

from __future__ import annotations

import math
import statistics

ROUNDS = 3  # contenders take turns


def summarize(samples: list[float]) -> dict[str, float]:
    """Least, quartiles and greatest; quantiles between two samples are interpolated linearly."""
    if not samples:
        raise ValueError("no samples")
    ordered = sorted(samples)
    last = len(ordered) - 1

    def quantile(part: float) -> float:
        below = math.floor(part * last)
        above = min(below + 1, last)
        return ordered[below] + (part * last - below) * (ordered[above] - ordered[below])

    return {
        "median": statistics.median(ordered),
        "q1": quantile(0.25),
        "q3": quantile(0.75),
        "min": ordered[0],
        "max": ordered[-1],
    }


def runs_per_sample(seconds: float, sample: float, most: int) -> int:
    """How many runs make a sample that long."""
    return int(min(max(math.ceil(sample / max(seconds, 1e-9)), 1), most))


def samples_per_round(samples: int) -> int:
    return -(-samples // ROUNDS)


def allowance(dtype: str, k: int) -> tuple[float, float, float]:
    """What an error may be: factors of the sum of absolute terms and of a rounded value, and an absolute part.

    The first is the bound of Pointwise's oracle; peers may round to the type three times on their way
    (product, residual, activation).
    """
    u = 2.0**-24
    sums = {"f32": min(4 * math.sqrt(k + 2), k + 2) * u, "tf32": 2.0**-9 + 2 * k * u}.get(dtype, k * u)
    rounding = {"f32": u, "tf32": u, "f16": 2.0**-11, "bf16": 2.0**-8}[dtype]
    return sums, 3 * rounding, 2.0**-25 if dtype == "f16" else 0.0
