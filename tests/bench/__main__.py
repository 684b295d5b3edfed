"""Print how long the layers take beside what others need for the same, and draw how that grows."""

# ruff: noqa: E402

import os

THREADS = "1"
for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = THREADS  # before NumPy is imported

import platform
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from tests.bench import convolution, growth, step


def main():
    print_machine()
    step.report()
    convolution.report()
    growth.report()
    print(f"\n{load()} at the end.")


def print_machine():
    system, blas = np.show_config(mode="dicts"), "Build Dependencies"
    print(f"{processor()}, {os.cpu_count()} cores, {platform.system()}; {THREADS} thread each. {load()} at the start.")
    print(f"Python {platform.python_version()}, NumPy {np.__version__} with ", end="")
    print(f"{system[blas]['blas']['name']} {system[blas]['blas']['version']}", end=" ")
    print(f"({os.environ.get('OPENBLAS_CORETYPE', 'its own choice of kernels')}),")
    print(f"which found {', '.join(system['SIMD Extensions']['found'])};", end=" ")
    if find_spec("torch") is None:
        print("PyTorch is not installed and not measured: `make bench EXTRAS=oracles` installs it.")
    else:
        import torch

        torch.set_num_threads(int(THREADS))
        print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} thread.")


def processor():
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def load():
    return f"Load average {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "Load average not known"


if __name__ == "__main__":
    main()
