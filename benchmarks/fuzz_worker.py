"""One process that reads hostile files under watch, and the watcher: what the fuzz runs ask "is this input handled?"."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

LIMIT_SECONDS = int(os.environ.get("FUZZ_SECONDS", "10"))
# A process that waits for the processor on a busy machine is not slow: the limit above counts processor time, this one does not.
WALL_SECONDS = 120
_MOST_GROWTH_MB = 400
_MOST_MEMORY_BYTES = 4_000_000_000
_LONGEST_REASON = 500
_TODAY = datetime.date(2025, 6, 1)
_ONCE_IN = 20
_OF_DATES = ("stated", "inferred", "implausible")
_UNEXPLAINED = re.compile(r"its parser failed|it could not be cleaned|^\w*(?:Error|Exception)\b")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
_CONTROL_IN_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_WRITES = frozenset(
    (
        *("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.link", "os.truncate", "os.chmod", "os.system"),
        *("os.exec", "os.posix_spawn", "os.fork", "subprocess.Popen", "socket.connect", "socket.getaddrinfo", "urllib.Request"),
        *("shutil.copyfile", "shutil.move", "tempfile.mkstemp", "tempfile.mkdtemp"),
    )
)


@dataclass
class Verdict:
    """What became of one input: the reader that took it, articles and refusals, seconds of processor, and what went wrong."""

    reader: str = ""
    n_records: int = 0
    n_refused: int = 0
    is_stopped: bool = False
    seconds: float = 0.0
    failure: str | None = None
    signature: str = ""


class Watched:
    """A worker process in an empty folder of its own; it is killed and begun anew when it dies or takes too long.

    Parameters
    ----------
    script : the program that the worker runs
    seconds : of processor time for each file
    """

    def __init__(self, script: str = __file__, *, seconds: int = LIMIT_SECONDS) -> None:
        self._script, self._seconds = script, seconds
        self.folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Watched:
        self._running()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        shutil.rmtree(self.folder, ignore_errors=True)

    def check(self, name: str, data: bytes) -> Verdict:
        """Return what became of the file `name` with these bytes."""
        process = self._running()
        started = time.monotonic()
        try:
            process.stdin.write(json.dumps({"name": name, "size": len(data)}).encode() + b"\n" + data)  # type: ignore[union-attr]
            process.stdin.flush()  # type: ignore[union-attr]
            line = self._line(process.stdout, started)  # type: ignore[arg-type]
        except (OSError, TimeoutError):
            line = b""
        if line:
            return Verdict(**json.loads(line))
        return self._dead(process, time.monotonic() - started)

    def end(self) -> None:
        """Kill the process, and those that it started."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.end()
            for name in ("tmp", "home", "here"):
                (self.folder / name).mkdir(exist_ok=True)
            places = {"TMPDIR": str(self.folder / "tmp"), "HOME": str(self.folder / "home")}
            environment = {**os.environ, **places, "PYTHONDONTWRITEBYTECODE": "1", "FUZZ_FOLDER": str(self.folder)}
            environment["FUZZ_SECONDS"] = str(self._seconds)
            self._process = subprocess.Popen(
                [sys.executable, self._script],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=(self.folder / "stderr").open("wb"),
                cwd=self.folder / "here",
                env=environment,
                start_new_session=True,
            )
            self._line(self._process.stdout, time.monotonic())  # type: ignore[arg-type]
        return self._process

    @staticmethod
    def _line(pipe: BinaryIO, started: float) -> bytes:
        """Return the next line. Raises TimeoutError where none comes in time."""
        ready, _, _ = select.select([pipe], [], [], max(0.0, started + WALL_SECONDS - time.monotonic()))
        if not ready:
            raise TimeoutError
        return pipe.readline()

    def _dead(self, process: subprocess.Popen[bytes], seconds: float) -> Verdict:
        code = process.poll() if seconds < WALL_SECONDS else None
        for _ in range(50):  # a pipe may end a little before its process
            if code is None and seconds < WALL_SECONDS:
                time.sleep(0.1)
                code = process.poll()
        self.end()
        last = (self.folder / "stderr").read_text(errors="replace")[-1500:]
        if code == -signal.SIGPROF:
            words = f"it took more than {self._seconds} s of processor time"
        else:
            words = f"no answer in {WALL_SECONDS} s" if code is None else f"the process ended with {code}"
        return Verdict(seconds=seconds, failure=f"{words}\n{last}", signature=words)


def serve() -> None:
    """Answer for one file after the other, until the input ends: what the worker process does."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _Guard.limit()
    from helpers.articles.readers import child, parquet, xlsx

    child.in_child.__kwdefaults__["seconds"] = LIMIT_SECONDS
    parquet._SECONDS = xlsx._SECONDS = LIMIT_SECONDS
    guard = _Guard(Path(os.environ["FUZZ_FOLDER"]))
    answers.write(b"ready\n")
    answers.flush()
    while head := sys.stdin.buffer.readline():
        question = json.loads(head)
        data = sys.stdin.buffer.read(question["size"])
        verdict = guard.examine(question["name"], data)
        answers.write(json.dumps(asdict(verdict)).encode() + b"\n")
        answers.flush()


class _Guard:
    """Looks on while a file is read: processor time, memory, files and processes, what the log says."""

    def __init__(self, folder: Path) -> None:
        import logging

        self._folder, self._events, self._log, self._n = folder, list[str](), list[Any](), 0
        logger = logging.getLogger("helpers")
        logger.setLevel(logging.DEBUG)
        logger.propagate = False
        handler = logging.Handler()
        handler.emit = self._log.append  # type: ignore[method-assign]
        logger.addHandler(handler)
        sys.addaudithook(self._note)

    @staticmethod
    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY_BYTES, _MOST_MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def examine(self, name: str, data: bytes) -> Verdict:
        """Return what became of the file."""
        verdict, before, started = Verdict(), _peak_mb(), _processor_seconds()
        self._events.clear()
        self._log.clear()
        self._n += 1
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, LIMIT_SECONDS)
        try:
            first = _read(name, data, verdict)
            if self._n % _ONCE_IN == 0:
                assert _read(name, data, Verdict()) == first, "the same file gave two results"
        except Exception as error:  # this is what is looked for
            verdict.failure, verdict.signature = traceback.format_exc(), _place(error)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        verdict.seconds = max(0.0, _processor_seconds() - started)
        readers = [record.args[1] for record in self._log if record.msg == "%s: read as %s"]
        verdict.reader = str(readers[0]) if readers else ""
        self._explain(verdict)
        if verdict.failure is None and _peak_mb() - before > _MOST_GROWTH_MB:
            verdict.failure = verdict.signature = f"it took more than {_MOST_GROWTH_MB} MB of memory"
        self._look_for_files(verdict)
        return verdict

    def _explain(self, verdict: Verdict) -> None:
        """Put what was caught on the way beside a refusal that explains nothing."""
        caught = [record.exc_info[1] for record in self._log if record.exc_info and record.exc_info[1] is not None]
        if verdict.failure and caught and "no reason" in verdict.signature:
            verdict.signature = _place(caught[0])
            verdict.failure += "".join(traceback.format_exception(caught[0]))

    def _look_for_files(self, verdict: Verdict) -> None:
        left = [path for name in ("tmp", "home", "here") for path in (self._folder / name).rglob("*")]
        for path in left:
            if path.is_file():
                path.unlink()
        if left or self._events:
            verdict.failure = f"it wrote {[str(path) for path in left]} {self._events[:5]}"
            verdict.signature = self._events[0].split(" ")[0] if self._events else "a file was left"

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            is_write = any(letter in (mode or "") for letter in "wax+") or (flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if is_write and not isinstance(path, int) and path != os.devnull:
                self._events.append(f"open {path!r}")
        elif event in _WRITES and not (event == "subprocess.Popen" and "helpers.articles.readers.child" in str(arguments)):
            self._events.append(f"{event} {str(arguments)[:200]}")


def _read(name: str, data: bytes, verdict: Verdict) -> list[Any]:
    """Return what the readers, the cleaning and the sentences make of the file, each looked at."""
    from helpers.articles.reading import read_outcomes
    from helpers.articles.records import Refusal, Source

    found = []
    for outcome in read_outcomes(Source(name, data), today=_TODAY):
        found.append(outcome)
        if isinstance(outcome, Refusal):
            verdict.n_refused += 1
            verdict.is_stopped |= "took longer than" in outcome.reason
            _look_at_refusal(outcome, verdict)
        else:
            verdict.n_records += 1
            _look_at_article(outcome)
    assert found, "no outcome at all"
    return found


def _look_at_refusal(refusal: Any, verdict: Verdict) -> None:
    reason = refusal.reason
    _look_at_string("reason", reason, _CONTROL)
    assert " " in reason.strip() == reason, f"no sentence: {reason!r}"
    assert len(reason) <= _LONGEST_REASON, f"a reason of {len(reason)} characters: {reason[:200]!r}"
    assert refusal.row is None or refusal.row > 0
    if refusal.path is not None:
        _look_at_string("path", refusal.path, _CONTROL)
    if _UNEXPLAINED.search(reason) and verdict.failure is None:
        verdict.failure, verdict.signature = f"{reason}\n", "no reason"


def _look_at_article(article: Any) -> None:
    from helpers.articles.sentences import split_sentences

    for name, value in vars(article).items():
        if isinstance(value, str):
            _look_at_string(name, value, _CONTROL_IN_TEXT if name == "text" else _CONTROL)
    assert article.text.strip() == article.text != "", "white space around the text"
    assert article.title is None or article.text.startswith(article.title), "the text does not begin with its title"
    assert article.language is None or re.fullmatch("[a-z]{2,3}", article.language), f"language {article.language!r}"
    assert article.published is None or isinstance(article.published, datetime.date)
    assert article.published_quality in (("missing", "implausible") if article.published is None else _OF_DATES)
    assert article.row is None or 0 < article.row < 2**31
    end = 0
    for number, sentence in enumerate(split_sentences(article.text, title=article.title)):
        assert sentence.sentence == number, "sentences are not counted"
        assert end <= sentence.start < sentence.end <= len(article.text), "sentences overlap or lie outside"
        inside = article.text[sentence.start : sentence.end]
        assert inside == inside.strip(), "white space around a sentence"
        end = sentence.end


def _look_at_string(name: str, value: str, unwanted: re.Pattern[str]) -> None:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise AssertionError(f"half a character in {name}") from error
    found = unwanted.search(value)
    assert found is None, f"{found.group()!r} in {name}: {value[:200]!r}"
    assert value, f"{name} is empty"


def _place(error: BaseException) -> str:
    """Return the kind of an error and the innermost line of the project that it came through: one bug, one place."""
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if "helpers" in frame.filename or "fuzz" in frame.filename
    ]
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    words = re.sub(r"\d+|'[^']*'|\"[^\"]*\"", "#", str(error))[:60] if isinstance(error, AssertionError) else ""
    return " ".join(f"{type(error).__name__} {where} {words}".split())


def _peak_mb() -> float:
    """Return the most memory that this process has had; `getrusage` would count what its parent had before it began."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) / 1e3


def _processor_seconds() -> float:
    """Return what this process and its parsers' process have used."""
    import psutil

    from helpers.articles.readers import child

    seconds = time.process_time()
    with contextlib.suppress(psutil.Error, AttributeError):
        used = psutil.Process(child._worker._process.pid).cpu_times()  # type: ignore[union-attr]
        seconds += used.user + used.system
    return seconds


def shrunk(is_failing: Callable[[bytes], bool], data: bytes, *, n_tries: int = 60) -> bytes:
    """Return a smaller input that still fails: ever smaller parts are left out, as long as there are tries."""
    size = len(data) // 2
    while size and n_tries > 0:
        for start in _starts(len(data), size):
            n_tries -= 1
            without = data[:start] + data[start + size :]
            if n_tries >= 0 and is_failing(without):
                data = without
                break
        else:
            size //= 2
    return data


def _starts(length: int, size: int) -> Iterator[int]:
    yield from range(0, length, size)


if __name__ == "__main__":
    serve()
