"""`make fuzz`: random texts, led by what code they reach, must never make a check fail or a span lie. Bounded in time."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["bot.words"]):
    from bot.domain.people import PUPIL, STAFF, Listed
    from bot.words import Surroundings, Text, check
    from bot.words.names import NameIndex

SECONDS = 40
LONGEST = 400

PEOPLE = (
    ("Grace", "Ruth", "Adeyinka", ""),
    ("Xin Yi", "", "Tan", "Xinyi"),
    ("Mary-Kate", "", "O’Rourke", ""),
    ("Łukasz", "", "van der Berg", ""),
    ("Mohammed", "", "", "Mo"),
    ("Will", "", "Park", ""),
)
# Words that open the ways of the finder; the fuzzer puts them together with whatever it makes up.
PIECES = [
    *(
        "Grace ",
        "grace",
        "Adeyinka",
        "Xin Yi",
        "Mary-Kate ",
        "ORourke",
        "Łukasz",
        "van der Berg",
        "Will ",
        "Park ",
        "Mo",
        "A. ",
    ),
    *(
        "Mr Green ",
        "the ",
        "’s ",
        "Year 4 ",
        "Holly Class ",
        "our dog ",
        "twins ",
        "family ",
        "Mon ",
        "1 ",
        "beat ",
        "4",
        "(",
        "“",
    ),
    *("#", "@", "https://", ".jpg ", "_", "🎈", "\u200b", "\u0301", "\n", "\n\n", ", ", ". ", ": ", "– "),
]


def surroundings() -> Surroundings:
    """A small school whose names are hard."""
    pupils = [
        Listed(
            id=f"P{n}",
            role=PUPIL,
            forename=first,
            middle=middle,
            surname=last,
            chosen=chosen,
            year_group="Year 4",
            class_name="Holly",
        )
        for n, (first, middle, last, chosen) in enumerate(PEOPLE)
    ]
    return Surroundings(names=NameIndex.of([*pupils, Listed(id="S1", role=STAFF, forename="Helen", surname="Green")]))


def main() -> None:
    """Runs the fuzzer; it ends the process by itself, with an exit code that says whether anything failed."""
    around = surroundings()

    def try_it(data: bytes) -> None:
        provider = atheris.FuzzedDataProvider(data)
        parts = []
        while provider.remaining_bytes() and sum(map(len, parts)) < LONGEST:
            if provider.ConsumeBool():
                parts.append(provider.PickValueInList(PIECES))
            else:
                parts.append(provider.ConsumeUnicode(6))
        text = "".join(parts)
        for finding in check([Text("words", text)], around):
            if finding.code.startswith("check_failed"):
                raise AssertionError(f"{finding.clause} {finding.code} on {text!r}")
            if finding.start >= 0 and text[finding.start : finding.end] != finding.span:
                raise AssertionError(f"a span lies in {text!r}: {finding}")

    bounds = [
        f"-max_total_time={SECONDS}",
        "-max_len=600",
        "-timeout=20",
        "-rss_limit_mb=2048",
        "-verbosity=0",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *bounds, "-print_final_stats=1", *sys.argv[1:]], try_it)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
