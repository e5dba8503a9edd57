"""Names that do not stand as words of their own: in hashtags, handles, links and file names, spelled out, in disguise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.domain.findings import Strength
from bot.domain.trust import Published
from bot.words.names.index import MOST_KEPT, Entry, NameIndex
from bot.words.names.others import about_somebody_else
from bot.words.names.page import Nature, Page, is_ordinary
from bot.words.names.reader import Hit
from bot.words.names.slips import leet_readings
from bot.words.names.vocabulary import CHEERS, FAMILY, FUNCTION, lexicon
from bot.words.text import skeleton

_LETTER = r"[^\W\d_]"
_PICTURE = "[\u2190-\u21ff\u2300-\u2bff\u3030\u303d\ufe0f\u200d\U0001f000-\U0001faff*~•·]"
_COMPOUND = re.compile(
    r"(?i:https?://|www\.)\S+"
    r"|[#＃@＠][^\s#@,;!?()“”\"]+"
    r"|[^\s@]+@[^\s@]+\.\w+"
    r"|\S+\.(?i:jpe?g|png|gif|heic|webp|tiff?|mp4|mov|avi|m4v|mp3|wav|pdf|docx?|pptx?|xlsx?)\b"
    r"|\w+(?:\.\w+)+/\S*"
    r"|[^\W_]+_\w+"
    rf"|(?<!\w){_LETTER}*[a-zß-ÿ][A-ZÀ-Þ][^\W_]*"
)
_CAMEL = re.compile(r"[a-zß-ÿ][A-ZÀ-ÞĀŁŚŻČŠŽ]")
_PIECE = re.compile(r"[A-ZÀ-Þ]+(?=[A-ZÀ-Þ][a-zß-ÿ])|[A-ZÀ-Þ]?[^\W\d_A-ZÀ-Þ]+|[A-ZÀ-Þ]+|\d+")
_SPELLED = re.compile(rf"(?<![^\W_]){_LETTER}(?:(?!\n)[\W_]{{1,3}}{_LETTER}){{2,}}(?![^\W_])")
_SPLIT = re.compile(rf"{_LETTER}++(?:{_PICTURE}++{_LETTER}++)++")
# The hints below begin with a set of characters, for which alone the engine goes through a text fast.
_SPLIT_HINT = re.compile(rf"{_PICTURE}(?<={_LETTER}{_PICTURE}){_PICTURE}*+(?={_LETTER})")
_LEET_HINT = re.compile(r"[\d@$|€£*+](?:(?<=\d)[^\W\d_]|(?<=[^\W\d_]\d)|(?<!\d)\w)")
_LEET = re.compile(r"(?<![\w@$£€.,:/])(?=[\w@$!|+€£*]*[^\W\d_])(?=[\w@$!|+€£*]*[\d@$!|+€£*])[\w@$!|+€£*]{3,}")
_MEASURE = re.compile(
    r"\d+(?:st|nd|rd|th|am|pm|m|cm|mm|km|g|kg|ml|l|p|k|s|x|d|hrs?|mins?|secs?|ish|yrs?|y|ft|in|mph)\b|\w*!+\Z",
    re.IGNORECASE,
)
_LINE = re.compile(r"[^\n]+")
_LONGEST_PIECE = 40
_LONGEST_WORD = 18


class Part(NamedTuple):
    """One word of something run together: how it is compared and where it stands."""

    plain: str
    start: int
    end: int


def hidden(page: Page, published: Published) -> tuple[list[Hit], list[tuple[int, int]]]:
    """Names in disguise, and the stretches of text that need not be looked at as words any more."""
    found: list[Hit] = []
    done: list[tuple[int, int]] = []
    text = page.text
    for match in _compounds(text):
        special = match[0][0] in "#＃@＠" or any(sign in match[0] for sign in "/._@")
        if not special and not _CAMEL.search(match[0]):
            continue
        if not special and page.index.get(skeleton(match[0])) is not None:
            continue
        done.append(match.span())
        if not _is_published(match[0], published):
            found.extend(_in_compound(page, match[0], match.start()))
    for way in (_spelled, _split, _leet):
        for hit in way(page):
            if not any(hit.start < end and start < hit.end for start, end in done):
                found.append(hit)
                done.append((hit.start, hit.end))
    found.extend(_acrostics(page))
    return found, done


_HINT = re.compile(r"[#＃@＠/_.A-ZÀ-Þ](?:(?<=[#＃@＠/_])|(?<=\w\.)(?=\w)|(?<=[a-zß-ÿ][A-ZÀ-Þ]))")
_SPACE = re.compile(r"\s|$")


def _compounds(text: str) -> Iterator[re.Match[str]]:
    """What may be run together: looked for only where a sign or a capital within a word hints at it."""
    end = 0
    while hint := _HINT.search(text, end):
        start = max(text.rfind(" ", end, hint.start()), text.rfind("\n", end, hint.start()), end - 1) + 1
        stop = _SPACE.search(text, hint.end())
        end = stop.start() if stop else len(text)
        yield from _COMPOUND.finditer(text, start, end)


def own_words(text: str, school: str, published: Published) -> list[tuple[int, int]]:
    """Where the school's own name and address stand in the text: nobody is meant by them."""
    phrases = [school, _KIND_OF_SCHOOL.sub("", school)]
    phrases += [part.strip() for address in published.addresses for part in address.split(",")]
    found = []
    for phrase in phrases:
        if len(phrase) > 4 and (" " in phrase or phrase == school):
            found += [match.span() for match in re.finditer(rf"\b{re.escape(phrase)}\b", text, re.IGNORECASE)]
    return found


_KIND_OF_SCHOOL = re.compile(
    r"[\s,]+(?:Primary|Infants?|Juniors?|Nursery|Academy|School|C of E|CofE|CE|RC|Catholic)\b.*", re.IGNORECASE
)


def _is_published(raw: str, published: Published) -> bool:
    said = raw.casefold().rstrip(".,/)")
    return any(
        said == each.casefold().rstrip("/") for each in (*published.handles, *published.websites, *published.emails)
    )


# ---- Run together -----------------------------------------------------------------------------------------------------


def _in_compound(page: Page, raw: str, offset: int) -> Iterator[Hit]:
    index = page.index
    start = 0
    link = re.match(r"(?:https?://)?[^/\s@]+/", raw)
    if link and ("." in link[0]) and raw[0] not in "#@＃＠":
        start = link.end()
    elif raw.startswith(("http", "www.")):
        start = raw.find("//") + 2 if "//" in raw else 4
    parts = [part for part in _parts(index, raw[start:], offset + start) if part.plain]
    is_handle = raw[0] in "@＠" or "@" in raw
    n = 0
    while n < len(parts):
        width, hit = _compound_hit(page, parts, n, is_handle)
        if hit is not None:
            yield hit
        n += width


def _compound_hit(page: Page, parts: Sequence[Part], n: int, is_handle: bool) -> tuple[int, Hit | None]:
    index, part = page.index, parts[n]
    beside = parts[n + 1] if n + 1 < len(parts) else None
    entry = index.get(part.plain)
    for wide in (3, 2):
        if n + wide <= len(parts) and (both := _pair(page, parts[n : n + wide])):
            return wide, both
    if len(part.plain) == 1 and beside is not None and (surname := index.get(beside.plain)) and surname.is_surname:
        numbers = [k for k in surname.with_surname() if part.plain in index.first_letters(k)]
        if numbers and len(beside.plain) > 2:
            return 2, _hit(index, part.start, beside.end, numbers, Strength.HOLD)
    related = beside is not None and beside.plain in _RELATIVES
    if entry is None and related and (owner := index.get(part.plain.removesuffix("s"))) and owner.is_forename:
        entry = owner  # "coralsmummy"
    if entry is None or len(part.plain) < 2:
        return 1, None
    if entry.is_forename and beside is not None and len(beside.plain) == 1 and len(part.plain) > 2:
        numbers = index.with_forename_and(entry, beside.plain)
        if numbers:
            return 2, _hit(index, part.start, beside.end, numbers, Strength.ENFORCE)
    if entry.is_surname and beside is not None and beside.plain in FAMILY:
        return 2, _hit(index, part.start, beside.end, entry.with_surname(), Strength.HOLD)
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
        return 1, _hit(index, part.start, part.end, entry.with_forename(), Strength.HOLD)
    if entry.is_surname and clear and len(part.plain) > 3:
        return 1, _hit(index, part.start, part.end, entry.with_surname(), Strength.HOLD)
    return 1, None


_RELATIVES = frozenset(
    ("mum", "mummy", "mam", "mama", "mom", "dad", "daddy", "nan", "nana", "nanny", "gran", "carer", "s")
)
_PLACED = frozenset(
    ("between", "with", "at", "in", "on", "goes", "has", "did", "does", "won", "wins", "scored", "scores")
)


def _acts(parts: Sequence[Part], n: int, nature: Nature) -> bool:
    """ "#BobbyBetweenTheSticks": a name at the start of words that tell what somebody does, or where."""
    if n or len(parts) < 3 or nature.is_place or nature.is_time or nature.is_class or parts[0].plain in FUNCTION:
        return False
    return parts[1].plain in _PLACED


def _is_cheered(index: NameIndex, parts: Sequence[Part], n: int) -> bool:
    """ "#GoHope", "#MelodyAndStar": an ordinary word beside a call or another name."""
    before = parts[n - 1].plain if n else ""
    if before in CHEERS and n + 1 == len(parts):
        return True
    for joint, other in ((n - 1, n - 2), (n + 1, n + 2)):
        if 0 <= joint < len(parts) and 0 <= other < len(parts) and parts[joint].plain in ("and", "n", "with"):
            entry = index.get(parts[other].plain)
            return entry is not None and entry.is_forename
    return False


def _pair(page: Page, parts: Sequence[Part]) -> Hit | None:
    """A whole name among the parts, in either order; a surname may be in several."""
    index = page.index
    for cut in range(1, len(parts)):
        first = index.get("".join(part.plain for part in parts[:cut]))
        second = index.get("".join(part.plain for part in parts[cut:]))
        if first is None or second is None:
            continue
        numbers = [k for k in index.named(first, second) or index.named(second, first) if not index.is_staff(k)]
        if numbers:
            unsure = all(is_ordinary(part.plain) for part in parts)
            strength = Strength.HOLD if unsure else Strength.ENFORCE
            return _hit(index, parts[0].start, parts[-1].end, numbers, strength, full=not unsure)
    return None


_CHUNK = re.compile(r"[^\W_]+")
_LEET_CHUNK = re.compile(r"(?=\w*\d)(?=\w*[^\W\d])[^\W_]+")


def _parts(index: NameIndex, raw: str, offset: int) -> Iterator[Part]:
    for chunk in _CHUNK.finditer(raw):
        disguised = _undisguised(index, chunk[0]) if _LEET_CHUNK.fullmatch(chunk[0]) else None
        if disguised:
            yield Part(disguised, offset + chunk.start(), offset + chunk.end())
        else:
            yield from _pieces(index, chunk[0], offset + chunk.start())


def _undisguised(index: NameIndex, chunk: str) -> str | None:
    """The name that a chunk with digits for letters says, if it says one."""
    for reading in leet_readings(chunk.lower()):
        entry = index.get(reading)
        if entry is not None and len(reading) > 2 and (entry.is_forename or entry.is_surname):
            return reading
    return None


def _pieces(index: NameIndex, raw: str, offset: int) -> Iterator[Part]:
    for match in _PIECE.finditer(raw):
        plain = skeleton(match[0])
        start = offset + match.start()
        whole = index.get(plain)
        known = plain in lexicon() or plain in FUNCTION
        if plain.isdigit():
            continue
        if known or (whole is not None and (whole.is_forename or whole.is_surname)) or len(plain) < 4:
            yield Part(plain, start, offset + match.end())
        elif len(plain) == len(match[0]) <= _LONGEST_PIECE:
            for first, last in _cut(index, plain):
                yield Part(plain[first:last], start + first, start + last)
        else:
            yield Part(plain, start, offset + match.end())


def _cut(index: NameIndex, piece: str) -> list[tuple[int, int]]:
    """The likeliest way to cut letters without spaces into words and names; a school's hashtags come back every day."""
    known = index.cuts
    if piece not in known:
        if len(known) >= MOST_KEPT:
            known = index.cuts = {}
        known[piece] = _likeliest(index, piece)
    return known[piece]


def _likeliest(index: NameIndex, piece: str) -> list[tuple[int, int]]:
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


# ---- In disguise ----------------------------------------------------------------------------------------------------


def _spelled(page: Page) -> Iterator[Hit]:
    """ "Z-A-Y-A-N", "M a r k", "H🎈a🎈n🎈a": every letter by itself."""
    single = [end - start == 1 for start, end in zip(page.starts, page.ends, strict=True)]
    if not any(map(all, zip(single, single[1:], single[2:], strict=False))):
        return
    index = page.index
    for match in _SPELLED.finditer(page.text):
        at = [match.start() + n for n, sign in enumerate(match[0]) if sign.isalpha()]
        letters = [skeleton(page.text[n]) for n in at]
        best = _longest_run(index, letters)
        if best is not None:
            first, last, entry = best
            numbers = [*entry.forename] or [*entry.surname]
            hit = _hit(index, at[first], at[last - 1] + 1, numbers, Strength.HOLD)
            if hit is not None:
                yield hit


def _longest_run(index: NameIndex, letters: Sequence[str]) -> tuple[int, int, Entry] | None:
    for width in range(len(letters), 2, -1):
        for first in range(len(letters) - width + 1):
            if width == 3 and width != len(letters):
                continue
            entry = index.get("".join(letters[first : first + width]))
            if entry is not None and (entry.forename or entry.surname):
                return first, first + width, entry
    return None


def _split(page: Page) -> Iterator[Hit]:
    """An emoji or an asterisk inside a name, or in the place of one of its letters."""
    if not _SPLIT_HINT.search(page.text):
        return
    index = page.index
    for match in _SPLIT.finditer(page.text):
        pieces = [skeleton(piece) for piece in re.split(f"{_PICTURE}+", match[0])]
        entry = index.get("".join(pieces))
        if entry is None or not entry.is_forename:
            entry = _with_a_letter(index, pieces)
        if entry is not None and (entry.is_forename or entry.is_surname):
            numbers = entry.with_forename() or entry.with_surname()
            hit = _hit(index, match.start(), match.end(), numbers, Strength.HOLD)
            if hit is not None:
                yield hit


def _with_a_letter(index: NameIndex, pieces: Sequence[str]) -> Entry | None:
    if len(pieces) != 2 or sum(map(len, pieces)) < 2:
        return None
    names = (index.get(f"{pieces[0]}{letter}{pieces[1]}") for letter in "abcdefghijklmnopqrstuvwxyz")
    found = [entry for entry in names if entry is not None and (entry.forename or entry.surname)]
    return found[0] if len(found) == 1 or (found and not all(map(is_ordinary, pieces))) else None


def _leet(page: Page) -> Iterator[Hit]:
    """ "3TH4N", "Fr3ya": digits and signs typed for letters."""
    if not _LEET_HINT.search(page.text):
        return
    index = page.index
    for match in _LEET.finditer(page.text):
        raw = match[0].rstrip("!*+")
        if _MEASURE.fullmatch(raw) or sum(map(str.isalpha, raw)) < 2 or raw.isalpha() or len(raw) < 3:
            continue
        for reading in leet_readings(raw.lower().replace("_", "")):
            entry = index.get(reading)
            if entry is not None and (entry.is_forename or entry.surname) and len(reading) > 2:
                numbers = entry.with_forename() or [*entry.surname]
                hit = _hit(index, match.start(), match.start() + len(raw), numbers, Strength.HOLD)
                if hit is not None:
                    yield hit
                break


def _acrostics(page: Page) -> Iterator[Hit]:
    """A poem of which the lines' first letters spell a forename."""
    index, text = page.index, page.text
    if text.count("\n") < 2:
        return
    stanza: list[tuple[str, int, int]] = []
    lines = [(match[0], *match.span()) for match in _LINE.finditer(text)]
    for n, (line, start, end) in enumerate(lines):
        first = next((sign for sign in line if sign.isalpha()), "")
        apart = bool(stanza) and text[stanza[-1][2] : start].count("\n") > 1
        if apart or not first:
            yield from _acrostic(index, text, stanza)
            stanza = []
        if first:
            stanza.append((skeleton(first), start, end))
        if n == len(lines) - 1:
            yield from _acrostic(index, text, stanza)


def _acrostic(index: NameIndex, text: str, stanza: Sequence[tuple[str, int, int]]) -> Iterator[Hit]:
    if len(stanza) < 3:
        return
    letters = [each[0] for each in stanza]
    for width in (len(letters), *range(min(len(letters) - 1, _LONGEST_WORD), 4, -1)):
        for first in range(len(letters) - width + 1):
            if width < 5 and width != len(letters):
                continue
            entry = index.get("".join(letters[first : first + width]))
            if (
                entry is not None
                and (entry.is_forename or entry.is_surname)
                and (width > 3 or not is_ordinary(entry.plain))
            ):
                numbers = entry.with_forename() or entry.with_surname()
                hit = _hit(index, stanza[first][1], stanza[first + width - 1][2], numbers, Strength.HOLD)
                if hit is not None:
                    yield hit
                return


def _hit(
    index: NameIndex, start: int, end: int, numbers: Sequence[int], strength: Strength, *, full: bool = False
) -> Hit | None:
    here = index.here(numbers)
    return Hit(start, end, here, strength, full=full, hidden=True) if here else None
