"""What is found and what is not: one table for the tests and for the documentation."""

from __future__ import annotations

from bot.domain.findings import Strength

SOMEBODY = [
    ("Hope read to the whole hall.", "Hope", {"P02"}),
    ("Will will carry the banner.", "Will", {"P03"}),
    ("In May we travel. May has packed already.", "May", {"P05"}),
    ("Happy birthday, Summer!", "Summer", {"P04"}),
    ("Three cheers for Grace, who found the key.", "Grace", {"P01"}),
    ("Man of the match – Will.", "Will", {"P03"}),
    ("“I like newts.” – Hope, 6", "Hope", {"P02"}),
    ("Mon Alfie, Tue Grace, Wed Hope.", "Grace", {"P01"}),
    ("1 Noah 2 May 3 Alfie", "May", {"P05"}),
    ("King beat Bishop in nine moves.", "Bishop", {"P02"}),
    ("just look at alfies volcano", "alfies", {"P09"}),
    ("The Khans brought soup.", "Khans", {"P09", "P10"}),
    ("Thank you to the Khan twins.", "Khan twins", {"P09", "P10"}),
    ("Ollie and Meels shared the prize.", "Ollie", {"P12"}),
    ("Proud of H.Y. in Year 3.", "H.Y", {"P11"}),
    ("A. Khan, N. Price and F. King are in the team.", "A. Khan", {"P09", "P10"}),
    ("Tidiest tray: Amelia S.", "Amelia S", {"P13"}),
    ("Cheers for Ameila!", "Ameila", {"P10", "P13"}),
    ("#ThankYouAlfie", "Alfie", {"P09"}),
    ("#gohopeandnoah", "hope", {"P02"}),
    ("May Park won the race.", "May Park", {"P05"}),
    ("Jordan’s mum made the costume.", "Jordan’s", {"P06"}),
]

NOBODY = [
    "We hope you can come. Hope to see you there!",
    "Will you join us in May?",
    "Read in the bath. Read to the cat.",
    "Summer fair on Sunday: park in the park.",
    "The Holly and the Ivy at 2pm in Holly Class.",
    "Grace before meals, and a day of grace.",
    "Noah built the ark and the animals came in.",
    "By lamplight Florence walked the wards, and the soldiers called her the nurse of Scutari.",
    "The Jordan flows into the Dead Sea.",
    "Alfie, our reading dog, is back.",
    "Meet Alfie! Our new guinea pig loves parsley.",
    "Our two donkeys, Alfie and Grace, ate the hedge.",
    "Thank you, Mrs Green and Helen Green.",
    "St Noah’s Church, Hope Street",
    "Storyteller Amelia comes on Monday.",
    "Amelia Earhart flew alone.",
    "Young and old danced. King Charles did not come.",
    "Brackenfold Primary Academy closes at 3.",
    "Spring value: Hope. Hope is a choice.",
    "Key stage prizes: Bronze, Silver, Summer and Gold.",
    "MAY DAY DANCING ON THE GREEN",
]

NAME_EXAMPLES = [
    ("A full name", Strength.ENFORCE, "Well done, Amelia Khan!", "Well done to a Year 4 pupil!"),
    ("A first name, used as a person’s", Strength.ENFORCE, "Alfie scored twice.", "A Year 6 pupil scored twice."),
    ("A first name and the surname’s letter", Strength.ENFORCE, "Tidiest tray: Amelia S.", "Tidiest tray: Year 2."),
    ("An initial and a surname", Strength.ENFORCE, "N. Price was in goal.", "The price was 20p."),
    ("A word that may be a name", Strength.HOLD, "Hope read to us.", "We hope to read."),
    ("A surname or a family", Strength.HOLD, "The Khan family baked.", "A family baked."),
    ("A pet form", Strength.HOLD, "Ollie was in goal.", "Our goalkeeper was superb."),
    ("A typing slip", Strength.HOLD, "Cheers for Ameila!", "Cheers for our pianist!"),
    ("In disguise", Strength.HOLD, "Winner: A-L-F-I-E", "Winner: Year 6"),
    ("Staff by name", Strength.WARN, "Thank you, Mrs Green!", "Thank you to our cook!"),
]
"""(what, strength, a text in which it is found, a text in which it is not)."""
