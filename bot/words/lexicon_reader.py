"""Word lists by meaning, from `lexicon/*.toml`, looked for in one pass over the words of a text.

An entry is a phrase in lower case. `diagnos*` is every word that begins so, `(mum|dad)` either word, `[very]` a word
that may be missing and `~` up to three words of any kind. Words may be parted by spaces or hyphens.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from itertools import product
from typing import NamedTuple

KEY = 3
"""Letters of an entry's first word by which it is looked up; a shorter first word is looked up as it is."""


class Hit(NamedTuple):
    """An entry of the list `name` stands at `low[start:end]`."""

    name: str
    start: int
    end: int


class _Group:
    """The entries of one list that begin alike. `starts`: their first letters, compared before any expression is tried."""

    def __init__(self, name: str, patterns: Iterable[str]) -> None:
        self.name = name
        self._patterns = sorted(patterns, key=len, reverse=True)
        self.starts = tuple({pattern[: len(pattern) - len(pattern.lstrip(_SMALL))] for pattern in self._patterns})

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled for the first text that needs it: all together take a second, those of a post a fraction of it."""
        by_word: dict[str, list[str]] = defaultdict(list)
        for pattern in self._patterns:
            first, parted, rest = pattern.partition(_APART)
            by_word[first + parted if first.isalpha() else ""].append(rest if first.isalpha() else pattern)
        # Their first word is compared once, not once for each entry; an entry of one word alone comes after its longer ones.
        tried = [f"{first}(?:{'|'.join(rests)})" for first, rests in sorted(by_word.items(), key=_longer_first)]
        return re.compile(f"(?:{'|'.join(tried)})(?![\\w])")


def _longer_first(group: tuple[str, list[str]]) -> tuple[bool, bool, str]:
    """Entries of several words, then those that are no plain word, then single words: "ex-husband" before "ex"."""
    first, _ = group
    return first.isalpha(), not first, first


class Lexicon:
    """Named lists of phrases. One dictionary look-up a word, then only the few entries that begin alike are tried.

    The files are read when the first text is looked at, not when the checks are imported.
    """

    def __init__(self, *files: str) -> None:
        self._files = files

    @cached_property
    def _by_key(self) -> Mapping[str, Sequence[_Group]]:
        grouped: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for name in self._files:
            for list_name, entries in _read(name).items():
                for entry in entries:
                    for key, pattern in _patterns(entry):
                        grouped[key][f"{name}.{list_name}"].append(pattern)
        return {key: [_Group(*each) for each in by_name.items()] for key, by_name in grouped.items()}

    def find(self, low: str) -> tuple[Hit, ...]:
        """As `look`; the last answers are kept, since more than one check asks for the same list."""
        return _found(self, low)

    def look(self, low: str) -> list[Hit]:
        """Every entry in a text of small letters, in order; of one list the longest at a place."""
        hits: list[Hit] = []
        groups = self._by_key
        for word in _WORD.finditer(low):
            start = word.start()
            begins, whole = low[start : start + KEY], word[0]
            for key in (begins,) if begins == whole else (begins, whole):
                hits += [
                    Hit(group.name, start, found.end())
                    for group in groups.get(key, ())
                    if low.startswith(group.starts, start) and (found := group.pattern.match(low, start))
                ]
        return hits


@lru_cache(maxsize=16)
def _found(lexicon: Lexicon, low: str) -> tuple[Hit, ...]:
    return tuple(lexicon.look(low))


_SMALL = "abcdefghijklmnopqrstuvwxyz"
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_FIRST = re.compile(r"[\s~-]")
_PART = re.compile(r"\(([^)]*)\)|\[([^\]]*)\]|([^()\[\]]+)")
_GAP = r"[\s-]+(?:[\w'’]+[\s,-]+){0,3}?"


def _patterns(entry: str) -> Iterable[tuple[str, str]]:
    """The keys and regular expressions of an entry: written out for each of its first words, the rest in one expression."""
    choices: list[list[str]] = []
    is_first = True
    for one, maybe, text in _PART.findall(entry):
        if one:
            longest_first = sorted(one.split("|"), key=len, reverse=True)
            choices.append(longest_first if is_first else [f"({'|'.join(longest_first)})"])
        else:
            choices.append(["", *maybe.split("|")] if maybe else [text])
        is_first &= not (one or text.strip())
    for chosen in product(*choices):
        words = " ".join("".join(chosen).split())
        if words:
            yield _key(words), _expression(words)


def _key(words: str) -> str:
    first = _FIRST.split(words, maxsplit=1)[0]
    stem = first.rstrip("*")
    if first.endswith("*") and len(stem) < KEY:
        raise ValueError(f"{words!r}: an open word needs {KEY} letters")
    return stem[:KEY] if len(stem) >= KEY else stem


def _expression(words: str) -> str:
    parts = _SIGN.split(_GAPS.sub("~", words))
    return "".join(part if part.isalpha() else _MEANS.get(part) or re.escape(part) for part in parts)


_SIGN, _GAPS = re.compile(r"([*~ ()|-])"), re.compile(r" *~ *")
_APART = r"[\s-]+"
_MEANS = {"*": r"\w*", "~": _GAP, " ": _APART, "-": r"[\s-]?", "(": "(?:", "|": "|", ")": ")"}
"""What a sign of an entry stands for in a regular expression; `_APART` stands between two words."""


@cache
def lexicon(*names: str) -> Lexicon:
    """The lists of these files of `lexicon/`. A list of the file `tone` is called `tone.weary`."""
    return Lexicon(*names)


def _read(name: str) -> Mapping[str, Sequence[str]]:
    return tomllib.loads((files("bot.words") / "lexicon" / f"{name}.toml").read_text(encoding="utf-8"))
