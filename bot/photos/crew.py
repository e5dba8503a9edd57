"""The workers from outside: started, asked, timed, and replaced where they die. Never opens a picture itself.

A worker that dies or takes too long is ended, and its photo is given to a new one, once. If that one dies too, the
answer is a sentence; other photos never notice.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from queue import Empty, SimpleQueue
from typing import Any, Self, TypeVar

from bot.photos.examine import Examined
from bot.photos.lines import Corners
from bot.photos.renditions import Rendition

_T = TypeVar("_T")

SECONDS = 240.0
"""Wall-clock time for one photo, the loading of the models included."""
TRIES = 2
GAVE_UP = "This photo could not be checked: the check stopped twice. Please save it again as JPEG and send that copy."


class WorkerDiedError(Exception):
    """The checking process ended, or was ended, before it answered."""


class Worker:
    """One checking process. Not for use from several threads."""

    def __init__(self, *, memory: int | None = None, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        # Nothing of the bot's own environment: there are tokens in it.
        kept = {key: os.environ[key] for key in ("PATH", "LANG", "SYSTEMROOT") if key in os.environ}
        threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
        limit = {"SOCIALPOST_WORKER_MEMORY": str(memory)} if memory else {}
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-m", "bot.photos.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=kept | threads | limit,
        )

    def examine(self, content: bytes, *, master: bool = False) -> Examined:
        """What is in a photo. Raises `WorkerDiedError`."""
        said, payload = self._ask({"what": "examine", "master": master}, content)
        return Examined.of_json(said, payload)

    def render(
        self, content: bytes, wanted: Rendition, blurred: Iterable[Corners] = (), boxed: Iterable[Corners] = ()
    ) -> bytes:
        """A copy of a master for one place. Raises `WorkerDiedError`, also where the master cannot be opened."""
        areas = {"blurred": list(blurred), "boxed": list(boxed)}
        said, payload = self._ask({"what": "render", "wanted": asdict(wanted), **areas}, content)
        if said["error"]:
            raise WorkerDiedError(said["error"])
        return payload

    def sheet(self, contents: Sequence[bytes]) -> bytes:
        """Copies as one numbered picture. Raises `WorkerDiedError`."""
        said, payload = self._ask({"what": "sheet", "sizes": [len(each) for each in contents]}, b"".join(contents))
        if said["error"]:
            raise WorkerDiedError(said["error"])
        return payload

    def _ask(self, request: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
        clock = threading.Timer(self._seconds, self.process.kill)
        clock.daemon = True
        clock.start()
        try:
            assert self.process.stdin is not None
            assert self.process.stdout is not None
            self.process.stdin.write(json.dumps(request | {"bytes": len(content)}).encode() + b"\n" + content)
            self.process.stdin.flush()
            line = self.process.stdout.readline()
            said = json.loads(line)
            payload = self.process.stdout.read(int(said["bytes"]))
            if len(payload) != int(said["bytes"]):
                raise WorkerDiedError("it ended in the middle of its answer")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise WorkerDiedError(str(error)) from error
        finally:
            clock.cancel()
        return said, payload

    def close(self) -> None:
        """Ends the process."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what it had not read any more cannot be flushed
                    continue


class Crew:
    """Workers, one a core, started when they are needed. Close it, or use it in a `with`."""

    def __init__(self, size: int | None = None, *, hire: Callable[[], Worker] = Worker) -> None:
        self.size = size or max(1, os.cpu_count() or 1)
        self._hire = hire
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        self._pool = ThreadPoolExecutor(self.size, thread_name_prefix="photo")

    def examine(self, content: bytes, *, master: bool = False) -> Examined:
        """What is in a photo, or the sentence that says why nobody could look."""
        try:
            return self._with_a_worker(lambda worker: worker.examine(content, master=master))
        except WorkerDiedError:
            return Examined(error=GAVE_UP)

    def examine_all(self, contents: Iterable[Callable[[], bytes]], *, master: bool = False) -> Iterator[Examined]:
        """The same for many, on all cores, in their order. Each is read from where it is only when its turn comes."""
        jobs = [self._pool.submit(lambda read=read: self.examine(read(), master=master)) for read in contents]  # type: ignore[misc]
        for job in jobs:
            yield job.result()

    def render(
        self, content: bytes, wanted: Rendition, blurred: Iterable[Corners] = (), boxed: Iterable[Corners] = ()
    ) -> bytes:
        """A copy of a master for one place; `boxed`: with a box around these. Raises `WorkerDiedError` where two workers
        did not manage it."""
        areas, boxes = tuple(blurred), tuple(boxed)
        return self._with_a_worker(lambda worker: worker.render(content, wanted, areas, boxes))

    def sheet(self, contents: Sequence[bytes]) -> bytes:
        """Copies as one numbered picture. Raises `WorkerDiedError` where two workers did not manage it."""
        return self._with_a_worker(lambda worker: worker.sheet(contents))

    def _with_a_worker(self, ask: Callable[[Worker], _T]) -> _T:
        for attempt in range(TRIES):
            worker = self._free()
            try:
                answer = ask(worker)
            except WorkerDiedError:
                worker.close()
                if attempt == TRIES - 1:
                    raise
            except BaseException:
                worker.close()
                raise
            else:
                self._idle.put(worker)
                return answer
        raise AssertionError("the last try returns or raises")

    def _free(self) -> Worker:
        while True:
            try:
                worker = self._idle.get_nowait()
            except Empty:
                return self._hire()
            if worker.process.poll() is None:
                return worker
            worker.close()

    def close(self) -> None:
        """Ends all workers; photos that wait are not looked at any more."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
