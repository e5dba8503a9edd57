# ruff: noqa: SIM905 - a list of names with all its quotes would fill a page
"""Draws school photos with names on them: what the reading is tried on that it was not built with.

    python -m tests.photos.drawing FONTS OUT [COUNT] [SEED]

FONTS is a folder of .ttf, .otf or .woff files. OUT gets photos, labels.jsonl, register.csv and devices.csv in the form that
a scorer of labelled photos reads. Nothing in it is a real child. Without fonts of its own a test uses Pillow's.
"""

from __future__ import annotations

import csv
import json
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

FORENAMES = (
    "Aidan Beatrix Caoimhe Devon Esme Fergus Gwen Haris Iona Jasmine Keira Lowri Marnie Nayla Otis Poppy Quentin "
    "Rafael Saffron Tariq Uma Viktor Wren Xander Yara Zofia Amber Benedict Clara Dexter Eliza Felix Grace Hope "
    "Indigo Jago Kyle Lily Mabel Nico Orla Percy Ruby Silas Thea Alba Bruno Cora Dario Elodie Finn Ottilie Rosa "
    "Summer Tilly Zachary May Ivy Zoë Anaïs Siobhán Noémie Jürgen Søren Agnieszka Oluwatobi Chukwuemeka Parveen "
    "Gurdeep Shreya Xiaoming Bo "
).split()
SURNAMES = (
    "Atherton Bickley Crosthwaite Dunmore Entwistle Fothergill Garrick Hepworth Inchbald Jessop Kirkbride Lomas "
    "Mistry Nwosu Okonkwo Pemberton Quaye Ravenscroft Sandhu Thistleton Umarov Vaughan Wolstenholme Yardley "
    "Zielinski O'Rourke Smythe-Jones Chaudhry Fernandes Georgiou Haddad Iwu Bello Nowakowska Van-Dyke Khan Singh "
    "Patel Reid "
).split()
STAFF = (("T", "Hepworth"), ("L", "Marchbanks"), ("R", "Osgood"), ("S", "Jessop"))
CLEAN = (
    ("Poppy class", "Autumn Term 2026"),
    ("RUBY", "Our word of the week"),
    ("Summer Fair", "Sunday 12 July", "Bring a friend!"),
    ("Grace", "We say grace", "before lunch"),
    ("Rosa Parks", "She sat down", "so we could stand up", "1955"),
    ("Felix the Cat", "A cartoon from 1919"),
    ("May half term", "25 May to 29 May", "School is closed"),
    ("Oliver Twist", "Charles Dickens"),
    ("Ivy House", "120 points"),
    ("Hope Street", "Library"),
    ("Lunch menu", "Fish fingers", "Peas and mash", "Fruit salad"),
    ("Wash your hands", "Thank you"),
    ("Please keep off", "the grass"),
    ("Amber", "Get ready to stop", "Red", "Stop"),
    ("Lily pad life cycle", "Frog", "Tadpole", "Spawn"),
    ("Victor Hugo", "Les Miserables"),
    ("Times tables", "3 6 9 12 15", "4 8 12 16 20"),
    ("Wren", "Robin", "Blackbird", "Sparrow"),
    ("Clara Barton", "A brave nurse"),
    ("Percy Shelley", "Ozymandias"),
)
LEADS = ("Presented to", "This is to certify that", "Awarded to")
SURFACES = ("certificate", "worksheet", "tray", "pegs", "jumper", "whiteboard", "screen", "cake")
Draw = Callable[[random.Random, "Sheet", Sequence[dict[str, str]]], list[tuple[str, dict[str, str]]]]


class Sheet:
    """A flat thing with writing on it, before it lies in a photo. Remembers where each line stands."""

    def __init__(self, size: tuple[int, int], paper: tuple[int, int, int]) -> None:
        self.image = Image.new("RGB", size, paper)
        self.paper = paper
        self.draw = ImageDraw.Draw(self.image)
        self.lines: list[tuple[str, list[tuple[float, float]], float]] = []

    def write(
        self, at: tuple[float, float], text: str, font: Any, ink: tuple[int, int, int], *, middle: bool = True
    ) -> None:
        anchor = "mm" if middle else "lm"
        self.draw.text(at, text, font=font, fill=ink, anchor=anchor)
        left, top, right, bottom = self.draw.textbbox(at, text, font=font, anchor=anchor)
        cap = self.draw.textbbox((0, 0), "H", font=font)
        self.lines.append((text, [(left, top), (right, top), (right, bottom), (left, bottom)], cap[3] - cap[1]))


def ink_on(paper: tuple[int, int, int], contrast: float, chance: random.Random) -> tuple[int, int, int]:
    """A colour that differs from the paper by about this share of black to white."""
    dark = sum(paper) > 380
    return tuple(  # type: ignore[return-value]
        int(np.clip(value + (-1 if dark else 1) * 255 * contrast * chance.uniform(0.85, 1.0), 0, 255))
        for value in paper
    )


def in_a_photo(
    sheet: Sheet, chance: random.Random, size: tuple[int, int], share: float
) -> tuple[np.ndarray, np.ndarray]:
    """The sheet lying in a photo: perspective, light, blur and noise. And the matrix from sheet to photo."""
    width, height = size
    rough = np.random.default_rng(chance.randrange(2**32))
    base = rough.integers(60, 200, 3)
    back = cv2.resize(rough.normal(0, 14, (height // 24, width // 24, 3)).astype(np.float32), size) + base
    flat = np.asarray(sheet.image, np.float32)
    wide = share * width
    high = wide * flat.shape[0] / flat.shape[1]
    if high > 0.9 * height:
        wide, high = wide * 0.9 * height / high, 0.9 * height
    x = chance.uniform(0.02, max(0.03, 0.98 - wide / width)) * width
    y = chance.uniform(0.02, max(0.03, 0.98 - high / height)) * height
    turn = np.deg2rad(chance.uniform(-9, 9))
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]]) - [wide / 2, high / 2]
    corners = corners @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]) + [
        x + wide / 2,
        y + high / 2,
    ]
    corners += np.array([[chance.uniform(-0.03, 0.03) * wide for _ in range(2)] for _ in range(4)])
    source = np.array([[0, 0], [flat.shape[1], 0], [flat.shape[1], flat.shape[0]], [0, flat.shape[0]]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, corners.astype(np.float32))
    mask = cv2.warpPerspective(np.ones(flat.shape[:2], np.float32), matrix, size)[:, :, None]
    photo = back * (1 - mask) + cv2.warpPerspective(flat, matrix, size, flags=cv2.INTER_AREA) * mask
    light = np.linspace(chance.uniform(0.75, 1.0), chance.uniform(0.85, 1.08), width)[None, :, None]
    photo = photo * light + rough.normal(0, chance.uniform(1, 6), photo.shape)
    photo = cv2.GaussianBlur(photo, (0, 0), chance.uniform(0.4, 1.3))
    return np.clip(photo, 0, 255).astype(np.uint8), matrix


def _forms(chance: random.Random, pupil: dict[str, str]) -> str:
    first, last = pupil["legal_forename"], pupil["legal_surname"]
    return chance.choices(
        (first, f"{first} {last}", f"{first} {last}".upper(), f"{first} {last[0]}", first.upper(), f"{last}, {first}"),
        (40, 30, 10, 12, 6, 2),
    )[0]


def draw_photo(
    chance: random.Random,
    fonts: Sequence[str],
    pupils: Sequence[dict[str, str]],
    surface: str,
    *,
    size: tuple[int, int] | None = None,
) -> tuple[np.ndarray, list[dict[str, Any]], str]:
    """One photo of a surface ("clean" for one without a pupil's name), its names, and the handwriting's font."""
    size = size or chance.choice(((1600, 1200), (2048, 1536), (2592, 1944), (4032, 3024), (1536, 2048), (3024, 4032)))
    paper = chance.choice(
        ((250, 248, 240), (255, 244, 200), (214, 232, 245), (232, 214, 240), (40, 52, 90), (30, 60, 40))
    )
    printed, hand = chance.choice(fonts), chance.choice(fonts)
    contrast = chance.choice((0.3, 0.45, 0.6, 0.8, 0.9))
    ink, faint = ink_on(paper, 0.8, chance), ink_on(paper, contrast, chance)

    def sized(path: str, pixels: float) -> Any:
        return ImageFont.truetype(path, round(pixels)) if path else ImageFont.load_default(pixels)

    names: list[tuple[str, dict[str, str]]] = []
    share = chance.uniform(0.35, 0.95)

    def pick(count: int) -> list[dict[str, str]]:
        return chance.sample(list(pupils), count)

    if surface in ("certificate", "clean"):
        sheet = Sheet((1400, 1000), paper)
        if surface == "clean" and chance.random() < 0.6:
            for row, text in enumerate(chance.choice(CLEAN)):
                sheet.write((700, 260 + 170 * row), text, sized(printed, 130 if row == 0 else 70), ink)
        else:
            sheet.write(
                (700, 170),
                chance.choice(("Star of the Week", "Kindness Award", "Well Done!")),
                sized(printed, 110),
                ink,
            )
            sheet.write(
                (700, 330),
                chance.choice(("Presented to", "This is to certify that", "Awarded to")),
                sized(printed, 50),
                ink,
            )
            if surface == "certificate":
                pupil = pick(1)[0]
                text = _forms(chance, pupil)
                names.append((text, pupil))
                sheet.write((700, 480), text, sized(hand, chance.uniform(60, 110)), faint)
            sheet.write(
                (700, 640), chance.choice(("for neat handwriting", "for being a good friend")), sized(printed, 54), ink
            )
            initial, surname = chance.choice(STAFF)
            sheet.write((980, 820), f"{initial} {surname}", sized(hand, 60), faint)
            sheet.write((980, 900), f"Mrs {initial} {surname}", sized(printed, 36), ink)
    elif surface == "worksheet":
        sheet = Sheet((1000, 1400), paper)
        pupil = pick(1)[0]
        text = _forms(chance, pupil)
        names.append((text, pupil))
        sheet.write((80, 110), "Name:", sized(printed, 46), ink, middle=False)
        sheet.write((270, 110), text, sized(hand, chance.uniform(44, 70)), faint, middle=False)
        for row in range(8):
            sheet.write(
                (80, 280 + 120 * row),
                f"{chance.randrange(9)} + 4 =",
                sized(printed, 60),
                ink,
                middle=False,
            )
    elif surface in ("tray", "pegs", "screen"):
        columns, rows = (3, 3) if surface == "tray" else (4, 1) if surface == "pegs" else (3, 2)
        sheet = Sheet((420 * columns, 260 * rows + 60), paper)
        for index, pupil in enumerate(pick(columns * rows)):
            text = pupil["legal_forename"]
            names.append((text, pupil))
            at = (210 + 420 * (index % columns), 160 + 260 * (index // columns))
            card = chance.choice(((255, 255, 255), (255, 240, 160), (200, 240, 210)))
            sheet.draw.rectangle((at[0] - 180, at[1] - 70, at[0] + 180, at[1] + 70), fill=card)
            sheet.write(at, text, sized(hand, 64), ink_on(card, max(0.45, contrast), chance))
    elif surface == "jumper":
        sheet = Sheet((700, 260), paper)
        pupil = pick(1)[0]
        text = chance.choice((f"{pupil['legal_forename']} {pupil['legal_surname']}", pupil["legal_forename"])).upper()
        names.append((text, pupil))
        sheet.write((350, 100), text, sized(printed, 56), faint)
        sheet.write((350, 190), "Age 5-6", sized(printed, 36), ink)
        share = chance.uniform(0.2, 0.5)
    elif surface == "whiteboard":
        sheet = Sheet((1400, 900), (246, 248, 250))
        sheet.write((700, 150), "Stars of the day", sized(hand, 90), (30, 60, 150))
        for row, pupil in enumerate(pick(3)):
            text = chance.choice((pupil["legal_forename"], f"{pupil['legal_forename']} {pupil['legal_surname'][0]}"))
            names.append((text, pupil))
            sheet.write((500, 340 + 170 * row), text, sized(hand, 84), (40, 40, 60))
    else:
        sheet = Sheet((900, 700), chance.choice(((250, 235, 240), (240, 225, 200))))
        pupil = pick(1)[0]
        names.append((pupil["legal_forename"], pupil))
        sheet.write((450, 220), "Happy Birthday", sized(hand, 90), (150, 40, 80))
        sheet.write((450, 420), pupil["legal_forename"], sized(hand, 110), (150, 40, 80))
    photo, matrix = in_a_photo(sheet, chance, size, share)
    labels = []
    for text, pupil in names:
        _, corners, cap = next(line for line in sheet.lines if line[0] == text)
        placed = cv2.perspectiveTransform(np.array([corners], np.float32), matrix)[0]
        height = cap * float(np.hypot(*(placed[1] - placed[0]))) / max(1.0, corners[1][0] - corners[0][0])
        if not all(0 <= x < size[0] and 0 <= y < size[1] for x, y in placed) or height < 13:
            continue
        labels.append(
            {"text": text, "person_id": pupil["person_id"], "height_px": round(height, 1), "surface": surface}
        )
    for label in labels:
        same = [each for each in pupils if each["legal_forename"].casefold() == label["text"].casefold()]
        label["also_matches"] = [each["person_id"] for each in same]
        label["contrast"] = contrast
        weight = label["height_px"] * min(1.0, 0.5 + contrast)
        label["legibility"] = "easy" if weight >= 36 and contrast >= 0.45 else "medium" if weight >= 20 else "hard"
        label["font"] = Path(hand).name
    return photo, labels, hand


def register(chance: random.Random, count: int = 160) -> list[dict[str, str]]:
    """Pupils of an invented school."""
    people = []
    for number in range(count):
        first = FORENAMES[number] if number < len(FORENAMES) else chance.choice(FORENAMES)
        people.append(
            {
                "person_id": f"Q{number:04}",
                "role": "pupil",
                "legal_forename": first,
                "middle_names": "",
                "legal_surname": chance.choice(SURNAMES),
                "chosen_forename": "",
                "year_group": "Year 3",
                "class_name": chance.choice(("Poppy", "Elm", "Wren")),
            }
        )
    for number, (initial, surname) in enumerate(STAFF):
        first = {"T": "Tamsin", "L": "Leonie", "R": "Ralph", "S": "Sybil"}[initial]
        people.append(
            dict(people[0], person_id=f"T{number}", role="staff", legal_forename=first, legal_surname=surname)
        )
    return people


def twelve_megapixels(chance: random.Random, surface: str) -> Image.Image:
    """A photo of 4032 by 3024, in Pillow's own font."""
    pupils = [person for person in register(chance) if person["role"] == "pupil"]
    photo, _, _ = draw_photo(chance, [""], pupils, surface, size=(4032, 3024))
    return Image.fromarray(photo)


def a_page_of_writing(chance: random.Random) -> Image.Image:
    """The worst case for a reader: a page full of small words."""
    sheet = Sheet((2000, 1500), (250, 250, 245))
    for row in range(24):
        words = " ".join(chance.choice(FORENAMES) for _ in range(9))
        sheet.write((60, 60 + 60 * row), words, ImageFont.load_default(34), (40, 40, 40), middle=False)
    return Image.fromarray(in_a_photo(sheet, chance, (4032, 3024), 0.9)[0])


def main() -> None:
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 60
    chance = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 1)
    fonts = sorted(str(path) for path in folder.iterdir() if path.suffix in (".ttf", ".otf", ".woff"))
    out.mkdir(parents=True, exist_ok=True)
    people = register(chance)
    with (out / "register.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, people[0])
        writer.writeheader()
        writer.writerows(people)
    (out / "devices.csv").write_text("label,make,model,serial,owner,approved_by,approved_on\n")
    pupils = [person for person in people if person["role"] == "pupil"]
    with (out / "labels.jsonl").open("w") as labelled:
        for number in range(count):
            surface = "clean" if number % 5 < 2 else chance.choice(SURFACES)
            photo, names, _ = draw_photo(chance, fonts, pupils, surface)
            if surface != "clean" and not names:
                continue
            file = f"own_{number:03}.jpg"
            Image.fromarray(photo).save(out / file, quality=chance.choice((60, 75, 88)))
            row = {"file": file, "visible_names": names, "device": "none", "label": surface}
            labelled.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
