"""Limits of time: on all of a run, and on single steps of it. Pure."""

from __future__ import annotations

import signal
import time
from contextlib import contextmanager
from typing import Iterator, Optional


class TimedOut(BaseException):
    """Not an Exception, so that no library on the way takes it for a failed attempt of its own."""


class Deadline:
    def __init__(self, seconds: Optional[float], clock=time.monotonic):
        self._clock = clock
        self._end = None if seconds is None else clock() + seconds

    def left(self) -> float:
        return float("inf") if self._end is None else max(self._end - self._clock(), 0.0)

    def over(self) -> bool:
        return self.left() == 0

    @contextmanager
    def limit(self, seconds: float, spare: float = 0.0) -> Iterator[None]:
        """Interrupts the body with TimedOut after that long, or `spare` before the deadline. Main thread only."""
        seconds = min(seconds, max(self.left() - spare, 0.0))
        if seconds == 0:
            raise TimedOut
        if seconds == float("inf"):
            yield
            return

        def interrupt(_signal, _frame):
            raise TimedOut

        before = signal.signal(signal.SIGALRM, interrupt)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
