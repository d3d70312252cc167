#!/usr/bin/env python3
"""Times 1x1 convolutions as PyTorch runs them; prints JSON lines. See README.md."""

import sys

from peerbench import options, shapes


def main(arguments=None) -> int:
    parsed = options.parser().parse_args(arguments)
    try:
        layers = shapes.read(parsed.shapes)
    except shapes.ShapeError as e:
        print(f"peers.py: {e}", file=sys.stderr)
        return 2
    try:
        import torch  # noqa: F401
    except ImportError as e:
        print(f"peers.py: no PyTorch in {sys.executable}: {e}", file=sys.stderr)
        return 6
    from peerbench import session

    return session.run(parsed, layers, sys.argv[1:] if arguments is None else arguments)


if __name__ == "__main__":
    sys.exit(main())
