"""Where the pictures of posts are kept: a folder by default, or any place that fsspec knows by a URL (such as s3://…).

What is kept here has no metadata and nothing of a person in its name: a key is the number of the post and the SHA-256 of
the content. Content is read back only if it still has that hash, so a picture cannot change behind an approval.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import fsspec
from fsspec.implementations.local import LocalFileSystem

_KEY = re.compile(r"[0-9]{4,18}/[0-9a-f]{64}\.(jpg|zip)", re.ASCII)


class MediaError(Exception):
    """The store does not have the picture, or has another one in its place. Says which key, and nothing of the picture."""


def key_of(post_id: int, sha256: str, suffix: str = "jpg") -> str:
    """Under which key content of a post is kept."""
    return f"{post_id:04}/{sha256}.{suffix}"


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _is_content_of(key: str, content: bytes) -> bool:
    return sha256_of(content) == key.partition("/")[2].partition(".")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaStore:
    """Keeps and gives back bytes. `root` is the folder (or bucket and prefix) in which it does."""

    files: Any
    root: str

    @classmethod
    def at(cls, url: str) -> Self:
        """The store at a folder or a URL. Raises ImportError where fsspec needs another package for it."""
        files, root = fsspec.core.url_to_fs(url)
        return cls(files=files, root=root.rstrip("/"))

    def put(self, post_id: int, content: bytes, suffix: str = "jpg") -> str:
        """Keeps content and returns its key. Whoever reads the key finds all of it or nothing, even after a crash."""
        key = key_of(post_id, sha256_of(content), suffix)
        path = self._path(key)
        if self.files.exists(path):
            return key
        if not isinstance(self.files, LocalFileSystem):
            self.files.pipe_file(path, content)  # one request: there is no half of an object
            return key
        unfinished = f"{path}.{secrets.token_hex(4)}"
        Path(self.root).mkdir(
            mode=0o700, parents=True, exist_ok=True
        )  # pictures of children: nobody else opens the folder
        self.files.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
        self.files.pipe_file(unfinished, content)
        self.files.mv(unfinished, path)
        return key

    def get(self, key: str) -> bytes:
        """The content of a key, exactly as it was put. Raises `MediaError`."""
        try:
            content: bytes = self.files.cat_file(self._path(key))
        except FileNotFoundError as error:
            raise MediaError(f"{key} is not in the media store") from error
        if not _is_content_of(key, content):
            raise MediaError(f"{key} is not what was kept under this name")
        return content

    def unsound(self, keys: Collection[str]) -> set[str]:
        """Those of these keys whose content is gone or is not what was put. Asked for all at once where a store can."""
        found = self.files.cat([self._path(key) for key in keys], on_error="omit") if keys else {}
        contents = {"/".join(path.split("/")[-2:]): content for path, content in found.items()}
        return {key for key in keys if key not in contents or not _is_content_of(key, contents[key])}

    def rendition(self, post_id: int, sha256: str) -> bytes:
        """The copy of a photo that an approval names by its hash. Raises `MediaError`."""
        return self.get(key_of(post_id, sha256))

    def remove(self, post_id: int) -> None:
        """Everything of one post. Nothing happens where there is nothing."""
        path = f"{self.root}/{post_id:04}"
        if self.files.exists(path):
            self.files.rm(path, recursive=True)

    def delete(self, key: str) -> None:
        """One picture. Nothing happens where it is gone."""
        path = self._path(key)
        if self.files.exists(path):
            self.files.rm_file(path)

    def _path(self, key: str) -> str:
        """Only keys that `key_of` writes: nothing that climbs out of the store."""
        if not _KEY.fullmatch(key):
            raise MediaError("this is no key of the media store")
        return f"{self.root}/{key}"
