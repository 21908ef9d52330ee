"""The long forms of two tests: runs killed at random moments, then hostile files for every reader. Run by `make soak`.

The kills (60 by default) leave what an undisturbed run leaves, byte for byte; the files (60 minutes in all, at least two for
each reader) end in an article or a refusal. A run that is stopped goes on with the files where it was.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from helpers.settings import PROJECT


def main(kills: int, minutes: float) -> int:
    """Run both; return how many of them failed."""
    kill_harness = [sys.executable, "-m", "pytest", "-q", "-s", "tests/test_interruption.py"]
    fuzz = [sys.executable, "benchmarks/fuzz.py", "--minutes", str(minutes)]
    environment = {**os.environ, "N_KILLS": str(kills)}
    wanted = [command for command, amount in ((kill_harness, kills), (fuzz, minutes)) if amount]
    return sum(subprocess.run(command, cwd=PROJECT, env=environment, check=False).returncode != 0 for command in wanted)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=60, help="0 for none")
    parser.add_argument("--minutes", type=float, default=60, help="of hostile files; 0 for none")
    arguments = parser.parse_args()
    sys.exit(main(arguments.kills, arguments.minutes))
