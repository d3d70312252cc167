"""The command line. Pure."""

from __future__ import annotations

import argparse

LAYER_PEERS = ("conv2d", "cudnn_fused", "addmm", "compile", "compile_graphs")
NETWORK_PEERS = ("conv2d", "reduce_overhead", "compile_graphs", "compile")
PEERS = tuple(dict.fromkeys((*LAYER_PEERS, *NETWORK_PEERS)))
EXIT_CODES = """exit codes: 0 all right (a peer that failed or was left out is a line of the output);
1 a wrong result; 2 usage; 3 nothing measured, or the device was lost; 6 no PyTorch or no GPU"""


def _list(kind, known=None):
    def parse(text: str):
        try:
            values = [kind(part) for part in text.split(",")]
        except ValueError as e:
            raise argparse.ArgumentTypeError(f"'{text}': {e}") from e
        for value in values:
            if known and value not in known:
                raise argparse.ArgumentTypeError(f"'{value}', expected some of {', '.join(known)}")
        return list(dict.fromkeys(values))

    return parse


def _number(kind, least):
    def parse(text: str):
        value = kind(text)
        if not value >= least:
            raise ValueError(f"{text} is less than {least}")
        return value

    parse.__name__ = f"number of at least {least}"
    return parse


def parser() -> argparse.ArgumentParser:
    p = argparse.ArgumentParser(
        prog="peers.py",
        description="Times 1x1 convolutions as PyTorch runs them.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    p.add_argument("shapes", help="a CSV file in the columns of Pointwise's suites")
    p.add_argument("--dtype", type=_list(str, ("f32", "tf32", "f16", "bf16")), default=["f16", "bf16"])
    p.add_argument("--layout", type=_list(str, ("nchw", "nhwc")), default=["nhwc"])
    p.add_argument("--batch", type=_list(_number(int, 1)), default=[1])
    p.add_argument("--peer", type=_list(str, PEERS), default=list(PEERS))
    p.add_argument("--cache", type=_list(str, ("hot", "cold")), default=["hot", "cold"])
    p.add_argument("--launch", type=_list(str, ("stream", "graph")), default=["stream", "graph"])
    p.add_argument("--model", type=_list(str), help="rows of these networks only")
    p.add_argument("--limit", type=_number(int, 1), help="the first so many shapes only, in the order they are run")
    p.add_argument("--order", choices=("spread", "file"), default="spread",
                   help="spread: what time allows is a cross-section of the file")
    p.add_argument("--network", type=_list(str), default=[],
                   help="first time all pointwise layers of one forward pass of these networks")
    p.add_argument("--no-layers", action="store_true", help="networks only")
    p.add_argument("--samples", type=_number(int, 1), default=30, help="of each figure")
    p.add_argument("--warm-up", type=_number(float, 0), default=0.01, metavar="S")
    p.add_argument("--sample", type=_number(float, 0), default=0.0005, metavar="S", help="length of a hot sample")
    p.add_argument("--seconds", type=_number(float, 1), help="stop after that long; the rest is listed as not run")
    p.add_argument("--prepare-seconds", type=_number(float, 1), default=60.0,
                   help="the most that preparing one peer for one layer may take (compiling, mostly)")
    p.add_argument("--device", default="cuda", help="cuda, cuda:N, or cpu (a rehearsal: measures no speed)")
    p.add_argument("--seed", type=_number(int, 0), default=1)
    p.add_argument("--out", help="a file for the JSON lines (else standard output)")
    return p
