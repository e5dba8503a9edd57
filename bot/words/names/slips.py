"""Words that are nearly a name: one typing slip, other spellings of the same sound, signs that look like letters."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache

_SAME_SOUND = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"([^aeiou])\1+", r"\1"),
        (r"eigh?(?=$)|eigh?(?=[^aeiou])", "i"),
        (r"[ao]e(?!$)", "e"),
        (r"ee", "i"),
        (r"(?:ail|ale|ayle)$", "al"),
        (r"ph", "f"),
        (r"ch", "k"),
        (r"w", "v"),
        (r"gi(?=[aeou])", "j"),
        (r"(?<=.)h", ""),
        (r"ck|c(?=[aoukrl]|$)|q", "k"),
        (r"c(?=[eiy])|z|x(?=.)", "s"),
        (r"(?:ie|ey|ay|y|ea)(?=$|s$)", "i"),
        (r"y", "i"),
        (r"(.)\1+", r"\1"),
        (r"g(?=[ei])", "j"),
        (r"e(?=$)", ""),
        (r"(?<=[^aeiou])[aei](?=n$|r$|l$)|o(?=n$|r$|l$)", "e"),
        (r"(?<=[aeiou])[aeiou]+(?=[^aeiou])", ""),
    )
)

# Typed for letters on purpose: "3TH4N". The first reading is tried first.
LEET = {
    "0": "o",
    "1": "il",
    "2": "z",
    "3": "e",
    "4": "a",
    "5": "s",
    "6": "gb",
    "7": "t",
    "8": "b",
    "9": "g",
    "@": "a",
    "$": "s",
    "!": "i",
    "|": "li",
    "+": "t",
    "€": "e",
    "£": "l",
    "(": "c",
    "*": "",
}
_MISREAD = (
    ("0", "o"),
    ("1", "l"),
    ("1", "i"),
    ("5", "s"),
    ("8", "b"),
    ("rn", "m"),
    ("vv", "w"),
    ("cl", "d"),
    ("l", "i"),
    ("i", "l"),
)
_MOST_READINGS = 32


def deletions(word: str) -> set[str]:
    """The word itself, and the word with each one of its letters left out."""
    return {word, *(word[:n] + word[n + 1 :] for n in range(len(word)))}


def one_slip_apart(word: str, name: str) -> bool:
    """Whether one letter is missing, added or changed, or two neighbours are swapped; never both the same."""
    if word == name or abs(len(word) - len(name)) > 1:
        return False
    ahead = next((n for n, (a, b) in enumerate(zip(word, name, strict=False)) if a != b), min(len(word), len(name)))
    if len(word) == len(name):
        behind = word[ahead + 1 :] == name[ahead + 1 :]
        swapped = word[ahead : ahead + 2] == name[ahead : ahead + 2][::-1] and word[ahead + 2 :] == name[ahead + 2 :]
        return behind or swapped
    longer, shorter = (word, name) if len(word) > len(name) else (name, word)
    return longer[ahead + 1 :] == shorter[ahead:]


def halves(word: str) -> Iterator[tuple[str, str]]:
    """The ways to cut a word in two of at least two letters: "ameliakhan" may be two names."""
    return ((word[:cut], word[cut:]) for cut in range(2, len(word) - 1))


_PET_ENDINGS = ("sters", "ster", "ers", "ie", "ey", "zza", "sy", "y", "o", "s", "e", "z")


def stems(word: str) -> Iterator[str]:
    """What is left of a word without the ending of a pet form, and without the letter doubled for it: "Woody", "Jacko"."""
    yield from _without(word, _PET_ENDINGS, 3)


START, END = 3, 4
"""So many letters of a longer name are enough for friends to be called by: of its beginning, or of its end."""
_NICK_ENDINGS = ("sters", "ster", "sy", "zza", "ers", "ie", "y", "o", "bo", "ko", "zo", "s", "i")


def nicknames(word: str) -> Iterator[str]:
    """The first syllables of which a team makes a nickname: "Gittsy", "Wilko", "Bradders"; and "Bazza" of Barry."""
    yield from (stem for stem in _without(word, _NICK_ENDINGS, START) if stem[-1] not in "aeiouy")
    if match := _WITH_Z.fullmatch(word):
        yield f"{match[1]}r"


_WITH_Z = re.compile(r"([^aeiou]*[aeiou])zz?(?:a|o|er|y)?")


def _without(word: str, endings: tuple[str, ...], shortest: int) -> Iterator[str]:
    """The word without each ending that it has, and without the letter doubled before it: so many letters at least are left."""
    if not word.endswith(endings):
        return
    for ending in endings:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < shortest:
            continue
        yield stem
        if len(stem) > shortest and stem[-1] == stem[-2]:
            yield stem[:-1]


_RELATIVES = ("mummy", "mum", "mama", "mam", "mom", "daddy", "dad", "nanny", "nana", "nan", "gran", "grandad", "carer")


def owners(word: str) -> Iterator[str]:
    """Whose mother or father a user name says somebody is: "coralsmummy", "mumofcoral"."""
    if not word.endswith(_RELATIVES) and not word.startswith(_RELATIVES):
        return
    for relative in _RELATIVES:
        if word.endswith(relative):
            base = word.removesuffix(relative)
        elif word.startswith(relative):
            base = word.removeprefix(relative).removeprefix("of")
        else:
            continue
        yield from (each for each in (base, base.removesuffix("s")) if len(each) > 2)


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """A rough spelling of how a forename sounds: Sofia and Sophia, Jordon and Jordan are the same."""
    for pattern, by in _SAME_SOUND:
        word = pattern.sub(by, word)
    return word


@lru_cache(maxsize=20_000)
def frame(word: str) -> str:
    """The consonants of how a word sounds, and an a for a vowel at its beginning: "roshin" is "rsn", "emelia" is "aml"."""
    heard = sound(word)
    first = "a" if heard[:1] in "aeiou" else heard[0]
    return first + _VOWELS.sub("", heard[1:])


_VOWELS = re.compile("[aeiou]+")
SHORTEST_FRAME = 3


def sounds_alike(word: str, name: str) -> bool:
    """Whether a word may be a name as somebody heard it: "Zaynub" for Zainab. The vowels are what people get wrong."""
    if sound(word) == sound(name):
        return True
    heard = frame(word)
    return len(heard) >= SHORTEST_FRAME and abs(len(word) - len(name)) < 3 and heard == frame(name)


def leet_readings(word: str) -> Iterator[str]:
    """What a word may say where digits and signs are typed for letters. `word` is lower case."""
    choices = [LEET.get(sign, sign) or ("",) for sign in word]
    yield from itertools.islice(("".join(reading) for reading in itertools.product(*choices)), _MOST_READINGS)


def confusable_readings(word: str) -> Iterator[str]:
    """The word, and what it may be where a reader of pictures took a letter for another."""
    seen = {word}
    yield word
    todo = [word]
    while todo and len(seen) < _MOST_READINGS:
        each = todo.pop(0)
        for read, meant in _MISREAD:
            other = each.replace(read, meant)
            if other not in seen:
                seen.add(other)
                todo.append(other)
                yield other
