"""The checking process: `python -m bot.photos.worker`. It opens what came from outside, and nothing else does.

It is asked over its standard input and answers over its standard output: a line of JSON, then as many bytes as the line
says. Nothing that the other side would have to unpickle, since a file may have taken this process over. It gets no
secrets, little memory, little time, and writes no files. Where it dies, the bot starts another.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from typing import Any, BinaryIO

from bot.photos.cleaning import master, render, sheet
from bot.photos.engine import Engine
from bot.photos.examine import Examined
from bot.photos.faces import FaceCounter
from bot.photos.likeness import likeness_hash
from bot.photos.limits import Limits
from bot.photos.lines import Corners
from bot.photos.opening import UnreadableError, open_photo
from bot.photos.reading import read_writing
from bot.photos.renditions import Rendition

MEMORY = 3 * 1024**3
"""Bytes of address space, the models' own half a gigabyte included."""
CPU_SECONDS = 60
"""For one photo, or one animation."""


class Examiner:
    """The models, loaded at the first photo that needs them."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._engine: Engine | None = None
        self._faces: FaceCounter | None = None

    def examine(self, content: bytes, *, with_master: bool) -> Examined:
        """Looks at one file. What cannot be opened is an answer with a sentence."""
        try:
            opened = open_photo(content, self.limits)
        except UnreadableError as error:
            return Examined(error=str(error))
        self._engine = self._engine or Engine()
        self._faces = self._faces or FaceCounter()
        lines = [
            line
            for number, frame in enumerate(opened.frames)
            for line in read_writing(self._engine, frame, frame=number)
        ]
        faces = [self._faces.count(frame) for frame in opened.frames]
        first = opened.frames[0]
        return Examined(
            make=opened.camera.make,
            model=opened.camera.model,
            serial=opened.camera.serial,
            captured=opened.camera.captured,
            gps=opened.camera.gps,
            lines=tuple(lines),
            faces=max(each.count for each in faces),
            largest_face=max(each.largest for each in faces),
            likeness=likeness_hash(first),
            width=first.shape[1],
            height=first.shape[0],
            animated=opened.animated,
            master=master(first) if with_master else b"",
        )

    def render(self, content: bytes, asked: dict[str, Any]) -> bytes:
        """A copy of a master for one place."""
        picture = open_photo(content, self.limits).frames[0]
        return render(picture, Rendition(**asked["wanted"]), _areas(asked["blurred"]), _areas(asked["boxed"]))

    def sheet(self, content: bytes, sizes: list[int]) -> bytes:
        """Copies of ours, one after the other in `content`, as one numbered picture."""
        parts, begin = [], 0
        for size in sizes:
            parts.append(content[begin : begin + size])
            begin += size
        return sheet([open_photo(part, self.limits).frames[0] for part in parts])


def _areas(said: Any) -> list[Corners]:
    return [tuple((float(x), float(y)) for x, y in area) for area in said]  # type: ignore[misc]


def serve(asked: BinaryIO, answer: BinaryIO, limits: Limits) -> None:
    """Answers one request after the other until nobody asks any more."""
    examiner = Examiner(limits)
    while line := asked.readline():
        request = json.loads(line)
        content = asked.read(int(request["bytes"]))
        _allow_cpu(CPU_SECONDS)
        said: dict[str, Any]
        payload = b""
        try:
            if request["what"] == "render":
                payload, said = examiner.render(content, request), {"error": None}
            elif request["what"] == "sheet":
                payload, said = examiner.sheet(content, [int(size) for size in request["sizes"]]), {"error": None}
            else:
                examined = examiner.examine(content, with_master=bool(request.get("master")))
                payload, said = examined.master, examined.to_json()
        except UnreadableError as error:
            said = {"error": str(error)}
        said["bytes"] = len(payload)
        answer.write(json.dumps(said).encode() + b"\n" + payload)
        answer.flush()


def _allow_cpu(seconds: int) -> None:
    """Lets this process compute for so long from now; the kernel ends it after that."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _confine(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    os.nice(5)


def main() -> None:
    # Libraries print; the answers are the only thing that may go to the standard output.
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _confine(int(os.environ.get("SOCIALPOST_WORKER_MEMORY", MEMORY)))
    serve(sys.stdin.buffer, answer, Limits())


if __name__ == "__main__":
    main()
