"""What the figures come from. Imports torch."""

from __future__ import annotations

import ctypes
import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
from datetime import datetime, timezone

import torch

SMI_FIELDS = (
    "name,driver_version,uuid,pstate,clocks.sm,clocks.mem,clocks.max.sm,clocks.max.mem,power.draw,power.limit,"
    "temperature.gpu,ecc.mode.current,mig.mode.current,persistence_mode,clocks_throttle_reasons.active"
)


def nvidia_smi(device: str) -> object:
    """Read-only; what it says, or why it says nothing."""
    if not shutil.which("nvidia-smi"):
        return "nvidia-smi is not there"
    index = torch.device(device).index or 0
    command = ["nvidia-smi", f"--id={index}", f"--query-gpu={SMI_FIELDS}", "--format=csv,noheader,nounits"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError) as e:
        return f"nvidia-smi failed: {e}"
    return dict(zip(SMI_FIELDS.split(","), (value.strip() for value in done.stdout.strip().split(","))))


def loaded(name: str) -> str:
    """The file of a library that this process has loaded."""
    try:
        with open("/proc/self/maps", encoding="utf-8") as maps:
            for line in maps:
                path = line.rstrip("\n").split(maxsplit=5)[-1]
                if os.path.basename(path).startswith(name + "."):
                    return path
    except OSError:
        pass
    return ""


def cublas() -> dict[str, object]:
    path = loaded("libcublasLt.so") or loaded("libcublasLt")
    if not path:
        return {}
    function = ctypes.CDLL(path).cublasLtGetVersion
    function.restype = ctypes.c_size_t
    return {"cublaslt": function(), "libcublaslt": path, "libcublas": loaded("libcublas")}


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def gather(device: str, arguments: list[str], clock, seed: int) -> dict[str, object]:
    facts: dict[str, object] = {
        "schema": 1,
        "program": "peers.py",
        "command": arguments,
        "started": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "seed": seed,
        "measures_speed": clock.measures_speed,
        "python": sys.version.split()[0],
        "platform": platform.platform(),
        "cpus": os.cpu_count(),
        "torch": torch.__version__,
        "triton": _version("triton"),
        "cuda": torch.version.cuda,
        "cudnn": torch.backends.cudnn.version(),
        "flush_bytes": clock.flush_bytes,
        "cudnn_benchmark": torch.backends.cudnn.benchmark,
    }
    if device == "cpu":
        return {**facts, "device": platform.processor() or "CPU", "warning": "a rehearsal on the CPU: no speed"}
    properties = torch.cuda.get_device_properties(device)
    torch.mm(torch.ones(8, 8, device=device), torch.ones(8, 8, device=device))  # loads cuBLAS
    return {
        **facts,
        **cublas(),
        "device": properties.name,
        "capability": f"{properties.major}.{properties.minor}",
        "multiprocessors": properties.multi_processor_count,
        "memory_bytes": properties.total_memory,
        "l2_bytes": getattr(properties, "L2_cache_size", 0),
        "nvidia_smi": nvidia_smi(device),
    }
