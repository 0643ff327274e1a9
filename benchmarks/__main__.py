"""Run every benchmark, one after the other, and print each one's ratios: `make bench`.

Each benchmark is a module of its own with a `main()`; it compares with a named baseline in the same run and says
whether its promise holds. Exit code 1 when a promise does not hold.
"""

from __future__ import annotations

import importlib
import sys

BENCHMARKS = ("classification", "import_households", "cascade", "coverage_page", "leader_page", "ranks", "measure")


def main(names: tuple[str, ...]) -> int:
    """Run the named benchmarks, or all; return 1 if any promise failed."""
    kept = True
    for name in names or BENCHMARKS:
        print(f"\n== {name} ==", flush=True)
        kept = importlib.import_module(f"benchmarks.{name}").main() in (0, None) and kept
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:])))
