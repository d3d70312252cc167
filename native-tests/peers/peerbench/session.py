"""One run: networks, then layers, in turn; a peer's failure is a line of the report. Imports torch."""

from __future__ import annotations

import gc
import sys
import traceback
from dataclasses import dataclass, field
from typing import Callable, Iterator, Optional

import torch

from . import clock as clocks
from . import contenders, networks, provenance
from .contenders import Contender, NotApplicable
from .deadline import Deadline, TimedOut
from .figures import ROUNDS, samples_per_round, summarize
from .operands import Operands, Verdict, set_precision, verify
from .options import LAYER_PEERS, NETWORK_PEERS
from .report import Report, first_line
from .shapes import Layer, distinct, spread

SAMPLING_SECONDS = 2  # what preparing the last contender leaves for the samples of all


class DeviceLost(Exception):
    """The device answers no more; nothing further can be measured in this process."""


@dataclass
class Figure:
    cache: str
    launch: str
    run: Callable[[], object]
    runs: int  # how many one call of `run` makes
    repeats: int  # how often it is called in a sample
    samples: list[float] = field(default_factory=list)


@dataclass
class Entry:
    contender: Contender
    verdict: Verdict
    figures: list[Figure]


class Session:
    def __init__(self, options, report: Report):
        self.options = options
        self.report = report
        self.deadline = Deadline(options.seconds)
        self.cuda = options.device != "cpu"
        make = clocks.CudaClock if self.cuda else clocks.HostClock
        self.clock = make(options.device, options.warm_up, options.sample)

    def race(self, about: dict, makers: dict[str, Callable[[], Contender]], check, flops: float, moved: Optional[float],
             asked: Optional[str]) -> None:
        """Prepares the contenders, then takes samples of each in turn, and reports."""
        entries = []
        for name, make in makers.items():
            try:
                with self.deadline.limit(self.options.prepare_seconds, SAMPLING_SECONDS):
                    entries.append(self.prepare(make(), check))
                if not entries[-1].verdict.right:
                    bad = entries.pop().verdict
                    self.report.write("wrong", **about, peer=name, correct=False, error=bad.worst)
            except NotApplicable as e:
                self.not_run(about, name, str(e))
            except TimedOut:
                self.not_run(about, name, "out of time while it was prepared")
                self.synchronize()
            except Exception as e:  # whatever a peer fails with, the others go on
                self.not_run(about, name, first_line(e), failed=True)
                self.synchronize()
        for _ in range(ROUNDS):
            for entry in list(entries):
                try:
                    with self.deadline.limit(float("inf")):
                        self.sample(entry)
                except TimedOut:
                    self.synchronize()
                except Exception as e:
                    entries.remove(entry)
                    self.not_run(about, entry.contender.name, first_line(e), failed=True)
                    self.synchronize()
        for entry in entries:
            self.tell(about, entry, flops, moved, asked)

    def prepare(self, contender: Contender, check: Callable[[Contender, object], Verdict]) -> Entry:
        verdict = check(contender, contender.run())
        entry = Entry(contender, verdict, [])
        if not verdict.right:
            return entry
        runs = self.clock.warm_up(contender.run)
        for launch in self.options.launch:
            if launch == "graph" and not (contender.captures and self.cuda):
                continue
            for cache in self.options.cache:
                many = runs if cache == "hot" else 1
                if launch == "graph":
                    entry.figures.append(Figure(cache, launch, self.clock.capture(contender.run, many), many, 1))
                else:
                    entry.figures.append(Figure(cache, launch, contender.run, 1, many))
        return entry

    def sample(self, entry: Entry) -> None:
        for figure in entry.figures:
            self.clock.sample(figure.run, figure.cache, figure.repeats, 1)
            samples = self.clock.sample(
                figure.run, figure.cache, figure.repeats, samples_per_round(self.options.samples)
            )
            figure.samples += [seconds / figure.runs for seconds in samples]

    def tell(self, about: dict, entry: Entry, flops: float, moved: Optional[float], asked: Optional[str]) -> None:
        contender, verdict = entry.contender, entry.verdict
        for figure in entry.figures:
            if not figure.samples:
                self.not_run(about, contender.name, f"out of time ({figure.cache}, {figure.launch})")
                continue
            summary = summarize(figure.samples)
            rates = {"flops": flops, "flops_per_second": flops / summary["median"]}
            if moved is not None:
                rates |= {"bytes": moved, "bytes_per_second": moved / summary["median"]}
            self.report.write(
                "measurement",
                **about,
                peer=contender.name,
                cache=figure.cache,
                launch=figure.launch,
                activation=contender.activation,
                complete=asked is None or contender.activation == asked,
                note=contender.note,
                **summary,
                **rates,
                runs_per_sample=figure.runs * figure.repeats,
                check={"correct": verdict.right, "error": verdict.worst, "compared": verdict.compared},
                samples=figure.samples,
            )

    def not_run(self, about: dict, peer: str, reason: str, failed: bool = False) -> None:
        self.report.write("not_run", **about, **({"peer": peer} if peer else {}), reason=reason, failed=failed)

    def synchronize(self) -> None:
        try:
            self.clock.synchronize()
        except Exception as e:
            raise DeviceLost(first_line(e)) from e

    def start(self, dtype: str) -> None:
        """What an earlier case compiled and allocated is given up."""
        gc.collect()
        torch._dynamo.reset()
        if self.cuda:
            torch.cuda.empty_cache()
        set_precision(dtype)

    def layer(self, layer: Layer, dtype: str, layout: str) -> None:
        about = layer_facts(layer, dtype, layout)
        self.start(dtype)
        try:
            o = Operands.make(layer, dtype, layout, self.options.device, self.options.seed)
        except Exception as e:  # most likely too large for the device
            self.not_run(about, "", first_line(e), failed=True)
            self.synchronize()
            return
        names = [peer for peer in LAYER_PEERS if peer in self.options.peer]
        makers = {name: (lambda make=contenders.MAKERS[name]: make(o)) for name in names}
        self.race(
            about,
            makers,
            lambda contender, y: verify(o, y, contender.activation),
            layer.flops,
            layer.bytes(dtype),
            layer.activation,
        )

    def network(self, name: str, layers: list[Layer], batch: int, dtype: str, layout: str) -> None:
        about = network_facts(name, layers, batch, dtype, layout)
        self.start(dtype)
        try:
            network = networks.Network(
                [layer.batch(batch) for layer in layers], dtype, layout, self.options.device, self.options.seed
            )
        except Exception as e:
            self.not_run(about, "", first_line(e), failed=True)
            self.synchronize()
            return
        names = [peer for peer in NETWORK_PEERS if peer in self.options.peer]
        makers = {peer: (lambda peer=peer: networks.contender(network, peer)) for peer in names}
        self.race(about, makers, lambda _, outputs: network.verify(outputs), network.flops, None, None)


def layer_facts(layer: Layer, dtype: str, layout: str) -> dict[str, object]:
    return {"network": layer.network, "layer": layer.name, "shape": layer.shape, "dtype": dtype, "layout": layout,
            "batch": layer.n}


def network_facts(name: str, layers: list[Layer], batch: int, dtype: str, layout: str) -> dict[str, object]:
    return {"forward": name, "layers": sum(layer.repeat for layer in layers), "dtype": dtype, "layout": layout,
            "batch": batch}


def cases(session: Session, layers: list[Layer]) -> Iterator[tuple[dict, Callable[[], None]]]:
    """What is to be run, in order: its facts, and how to run it."""
    o = session.options
    for name in o.network:
        of = [layer for layer in layers if layer.network == name]
        for batch in o.batch:
            for dtype in o.dtype:
                for layout in o.layout:
                    yield (
                        network_facts(name, of, batch, dtype, layout),
                        lambda a=(name, of, batch, dtype, layout): session.network(*a),
                    )
    if o.no_layers:
        return
    chosen = distinct([layer for layer in layers if not o.model or layer.network in o.model])
    if o.order == "spread":
        chosen = spread(chosen)
    for layer in chosen[: o.limit]:
        for batch in o.batch:
            for dtype in o.dtype:
                for layout in o.layout:
                    of = layer.batch(batch)
                    yield layer_facts(of, dtype, layout), lambda a=(of, dtype, layout): session.layer(*a)


def unknown_networks(options, layers: list[Layer]) -> list[str]:
    known = {layer.network for layer in layers}
    return [name for name in [*options.network, *(options.model or [])] if name not in known]


def run(options, layers: list[Layer], arguments: list[str]) -> int:
    unknown = unknown_networks(options, layers)
    if unknown:
        print(f"peers.py: no network {', '.join(unknown)} in {options.shapes}", file=sys.stderr)
        return 2
    if options.device != "cpu" and not torch.cuda.is_available():
        print(f"peers.py: PyTorch {torch.__version__} finds no GPU", file=sys.stderr)
        return 6
    torch.set_grad_enabled(False)
    torch.backends.cudnn.benchmark = True
    if options.device != "cpu":
        torch.cuda.set_device(options.device if ":" in options.device else 0)
    try:
        out = open(options.out, "w", encoding="utf-8") if options.out else sys.stdout
    except OSError as e:
        print(f"peers.py: {e}", file=sys.stderr)
        return 2
    try:
        code = _run(options, layers, arguments, Report(out))
        if options.out:
            out.close()
        return code
    except Exception:  # not a peer's: this program's own, or a full disk
        traceback.print_exc()
        return 3


def _run(options, layers: list[Layer], arguments: list[str], report: Report) -> int:
    session = Session(options, report)
    report.write("provenance", **provenance.gather(options.device, arguments, session.clock, options.seed))
    if options.device == "cpu" and "graph" in options.launch:
        report.write("not_run", launch="graph", reason="no CUDA graphs on the CPU", failed=False)
    lost = ""
    for about, step in cases(session, layers):
        if lost or session.deadline.over():
            session.not_run(about, "", lost or "out of time")
            continue
        try:
            step()
        except DeviceLost as e:
            lost = f"the device was lost: {e}"
            session.not_run(about, "", lost, failed=True)
    tally = report.count
    code = 1 if tally["wrong"] else 3 if lost or not tally["measurement"] else 0
    if options.device != "cpu":
        report.write("clocks", nvidia_smi=provenance.nvidia_smi(options.device))
    report.write("summary", **{k: tally[k] for k in ("measurement", "not_run", "wrong")}, exit=code)
    print(
        f"peers.py: {tally['measurement']} measurements, {tally['wrong']} wrong, {tally['not_run']} not run",
        file=sys.stderr,
    )
    return code
