"""Work for the processes of tests, in a module that they import at once."""

import os
import signal
from pathlib import Path


def square(batch: list[int]) -> list[int]:
    return [number * number for number in batch]


def kill_once(batch: list[str]) -> int:
    mark = Path(batch[0])
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 1
