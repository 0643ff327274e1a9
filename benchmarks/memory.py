"""How much memory this process has held at most."""

from __future__ import annotations

import resource
import sys
from pathlib import Path


def peak_bytes() -> int:
    """Most resident memory so far.

    Linux counts in `ru_maxrss` what the parent held when it started this process; the status file does not.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        told = next((line for line in status.read_text().splitlines() if line.startswith("VmHWM:")), "")
        if told:
            return int(told.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
