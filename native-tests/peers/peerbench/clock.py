"""Times: device events around the work, after a warm-up. Imports torch."""

from __future__ import annotations

import time
from typing import Callable

import torch

from .figures import runs_per_sample

BLOCK = 16  # samples queued before waiting for them
MOST_RUNS = 200


class CudaClock:
    """Hot: a sample is so many runs in a row. Cold: one run, before which the L2 is overwritten."""

    measures_speed = True

    def __init__(self, device: str, warm_up: float, sample: float):
        l2 = getattr(torch.cuda.get_device_properties(device), "L2_cache_size", 0) or 64 << 20
        self.flush_bytes = 2 * l2
        self._flush = torch.empty(self.flush_bytes, dtype=torch.uint8, device=device)
        self._events = [tuple(torch.cuda.Event(enable_timing=True) for _ in "ab") for _ in range(BLOCK)]
        self._warm_up, self._sample = warm_up, sample

    def warm_up(self, run: Callable[[], object]) -> int:
        """Runs for a while; says how many runs make a hot sample."""
        start, runs, seconds, rounds = time.monotonic(), 1, 0.0, 0
        while rounds < 3 or time.monotonic() - start < self._warm_up:
            seconds = self.sample(run, "hot", runs, 1)[0]
            if seconds * runs < self._sample:
                runs = min(2 * runs, MOST_RUNS)
            rounds += 1
        return runs_per_sample(seconds, self._sample, MOST_RUNS)

    def sample(self, run: Callable[[], object], cache: str, runs: int, count: int) -> list[float]:
        """Seconds of a run, `count` times."""
        samples: list[float] = []
        while len(samples) < count:
            block = self._events[: min(BLOCK, count - len(samples))]
            for i, (start, stop) in enumerate(block):
                if cache == "cold":
                    self._flush.fill_(i)
                start.record()
                for _ in range(runs):
                    run()
                stop.record()
            torch.cuda.synchronize()
            samples += [start.elapsed_time(stop) * 1e-3 / runs for start, stop in block]
        return samples

    def capture(self, run: Callable[[], object], runs: int) -> Callable[[], object]:
        """So many runs as one CUDA graph."""
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            for _ in range(2):
                run()
        torch.cuda.current_stream().wait_stream(stream)
        torch.cuda.synchronize()
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            for _ in range(runs):
                run()
        return graph.replay

    def synchronize(self) -> None:
        torch.cuda.synchronize()


class HostClock:
    """For a rehearsal on the CPU. What it says is no speed."""

    measures_speed = False
    flush_bytes = 0

    def __init__(self, _device: str, _warm_up: float, _sample: float):
        pass

    def warm_up(self, run: Callable[[], object]) -> int:
        run()
        return 1

    def sample(self, run: Callable[[], object], _cache: str, runs: int, count: int) -> list[float]:
        samples = []
        for _ in range(count):
            start = time.perf_counter()
            for _ in range(runs):
                run()
            samples.append((time.perf_counter() - start) / runs)
        return samples

    def capture(self, _run: Callable[[], object], _runs: int) -> Callable[[], object]:
        raise RuntimeError("no CUDA graphs on the CPU")

    def synchronize(self) -> None:
        pass
