# SPDX-License-Identifier: Apache-2.0
"""`python -m tests.benchmarks [NAME…]`: run all benchmarks, or those that are named."""

import argparse
import platform

from tests.benchmarks import (
    analysis,
    charts,
    configuration,
    csms,
    findings,
    memory,
    reading,
    search,
    settings,
    start,
    table,
    views,
    window,
)

BENCHMARKS = {
    "charts": charts.run,
    "analysis": analysis.run,
    "configuration": configuration.run,
    "csms": csms.run,
    "findings": findings.run,
    "memory": memory.run,
    "reading": reading.run,
    "search": search.run,
    "settings": settings.run,
    "start": start.run,
    "table": table.run,
    "views": views.run,
    "window": window.run,
}


def main() -> None:
    """Run what the command line names."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    names = parser.parse_args().names or list(BENCHMARKS)
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"{unknown[0]} is none of: {', '.join(BENCHMARKS)}")
    print(f"Python {platform.python_version()} on {platform.platform()}")
    for name in names:
        BENCHMARKS[name]()


if __name__ == "__main__":
    main()
