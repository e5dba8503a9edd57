"""Draws the photos of the practice school, for whoever wants to change them. Nothing of it runs in the bot.

    .venv/bin/python tools/sample_photos.py

`beans.jpg` and `labels.jpg` are the same windowsill; on the second a label has a name. Both say that they were taken with the
tablet of `bot/practice/sample/devices.csv`. Everything in them is drawn here, so they may be used for anything.
"""

from __future__ import annotations

from pathlib import Path

from PIL import ExifTags, Image, ImageDraw, ImageFont

PHOTOS = Path(__file__).parent.parent / "bot" / "practice" / "sample" / "photos"
SIZE = (1600, 1100)
WALL, FRAME, SKY, SKYLINE = (240, 228, 207), (255, 253, 246), (180, 217, 244), (226, 238, 244)
HILL, STEM, LEAF = (164, 207, 142), (86, 150, 76), (97, 163, 85)
POT, RIM, SILL, EDGE = (205, 108, 70), (190, 92, 56), (199, 150, 93), (167, 119, 76)
LABEL, LINE, INK = (255, 253, 240), (170, 182, 208), (40, 40, 48)
PLANTS = ((340, 300), (700, 480), (1060, 420), (1420, 360))
"""Each plant: the middle of its pot, and how high up its tip is, in pixels."""
RIM_TOP, POT_TOP, POT_FOOT = 660, 700, 862


def windowsill(name: str) -> Image.Image:
    """Four bean plants at a window. name: what the third label says; "" for none."""
    photo = Image.new("RGB", SIZE, WALL)
    photo.paste(_view((1220, 630)), (190, 50))
    draw = ImageDraw.Draw(photo)
    draw.rectangle((180, 40, 1420, 700), outline=FRAME, width=26)
    draw.rectangle((790, 40, 810, 700), fill=FRAME)
    draw.rectangle((60, 860, 1540, 920), fill=SILL)
    draw.rectangle((60, 912, 1540, 920), fill=EDGE)
    for number, (x, tip) in enumerate(PLANTS, 1):
        _plant(draw, x, tip)
        _label(draw, x, name if number == 3 else "")
    return photo


def _view(size: tuple[int, int]) -> Image.Image:
    """What is outside: a sky that pales, and two hills."""
    width, height = size
    view = Image.new("RGB", size)
    draw = ImageDraw.Draw(view)
    for y in range(height):
        share = y / height
        row = tuple(round(a + (b - a) * share) for a, b in zip(SKY, SKYLINE, strict=True))
        draw.line((0, y, width, y), fill=row)
    draw.ellipse((-90, 410, 660, 1000), fill=HILL)
    draw.ellipse((560, 410, 1310, 1000), fill=HILL)
    return view


def _plant(draw: ImageDraw.ImageDraw, x: int, tip: int) -> None:
    draw.line((x, tip, x, RIM_TOP), fill=STEM, width=10)
    for number, y in enumerate(range(tip + 30, RIM_TOP - 20, 90)):
        left = x - 92 if number % 2 == 0 else x + 8
        draw.ellipse((left, y - 22, left + 84, y + 22), fill=LEAF)
    draw.polygon(((x - 78, POT_TOP), (x + 78, POT_TOP), (x + 56, POT_FOOT), (x - 56, POT_FOOT)), fill=POT)
    draw.rectangle((x - 92, RIM_TOP, x + 92, POT_TOP), fill=RIM)


def _label(draw: ImageDraw.ImageDraw, x: int, name: str) -> None:
    draw.rounded_rectangle((x - 63, 734, x + 63, 810), radius=8, fill=LABEL)
    if name:
        draw.text((x, 772), name, font=ImageFont.load_default(38), fill=INK, anchor="mm")
        return
    for y, length in ((758, 98), (778, 98), (794, 78)):
        draw.rectangle((x - 49, y - 3, x - 49 + length, y + 3), fill=LINE)


def taken_with_the_tablet() -> Image.Exif:
    block = Image.Exif()
    block[ExifTags.Base.Make], block[ExifTags.Base.Model] = "Apple", "iPad (9th generation)"
    block.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:09:18 10:24:00"
    return block


if __name__ == "__main__":
    for file, name in (("beans.jpg", ""), ("labels.jpg", "Maisie")):
        windowsill(name).save(PHOTOS / file, quality=88, exif=taken_with_the_tablet())
