"""Exit 0 where Spark can be used, so that its tests run, else 1 with the reason on standard error."""

from __future__ import annotations

import sys

from chungtay.messages import speaking
from chungtay.snapshots.spark import why_no_spark


def main() -> int:
    missing = why_no_spark()
    if missing is None:
        return 0
    with speaking("en"):
        print(missing.problems[0].what, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
