"""Names that do not stand as words of their own, and where the school speaks of itself."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.domain.trust import Published
from bot.words.names.compounds import in_compound
from bot.words.names.disguised import acrostics, leet, spelled, split
from bot.words.names.page import Page
from bot.words.names.reader import Hit
from bot.words.text import skeleton, where_hinted

_LETTER = r"[^\W\d_]"
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
_CLAN = re.compile(r"(?:Mc|Mac|Fitz|De|Di|La|Le|Du|Van)[A-ZÀ-Þ][a-zß-ÿ]+")
_HINT = re.compile(r"[#＃@＠/_.A-ZÀ-Þ](?:(?<=[#＃@＠/_])|(?<=\w\.)(?=[^\W\d])|(?<=[a-zß-ÿ][A-ZÀ-Þ]))")


def hidden(page: Page, published: Published) -> tuple[list[Hit], list[tuple[int, int]]]:
    """Names in disguise, and the stretches of text that need not be looked at as words any more."""
    found: list[Hit] = []
    done: list[tuple[int, int]] = []
    text = page.text
    for match in where_hinted(_HINT, _COMPOUND, text):
        special = match[0][0] in "#＃@＠" or any(sign in match[0] for sign in "/._@")
        if not special and not _CAMEL.search(match[0]):
            continue
        plain = "" if special else skeleton(match[0])
        if plain and (page.index.get(plain) is not None or page.index.get(plain[::-1]) is not None):
            continue  # "McKay"; "ynobE" is one word that is written backwards
        if plain and _CLAN.fullmatch(match[0]):
            continue  # "McAskil", which may be a slip
        done.append(match.span())
        if not _is_published(match[0], published):
            found.extend(in_compound(page, match[0], match.start()))
    for way in (spelled, split, leet):
        for hit in way(page):
            if not any(hit.start < end and start < hit.end for start, end in done):
                found.append(hit)
                done.append((hit.start, hit.end))
    found.extend(acrostics(page))
    return found, done


def own_words(text: str, school: str, published: Published) -> list[tuple[int, int]]:
    """Where the school's own name and address stand in the text: nobody is meant by them."""
    small = text.lower()
    return [
        match.span()
        for phrase in _phrases(school, published)
        if phrase.lower() in small
        for match in re.finditer(rf"\b{re.escape(phrase)}\b", text, re.IGNORECASE)
    ]


@lru_cache(maxsize=500)
def _phrases(school: str, published: Published) -> tuple[str, ...]:
    phrases = [school, _KIND_OF_SCHOOL.sub("", school)]
    phrases += [part.strip() for address in published.addresses for part in address.split(",")]
    return tuple(each for each in phrases if len(each) > 4 and (" " in each or each == school))


_KIND_OF_SCHOOL = re.compile(
    r"[\s,]+(?:Primary|Infants?|Juniors?|Nursery|Academy|School|C of E|CofE|CE|RC|Catholic)\b.*", re.IGNORECASE
)


def _is_published(raw: str, published: Published) -> bool:
    return raw.casefold().rstrip(".,/)") in _own(published)


@lru_cache(maxsize=500)
def _own(published: Published) -> frozenset[str]:
    every = (*published.handles, *published.websites, *published.emails)
    return frozenset(each.casefold().rstrip("/") for each in every)
