"""RP-2: school matters that are not for the public: staffing, money, complaints, investigations, plans not announced."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.findings import Finding, Strength
from bot.words.lexicon_reader import Hit, lexicon
from bot.words.persons import about
from bot.words.reading import finding, read

_WORDS = lexicon("confidential")
_MISHAP = re.compile(r"\s+(?:with|involving)\s+(?:a|an|the|some|two)\b")
"""An "unfortunate incident with a trapdoor" is a joke; one "with a parent" is told by other words."""
_SENTENCE = "{} may be a confidential matter of the school. Please leave it out, or SLT must decide."
_GENERAL = re.compile(r"\b(?:your|if you|any concerns?|how to|we take|policy|please|treated|remain|stays?|kept)\b")


def confidential(text: str, names: Sequence[Finding] = (), *, where: str = "words") -> tuple[Finding, ...]:
    """Every stretch that may tell of a confidential matter."""
    reading = read(text)
    hits = _WORDS.find(reading.low)
    if not any(hit.name != "confidential.treat" and hit.name != "confidential.office" for hit in hits):
        return ()
    who = about(reading, names)
    by_sentence: dict[int, list[Hit]] = {}
    for hit in hits:
        by_sentence.setdefault(reading.sentence_at(hit.start), []).append(hit)
    kept: list[Finding] = []
    for number, here in sorted(by_sentence.items()):
        near = {
            hit.name.removeprefix("confidential.")
            for other in (number - 1, number, number + 1)
            for hit in by_sentence.get(other, ())
        }
        inside = [hit.name.removeprefix("confidential.") for hit in here]
        is_story = any(each.story or each.animal for each in who[max(0, number - 1) : number + 1])
        is_office = "office" in inside or who[number].staff
        is_treat = "treat" in near
        for hit in here:
            name = hit.name.removeprefix("confidential.")
            if reading.low[hit.start : hit.end] == "incident" and _MISHAP.match(reading.low, hit.end):
                continue
            told = (
                (name == "matter" and not is_story and not _GENERAL.search(reading.words_of(reading.sentences[number])))
                or (
                    name == "matter_staff"
                    and is_office
                    and not is_story
                    and _of_people(reading.low, hit, who[number].staff, inside)
                )
                or (
                    name == "secrecy"
                    and not is_treat
                    and (bool({"office", "matter", "matter_staff"} & near) or who[number].staff)
                )
                or (
                    name == "secrecy_light"
                    and not is_treat
                    and not is_story
                    and bool({"matter", "matter_staff"} & near)
                )
            )
            first, _ = reading.span(hit.start, hit.end)
            if told and (not kept or first >= kept[-1].end):
                kept.append(
                    finding(
                        reading,
                        hit.start,
                        hit.end,
                        clause="RP-2",
                        strength=Strength.HOLD,
                        kind="confidential",
                        sentence=_SENTENCE,
                        where=where,
                    )
                )
    return tuple(kept)


_MILD = re.compile(
    r"(?:budget|cuts?|failed|sack|resign\w*|suspended|probation|replacing|merger|merge with|cut hours|overspend|"
    r"complaints?|warning|court|police|theft|stolen|absent|investigated|candidates|off work|leaving before|breakdown|rowing|"
    r"missing|incident|notice|contracts|conduct|caught|frozen|drunk|drinking|scrapped|axed?|ballot\w*|furious|quit|"
    r"row over|row between|gone off)$"
)


def _of_people(low: str, hit: Hit, staff: bool, inside: Sequence[str]) -> bool:
    """A word that is often harmless ("budget") counts beside a colleague's name or a second matter only."""
    if not _MILD.match(low[hit.start : hit.end]):
        return True
    return staff or inside.count("matter_staff") > 1 or "matter" in inside or "secrecy" in inside
