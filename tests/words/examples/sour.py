"""What sours a post without a rude word: pointed out, never held."""

from __future__ import annotations

from bot.domain.findings import Strength
from tests.words.examples import Examples

SOUR = (
    Examples(
        check="Sarcasm",
        clause="SP-3",
        strength=Strength.WARN,
        kinds=frozenset({"negative"}),
        passing=(
            "Lovely to see so many grandparents at the concert!",
            "Well done to everyone who ran, walked or wobbled.",
            "Thank you to the council for our new crossing.",
            "When I grow up I want to be a vet, says our youngest reporter.",
            "Never give up: our assembly on Shackleton.",
            "Between us we baked two hundred buns.",
            "What a week! Three trips and a goat.",
        ),
        failing=(
            ("Great to see the government has found time for a photograph", "Great to see"),
            ("Thank you to the one family who finally paid for the trip", "Thank you"),
            ("It must be nice having a field that drains", "must be nice having"),
            ("Kind words cost nothing, as certain parents might discover", "certain parents"),
            ("Hats off to whoever emptied the fish tank", "Hats off to whoever"),
            ("This photocopier needs to go in the bin", "needs to go"),
            ("If the governors spent as much time here as on the golf course", "If the governors spent"),
            ("The new handwriting scheme is about as exciting as gravel", "about as exciting"),
        ),
    ),
    Examples(
        check="Sour grapes",
        clause="RP-1",
        strength=Strength.WARN,
        kinds=frozenset({"disparaging"}),
        passing=(
            "Five schools, one festival, no losers.",
            "Congratulations to St Ebba's, worthy winners.",
            "We walked up the road to sing at the care home.",
        ),
        failing=(
            ("At least our team can spell fair play", "At least our team"),
            ("They won with the budget they have", "with the budget they"),
            ("Another day, another home referee", "home referee"),
            ("The posh lot brought their own marquee", "posh lot"),
            ("Unlike some, we let everybody play", "Unlike some"),
        ),
    ),
    Examples(
        check="Jokes about what people are",
        clause="RS-1",
        strength=Strength.WARN,
        kinds=frozenset({"discriminatory"}),
        passing=(
            "The girls and the boys built one bridge together.",
            "A typical Roman street, in cardboard.",
            "Dads and grandads: bring a spade on Saturday.",
            "The Ugly Duckling opens on Thursday.",
            "The kitchen smells of gingerbread.",
        ),
        failing=(
            ("Grandads can't work the new phones", "Grandads can't"),
            ("The dads built the shed and the mums watched", "dads built"),
            ("We needed a bloke to fix the projector", "a bloke to fix"),
            ("The vicar came in a silly accent", "silly accent"),
            ("Sports day for the staff: the floor creaked", "floor creaked"),
        ),
    ),
    Examples(
        check="Not public yet",
        clause="RP-2",
        strength=Strength.WARN,
        kinds=frozenset({"confidential"}),
        passing=(
            "A surprise party for our cook: don't tell her!",
            "Don't tell Santa we peeked.",
            "Can you keep a secret? The seeds are asleep.",
        ),
        failing=(
            ("The infants are moving sites, but they don't know yet", "don't know yet"),
            ("Word has it the swimming is off next year", "Word has it"),
            ("A new logo is coming, so not a word", "not a word"),
            ("We saw the reading paper early and it is all about whales", "saw the"),
        ),
    ),
    Examples(
        check="A good word for somebody's next job",
        clause="CO-3",
        strength=Strength.WARN,
        kinds=frozenset({"reference"}),
        passing=(
            "Look no further than page nine for our puzzle.",
            "We recommend our reading list to everyone.",
            "Miss Dunn leaves us today: thank you for nine happy years.",
        ),
        failing=(
            ("I recommend our former assistant for anything with glue", "recommend our"),
            ("Mr Pell is a safe pair of hands", "safe pair of hands"),
            ("Good luck to Miss Dunn, who is applying for headships", "applying for"),
            ("We would have her back tomorrow", "would have her back"),
        ),
    ),
    Examples(
        check="Moans",
        clause="SP-3",
        strength=Strength.WARN,
        kinds=frozenset({"negative"}),
        passing=(
            "Exhausted but happy: day three of camp was brilliant.",
            "The hens still haven't laid. We live in suspense.",
            "Half the class chose plums.",
        ),
        failing=(
            ("Half the families forgot again", "Half the families forgot"),
            ("Lost our music room to a photocopier", "Lost our music room"),
            ("Up to our eyes in forms", "Up to our eyes"),
            ("Rows of empty chairs for the concert", "Rows of empty"),
            ("Late again, the coach", "Late again"),
            ("We lost, we always lose", "always lose"),
            ("Still no heating in the hall", "Still no heating"),
        ),
    ),
)
