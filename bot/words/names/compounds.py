"""Names in what is run together: hashtags, handles, links, file names, CamelCase."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.domain.findings import Strength
from bot.words.names.index import NameIndex
from bot.words.names.others import about_somebody_else
from bot.words.names.page import Nature, Page
from bot.words.names.reader import Hit, hidden_hit
from bot.words.names.slips import leet_readings
from bot.words.names.vocabulary import CHEERS, FAMILY, FUNCTION, is_ordinary, lexicon
from bot.words.names.worth import MOST_KEPT
from bot.words.text import Word, skeleton

_PIECE = re.compile(r"[A-ZÀ-Þ]+(?=[A-ZÀ-Þ][a-zß-ÿ])|[A-ZÀ-Þ]?[^\W\d_A-ZÀ-Þ]+|[A-ZÀ-Þ]+|\d+")
_LONGEST_PIECE = 40
_LONGEST_WORD = 18


def in_compound(page: Page, raw: str, offset: int) -> Iterator[Hit]:
    """The names in something run together, as it is typed, which begins at this offset of the text."""
    index, skipped = page.index, 0
    link = re.match(r"(?:https?://)?[^/\s@]+/", raw)
    if link and ("." in link[0]) and raw[0] not in "#@＃＠":
        skipped = link.end()
    elif raw.startswith(("http", "www.")):
        skipped = raw.find("//") + 2 if "//" in raw else 4
    at = offset + skipped
    parts = [Word(plain, at + start, at + end) for plain, start, end in _parts(index, raw[skipped:])]
    is_handle = raw[0] in "@＠" or "@" in raw
    n = 0
    while n < len(parts):
        width, hit = _compound_hit(page, parts, n, is_handle)
        if hit is not None:
            yield hit
        n += width


def _compound_hit(page: Page, parts: Sequence[Word], n: int, is_handle: bool) -> tuple[int, Hit | None]:
    index, part = page.index, parts[n]
    beside = parts[n + 1] if n + 1 < len(parts) else None
    entry = index.get(part.plain)
    for wide in (3, 2):
        if n + wide <= len(parts) and (both := _pair(page, parts[n : n + wide])):
            return wide, both
    if len(part.plain) == 1 and beside is not None and (surname := index.get(beside.plain)) and surname.is_surname:
        numbers = [k for k in surname.with_surname() if part.plain in index.first_letters(k)]
        if numbers and len(beside.plain) > 2:
            return 2, hidden_hit(index, part.start, beside.end, numbers, Strength.HOLD)
    related = beside is not None and beside.plain in _RELATIVES
    if entry is None and related and (owner := index.get(part.plain.removesuffix("s"))) and owner.is_forename:
        entry = owner  # "coralsmummy"
    if entry is None and is_handle and (numbers := _as_a_login(index, part.plain)):
        return 1, hidden_hit(index, part.start, part.end, numbers, Strength.HOLD)
    if entry is None or len(part.plain) < 2:
        return 1, None
    if entry.is_forename and beside is not None and len(beside.plain) == 1 and len(part.plain) > 2:
        numbers = index.with_forename_and(entry, beside.plain)
        if numbers:
            return 2, hidden_hit(index, part.start, beside.end, numbers, Strength.ENFORCE)
    if entry.is_surname and beside is not None and beside.plain in FAMILY:
        return 2, hidden_hit(index, part.start, beside.end, entry.with_surname(), Strength.HOLD)
    if about_somebody_else(page, part.plain) >= 2:
        return 1, None
    nature = Nature(part.plain, index)
    clear = nature.is_clear and len(part.plain) > 2 and part.plain not in FUNCTION
    if entry.is_forename and (
        clear
        or related
        or _is_cheered(index, parts, n)
        or _acts(parts, n, nature)
        or (is_handle and len(parts) < 3 and not nature.is_place)
    ):
        return 1, hidden_hit(index, part.start, part.end, entry.with_forename(), Strength.HOLD)
    if entry.is_surname and clear and len(part.plain) > 3:
        return 1, hidden_hit(index, part.start, part.end, entry.with_surname(), Strength.HOLD)
    return 1, None


def _as_a_login(index: NameIndex, word: str) -> list[int]:
    """ "dabrowskim", "mdabrowski": a surname with the first letter of a forename, as user names are made."""
    for letter, rest in ((word[-1], word[:-1]), (word[0], word[1:])) if len(word) > 5 else ():
        surname = index.get(rest)
        if surname is not None and surname.surname and not is_ordinary(rest):
            return [n for n in surname.with_surname() if letter in index.first_letters(n)]
    return []


_RELATIVES = frozenset(
    ("mum", "mummy", "mam", "mama", "mom", "dad", "daddy", "nan", "nana", "nanny", "gran", "carer", "s")
)
_PLACED = frozenset(
    ("between", "with", "at", "in", "on", "goes", "has", "did", "does", "won", "wins", "scored", "scores")
)


def _acts(parts: Sequence[Word], n: int, nature: Nature) -> bool:
    """ "#BobbyBetweenTheSticks": a name at the start of words that tell what somebody does, or where."""
    if n or len(parts) < 3 or nature.is_somewhere or parts[0].plain in FUNCTION:
        return False
    return parts[1].plain in _PLACED


def _is_cheered(index: NameIndex, parts: Sequence[Word], n: int) -> bool:
    """ "#GoHope", "#MelodyAndStar": an ordinary word beside a call or another name."""
    before = parts[n - 1].plain if n else ""
    if before in CHEERS and all(part.plain in CHEERS for part in parts[n + 1 :]):
        return True
    for joint, other in ((n - 1, n - 2), (n + 1, n + 2)):
        if 0 <= joint < len(parts) and 0 <= other < len(parts) and parts[joint].plain in ("and", "n", "with"):
            entry = index.get(parts[other].plain)
            return entry is not None and entry.is_forename
    return False


def _pair(page: Page, parts: Sequence[Word]) -> Hit | None:
    """A whole name among the parts, in either order; a surname may be in several."""
    index = page.index
    for cut in range(1, len(parts)):
        first = index.get("".join([part.plain for part in parts[:cut]]))
        second = index.get("".join([part.plain for part in parts[cut:]])) if first is not None else None
        if first is None or second is None:
            continue
        numbers = [k for k in index.named(first, second) or index.named(second, first) if not index.is_staff(k)]
        if numbers:
            unsure = all(is_ordinary(part.plain) for part in parts)
            strength = Strength.HOLD if unsure else Strength.ENFORCE
            return hidden_hit(index, parts[0].start, parts[-1].end, numbers, strength, full=not unsure)
    return None


_CHUNK = re.compile(r"[^\W_]+")
_LEET_CHUNK = re.compile(r"(?=\w*\d)(?=\w*[^\W\d])[^\W_]+")


def _parts(index: NameIndex, raw: str) -> tuple[Word, ...]:
    """The words in something run together; none where no name can be among them.

    A school's hashtags come back every day, so what was found is kept.
    """
    known = index.compounds
    if raw not in known:
        if len(known) >= MOST_KEPT:
            known = index.compounds = {}
        parts = tuple(part for part in _cut_up(index, raw) if part.plain)
        known[raw] = parts if _may_name(index, [part.plain for part in parts]) else ()
    return known[raw]


def _may_name(index: NameIndex, words: Sequence[str]) -> bool:
    """Whether one of the words, or two of them together, is a name of the register, with or without an s behind it."""
    together = [f"{first}{second}" for first, second in pairwise(words)]
    logins = [half for word in words if len(word) > 5 for half in (word[:-1], word[1:])]
    return any(index.get(word) or index.get(word.removesuffix("s")) for word in (*words, *together, *logins))


def _cut_up(index: NameIndex, raw: str) -> Iterator[Word]:
    for chunk in _CHUNK.finditer(raw):
        disguised = _undisguised(index, chunk[0]) if _LEET_CHUNK.fullmatch(chunk[0]) else None
        if disguised:
            yield Word(disguised, chunk.start(), chunk.end())
        else:
            yield from _pieces(index, chunk[0], chunk.start())


def _undisguised(index: NameIndex, chunk: str) -> str | None:
    """The name that a chunk with digits for letters says, if it says one."""
    for reading in leet_readings(chunk.lower()):
        entry = index.get(reading)
        if entry is not None and len(reading) > 2 and (entry.is_forename or entry.is_surname):
            return reading
    return None


def _pieces(index: NameIndex, raw: str, offset: int) -> Iterator[Word]:
    for match in _PIECE.finditer(raw):
        plain = skeleton(match[0])
        start = offset + match.start()
        whole = index.get(plain)
        known = plain in lexicon() or plain in FUNCTION
        if plain.isdigit():
            continue
        if (
            known
            or _as_a_login(index, plain)
            or (whole is not None and (whole.is_forename or whole.is_surname))
            or len(plain) < 4
        ):
            yield Word(plain, start, offset + match.end())
        elif len(plain) == len(match[0]) <= _LONGEST_PIECE:
            for first, last in _likeliest(index, plain):
                yield Word(plain[first:last], start + first, start + last)
        else:
            yield Word(plain, start, offset + match.end())


def _likeliest(index: NameIndex, piece: str) -> list[tuple[int, int]]:
    """The likeliest way to cut letters without spaces into words and names."""
    for cheer in CHEERS:
        cheered = index.get(piece.removeprefix(cheer)) if piece.startswith(cheer) else None
        if cheered is not None and cheered.is_forename and len(cheered.plain) > 2:
            return [(0, len(cheer)), (len(cheer), len(piece))]  # "goolive" is no "goo" that lives
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(piece) + 1):
        choices = [(best[end - 1][0] + 16.0, end - 1)]
        for start in range(max(0, end - _LONGEST_WORD), end):
            cost = _cost(index, piece[start:end])
            if cost:
                choices.append((best[start][0] + cost, start))
        best.append(min(choices))
    cuts = []
    end = len(piece)
    while end:
        start = best[end][1]
        cuts.append((start, end))
        end = start
    return cuts[::-1]


def _cost(index: NameIndex, word: str) -> float:
    costs = []
    entry = index.get(word)
    if entry is not None and len(word) > 2 and (entry.is_forename or entry.is_surname):
        costs.append(5.0 if len(word) > 3 else 8.0)
    known = lexicon().get(word)
    if known:
        costs.append(11.0 - int(known[-1]) + (4.0 if len(word) < 3 else 0.0))
    elif word in FUNCTION and len(word) > 1:
        costs.append(4.0)
    return min(costs, default=0.0)
