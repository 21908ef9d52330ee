"""Parsers that may hang, crash or fill the memory run in a worker process: `in_child` gives them a time limit."""

from __future__ import annotations

import atexit
import contextlib
import importlib
import json
import logging
import os
import queue
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any, BinaryIO

logger = logging.getLogger("helpers")

_LENGTH = struct.Struct(">Q")
_START_SECONDS = 120
# The worker ends itself a little after its parent would have ended it: the parent may have been killed in the meantime.
_GRACE_SECONDS = 5
_MOST_MEMORY_BYTES = 2_000_000_000
_SERVE = "from helpers.articles.readers.child import serve; serve()"


class ChildCrashedError(ValueError):
    """The parser ended its process, or filled its memory; the message is one sentence about the file."""


def in_child(function: Callable[[bytes], Any], data: bytes, *, seconds: float = 60) -> Any:
    """Return `function(data)`, computed in a worker process that is killed when it takes too long.

    One worker serves all calls of a process; it starts with the first, and a new one starts after one was killed.

    Parameters
    ----------
    function : a function of a module (no lambda, no method) whose result JSON can hold; its answer comes back as JSON, so that a
        parser that a file has taken over can send no code
    data : the bytes of the file
    seconds : how long it may take, the start of the worker not counted

    Raises
    ------
    TimeoutError : it took longer
    ValueError : what `function` raised as ValueError, with its message
    ChildCrashedError : the process ended, or ran out of memory
    RuntimeError : what else `function` raised, with the name of the error
    """
    with _lock:
        answer = _running_worker().ask(function, data, seconds)
    if "result" in answer:
        return answer["result"]
    raise (ValueError if answer["is_value_error"] else RuntimeError)(answer["error"])


class _Worker:
    """A process that answers one question at a time."""

    def __init__(self) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _SERVE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()
        try:
            is_ready = self._answer(_START_SECONDS) is not None
        except BaseException:
            self.end()
            raise
        if not is_ready:
            raise ChildCrashedError("the process for its parser did not start; check that Python can start a process")

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, function: Callable[[bytes], Any], data: bytes, seconds: float) -> dict[str, Any]:
        """Send one question and wait for its answer; a worker that gives none in time, or a broken one, is killed."""
        question = json.dumps({"module": function.__module__, "name": function.__qualname__, "seconds": seconds}).encode()
        # A thread sends: a worker that hangs without reading would block the pipe, and this process with it.
        threading.Thread(target=self._send, args=(question, data), daemon=True).start()
        try:
            answer = self._answer(seconds)
        except BaseException:  # a late answer, after an interrupt, must not be taken for that to the next question
            self.end()
            raise
        if answer is None:
            raise ChildCrashedError("its parser crashed or ran out of memory; save it anew, or as plain text")
        return dict(json.loads(answer))

    def end(self) -> None:
        """Kill the process, and wait until it is gone."""
        self._process.kill()
        self._process.wait()

    def _send(self, *parts: bytes) -> None:
        with contextlib.suppress(OSError, ValueError):  # the worker is gone: the reader of its answers says so
            for part in parts:
                _write_part(self._process.stdin, part)  # type: ignore[arg-type]

    def _listen(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            while (part := _read_part(self._process.stdout)) is not None:  # type: ignore[arg-type]
                self._answers.put(part)
        self._answers.put(None)

    def _answer(self, seconds: float) -> bytes | None:
        try:
            answer = self._answers.get(timeout=seconds)
        except queue.Empty:
            raise TimeoutError(f"its parser took longer than {seconds:g} s; save it anew, or as plain text") from None
        if answer is None:
            self.end()
        return answer


_lock = threading.Lock()
_worker: _Worker | None = None


def _running_worker() -> _Worker:
    global _worker
    if _worker is None or not _worker.is_alive:
        _worker = _Worker()
    return _worker


def _end_worker() -> None:
    global _worker
    if _worker is not None:
        _worker.end()
    _worker = None


def _forget_worker() -> None:
    """Leave the worker to the parent: a process that was forked starts its own."""
    global _worker, _lock
    _worker, _lock = None, threading.Lock()


atexit.register(_end_worker)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_worker)


def serve() -> None:
    """Answer questions on the standard input until it ends: what the worker process does."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a parser prints must not stand among the answers
    _limit_memory()
    _write_part(answers, b"ready")
    while (question := _read_part(sys.stdin.buffer)) is not None:
        data = _read_part(sys.stdin.buffer) or b""
        _write_part(answers, json.dumps(_reply(json.loads(question), data)).encode())


def _reply(question: dict[str, Any], data: bytes) -> dict[str, Any]:
    try:
        function = getattr(importlib.import_module(question["module"]), question["name"])
        _alarm(question["seconds"] + _GRACE_SECONDS)
        return {"result": function(data)}
    except MemoryError:
        os._exit(1)  # what is left of the memory is no place to go on in
    except Exception as error:
        message = str(error) or type(error).__name__
        is_value_error = isinstance(error, ValueError) and not isinstance(error, UnicodeError)
        return {"error": message if is_value_error else f"{type(error).__name__}: {message}", "is_value_error": is_value_error}
    finally:
        _alarm(0)


def _alarm(seconds: float) -> None:
    """End this process after so many seconds, even inside of C code; 0 takes the order back."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = _MOST_MEMORY_BYTES if most == resource.RLIM_INFINITY else min(most, _MOST_MEMORY_BYTES)
    with contextlib.suppress(ValueError, OSError):  # macOS knows the limit and does not set it
        resource.setrlimit(resource.RLIMIT_AS, (limit, most))


def _write_part(pipe: BinaryIO, part: bytes) -> None:
    pipe.write(_LENGTH.pack(len(part)))
    pipe.write(part)
    pipe.flush()


def _read_part(pipe: BinaryIO) -> bytes | None:
    """Return the next part, or None where the pipe has ended."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    part = pipe.read(length)
    return part if len(part) == length else None
