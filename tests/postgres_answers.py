"""Exit 0 when the PostgreSQL server meant for tests answers, else 1 with the reason on standard error."""

from __future__ import annotations

import os
import sys

DEFAULT = "postgresql://postgres@127.0.0.1:5432/postgres"


def main() -> int:
    try:
        import psycopg

        with psycopg.connect(os.environ.get("CHUNGTAY_TEST_POSTGRES", DEFAULT), connect_timeout=3):
            return 0
    except Exception as error:
        print(f"PostgreSQL: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
