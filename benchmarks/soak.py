"""The long form of the kill harness: runs killed at random moments, 60 by default. Run by `make soak`."""

from __future__ import annotations

import os
import subprocess
import sys

from helpers.settings import PROJECT

if __name__ == "__main__":
    n_kills = sys.argv[1] if len(sys.argv) > 1 else "60"
    command = [sys.executable, "-m", "pytest", "-q", "-s", "tests/test_interruption.py"]
    sys.exit(subprocess.run(command, cwd=PROJECT, env={**os.environ, "N_KILLS": n_kills}, check=False).returncode)
