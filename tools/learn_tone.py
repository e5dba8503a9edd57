"""Learns from labelled posts which words lean towards a dig or a grumble, and writes them to `bot/words/lexicon/leaning.toml`.

    python -m tools.learn_tone [--write] posts.jsonl …

Each line is an object with `text` and `label`: "unsuitable", "clean" or anything else, which is left out. A weight for each
word and each pair of words is fitted by logistic regression, plain gradient descent, with a penalty that keeps rare words
small. Words that mostly stand with a capital inside a sentence are names and are left out, so that no person is learned.

Each quarter of the posts is first judged by weights learned from the other three: what is printed is how many of those never
seen are found, and from which score on few enough clean ones are. `--write` then learns from all and writes.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from bot.words.leaning import grams
from bot.words.reading import read

ROUNDS = 300
"""Steps of the descent: more change the weights' second figure only."""
STEP = 4.0
PENALTY = 0.00015
LEAST = 0.15
"""A weight smaller than this is not written: it moves no post."""
FALSE_ALARMS = 0.04
"""The share of clean posts that may be pointed out, on posts never seen."""
OUT = Path("bot/words/lexicon/leaning.toml")
_INNER = re.compile(r"(?<=[a-z,;] )[A-Z][a-z']+")

Post = tuple[frozenset[str], bool]


def main() -> None:
    """Reads the posts, learns, says how well it went and writes."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("files", nargs="+", type=Path)
    asked.add_argument("--write", action="store_true")
    given = asked.parse_args()
    texts = list(_texts(given.files))
    names = _names(text for text, _ in texts)
    posts = [
        (frozenset(gram for gram in grams(read(text).low) if names.isdisjoint(gram.split())), sour)
        for text, sour in texts
    ]
    scores: list[tuple[float, bool]] = []
    for part in range(4):
        weights, bias = learn([post for at, post in enumerate(posts) if at % 4 != part])
        scores += [(score(each, weights, bias), sour) for each, sour in posts[part::4]]
    enough = threshold(scores)
    found = sum(value >= enough for value, sour in scores if sour) / max(1, sum(sour for _, sour in scores))
    sys.stdout.write(
        f"{len(posts)} posts; never seen: {found:.0%} found at {FALSE_ALARMS:.0%} false alarms, from {enough:.2f}\n"
    )
    if given.write:
        weights, bias = learn(posts)
        OUT.write_text(written(weights, bias, enough), encoding="utf-8")


def _texts(files: Iterable[Path]) -> Iterable[tuple[str, bool]]:
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            post = json.loads(line)
            if post["label"] in ("unsuitable", "clean"):
                yield post["text"], post["label"] == "unsuitable"


def _names(texts: Iterable[str]) -> frozenset[str]:
    """Words that stand with a capital inside sentences at least as often as without one."""
    great: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for text in texts:
        plain = read(text).plain
        great.update(word.lower() for word in _INNER.findall(plain))
        small.update(re.findall(r"\b[a-z][a-z']+", plain))
    return frozenset(word for word, often in great.items() if often >= small[word] and not word.startswith("i'"))


def learn(posts: Sequence[Post]) -> tuple[Mapping[str, float], float]:
    """Weights by word or pair, and the bias. Both labels weigh the same altogether."""
    often = Counter(gram for each, _ in posts for gram in each)
    known = [([gram for gram in each if often[gram] > 1], math.sqrt(len(each) or 1), sour) for each, sour in posts]
    many = sum(sour for _, _, sour in known) or 1
    share = {True: 0.5 / many, False: 0.5 / max(1, len(known) - many)}
    weights = dict.fromkeys((gram for gram, count in often.items() if count > 1), 0.0)
    bias = 0.0
    for turn in range(ROUNDS):
        step = STEP / (1 + turn / 100)
        slope: Counter[str] = Counter()
        lift = 0.0
        for each, size, sour in known:
            guess = 1 / (1 + math.exp(-(sum(weights[gram] for gram in each) / size + bias)))
            wrong = (sour - guess) * share[sour]
            lift += wrong
            for gram in each:
                slope[gram] += wrong / size
        bias += step * lift
        for gram in weights:
            weights[gram] += step * 10 * (slope[gram] - PENALTY * weights[gram])
    return weights, bias


def score(each: frozenset[str], weights: Mapping[str, float], bias: float) -> float:
    """How far a post leans: above nought rather sour."""
    return sum(weights.get(gram, 0.0) for gram in each) / math.sqrt(len(each) or 1) + bias


def threshold(scores: Sequence[tuple[float, bool]]) -> float:
    """The score that only the allowed share of clean posts reaches."""
    clean = sorted((value for value, sour in scores if not sour), reverse=True)
    return clean[int(len(clean) * FALSE_ALARMS)]


def written(weights: Mapping[str, float], bias: float, enough: float) -> str:
    """The TOML file: words by weight, in tenths, the heaviest first."""
    by_weight: dict[int, list[str]] = {}
    for gram, weight in weights.items():
        if abs(weight) >= LEAST and (tenths := round(weight * 10)):
            by_weight.setdefault(tenths, []).append(gram)
    lines = [
        "# Learned by tools/learn_tone.py from labelled posts; not written by hand. Words and pairs of words by their weight in",
        "# tenths: above nought they lean towards a dig or a grumble. A post that reaches `enough` is pointed out.",
        f"bias = {bias:.2f}",
        f"enough = {enough:.2f}",
        "",
        "[words]",
    ]
    for tenths in sorted(by_weight, reverse=True):
        lines.append(f'"{tenths}" = [')
        line = " "
        for gram in sorted(by_weight[tenths]):
            if len(line) + len(gram) > 112:
                lines.append(line)
                line = " "
            line += f" {json.dumps(gram, ensure_ascii=False)},"
        lines += [line, "]"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
