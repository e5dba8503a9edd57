"""`make photos`: draws photos of an invented school, looks through them and holds what was found against what was drawn.

    python -m tests.photos.score [COUNT] [SEED]

Fonts are those of the system and Pillow's own, so the figures differ a little from computer to computer. It is a watch on
what the reading can do, apart from the tests: it takes minutes. Ends with 1 where a bar is missed.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from pathlib import Path

from PIL import Image

from bot.domain.findings import Strength
from bot.domain.people import Listed
from bot.photos.crew import Crew
from bot.photos.judging import judge_photo
from bot.photos.roll import Roll
from tests.photos.drawing import SURFACES, draw_photo, register
from tests.photos.making import saved

FONTS = Path("/usr/share/fonts")
FOUND, STOPPED, ENFORCED, ANY = 0.93, 0.97, 0.04, 0.2
"""Names found, photos with a name stopped; photos without one that are stopped, and that anything is found in, at most."""


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    chance = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 11)
    people = register(chance)
    pupils = [person for person in people if person["role"] == "pupil"]
    roll = Roll.of(
        Listed(
            id=person["person_id"],
            role=person["role"],
            forename=person["legal_forename"],
            surname=person["legal_surname"],
            class_name=person["class_name"],
        )
        for person in people
    )
    fonts = ["", *sorted(str(path) for path in FONTS.rglob("*.ttf") if "Sans" in path.name or "Serif" in path.name)][
        :12
    ]
    tally: Counter[str] = Counter()
    with Crew() as crew:
        for number in range(count):
            surface = "clean" if number % 5 < 2 else chance.choice(SURFACES)
            photo, names, _ = draw_photo(chance, fonts, pupils, surface)
            if surface != "clean" and not names:
                continue
            examined = crew.examine(saved(Image.fromarray(photo), quality=80))
            found = [finding for finding in judge_photo(examined, roll, ()) if finding.clause == "SP-2"]
            tally["named" if names else "clean"] += 1
            tally["stopped"] += bool(names and found)
            tally["any"] += bool(not names and found)
            tally["enforced"] += not names and any(finding.strength is Strength.ENFORCE for finding in found)
            for name in names:
                right = {name["person_id"], *name["also_matches"]}
                tally["names"] += 1
                tally["found"] += any(right & set(finding.people) for finding in found)
    return _said(tally)


def _said(tally: Counter[str]) -> int:
    missed = 0
    for words, of, bar, at_least in (
        ("found", "names", FOUND, True),
        ("stopped", "named", STOPPED, True),
        ("enforced", "clean", ENFORCED, False),
        ("any", "clean", ANY, False),
    ):
        share = tally[words] / max(1, tally[of])
        reached = share >= bar if at_least else share <= bar
        missed += not reached
        sign = ">=" if at_least else "<="
        verdict = "reached" if reached else "MISSED"
        sys.stdout.write(f"{words}: {tally[words]} of {tally[of]} {of} = {share:.0%} ({sign} {bar:.0%}) {verdict}\n")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
