"""One seam for work in parallel: batches in, results out, in this process, in several, or on a cluster."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from distributed import Client

logger = logging.getLogger("helpers")

Batch = TypeVar("Batch")
Result = TypeVar("Result")

_AHEAD = 2  # batches under way per worker: enough to keep it busy, few enough that memory follows the batch
_MOST_RESTARTS = 3


def map_batches(
    function: Callable[[Batch], Result], batches: Iterable[Batch], *, n_process: int = 1, client: Client | None = None
) -> Iterator[Result]:
    """Yield `function(batch)` for every batch, in the order in which they are done.

    Parameters
    ----------
    function : what is done; for more than one process a function of a module, or an object of a class of one, that holds no
        open file. A batch may be done twice where a worker dies, so it has to come to the same both times.
    batches : taken one by one, a few ahead of the workers
    n_process : processes on this machine, each of which starts anew (nothing is inherited)
    client : a Dask client; its workers do the batches then, and `n_process` says nothing

    Raises
    ------
    ValueError : fewer than one process
    ChildProcessError : workers died again and again
    """
    if n_process < 1:
        raise ValueError(f"n_process is {n_process}; it is the number of processes, at least 1")
    if client is not None:
        yield from _on_cluster(function, batches, client)
    elif n_process > 1:
        yield from _in_processes(function, batches, n_process)
    else:
        yield from map(function, batches)


def _in_processes(function: Callable[[Batch], Result], batches: Iterable[Batch], n_process: int) -> Iterator[Result]:
    """Work in fresh processes; where one dies, all are started again and what was under way is done anew."""
    source, redo = iter(batches), list[Batch]()
    for _ in range(_MOST_RESTARTS + 1):
        under_way: dict[Future[Result], Batch] = {}
        with ProcessPoolExecutor(n_process, mp_context=get_context("spawn")) as pool:
            try:
                while _fill(pool, function, source, redo, under_way, _AHEAD * n_process):
                    for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                        result = future.result()
                        del under_way[future]
                        yield result
                return
            except BrokenProcessPool:
                redo += under_way.values()
                logger.warning("a worker process ended; its batch is done again")
            finally:
                for future in under_way:
                    future.cancel()
    raise ChildProcessError("worker processes ended again and again, perhaps for want of memory; use fewer (--n-process)")


def _fill(
    pool: ProcessPoolExecutor,
    function: Callable[[Batch], Result],
    source: Iterator[Batch],
    redo: list[Batch],
    under_way: dict[Future[Result], Batch],
    n_wanted: int,
) -> bool:
    """Put batches under way (changes `redo` and `under_way`) until there are enough; return whether there are any."""
    while len(under_way) < n_wanted:
        redo += [] if redo else itertools.islice(source, 1)
        if not redo:
            break
        under_way[pool.submit(function, redo[-1])] = redo[-1]  # where the pool is broken the batch stays in `redo`
        redo.pop()
    return bool(under_way)


def _on_cluster(function: Callable[[Batch], Result], batches: Iterable[Batch], client: Client) -> Iterator[Result]:
    """Work on a cluster; its scheduler gives the tasks of a worker that dies to another."""
    from distributed import as_completed

    source = iter(batches)
    n_ahead = _AHEAD * max(1, sum(client.nthreads().values()))  # type: ignore[no-untyped-call]
    under_way: Any = as_completed(  # type: ignore[no-untyped-call]
        [client.submit(function, batch, pure=False) for batch in itertools.islice(source, n_ahead)]
    )
    for future in under_way:
        result = future.result()
        future.release()
        for batch in itertools.islice(source, 1):
            under_way.add(client.submit(function, batch, pure=False))
        yield result
