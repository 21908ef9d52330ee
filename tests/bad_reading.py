"""A worker of the fuzz runs whose reader does what the name of the file says: the watcher must see it."""

import os
import time
from typing import Any

import fuzz_worker

from helpers.articles.records import Refusal

REASONS = {
    "long": "It is long" * 100,
    "lines": "one line\nand another",
    "unexplained": "its parser failed (KeyError: 1); check the file, or save it as plain text",
}
kept: list[bytes] = []


def read(name: str, data: bytes, verdict: Any) -> list[Any]:
    if name == "hang":
        while True:
            pass
    if name == "sleep":
        time.sleep(600)
    if name == "crash":
        os.abort()
    if name == "write":
        open("left.txt", "w").close()
    if name == "elsewhere":
        os.mkdir(data.decode())
    if name == "connect":
        import socket

        socket.socket().connect_ex(("127.0.0.1", 9))
    if name == "fill":
        kept.append(os.urandom(1) * 500_000_000)
    if name == "raise":
        raise KeyError("inside")
    if name in REASONS:
        fuzz_worker._look_at_refusal(Refusal(REASONS[name]), verdict)
    return [os.urandom(4) if name == "chance" else name]


if __name__ == "__main__":
    fuzz_worker._read = read
    fuzz_worker.serve()
