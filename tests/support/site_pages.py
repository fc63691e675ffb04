"""Pages of a made-up site: each has its own body, and all share one note."""

from __future__ import annotations

import random

NAMES = "harbour market council railway orchard chapel quarry meadow bakery foundry".split()
VERBS = "opened closed moved burned flooded doubled shrank reopened failed vanished".split()
NOTE = (
    "Our reporters work from eleven bureaus on four continents and have covered this part of the "
    "world since 1987. Readers pay for two thirds of what that costs, foundations for the rest."
)


def sentences(rng: random.Random, count: int) -> str:
    return " ".join(
        f"The {rng.choice(NAMES)} beside the {rng.choice(NAMES)} {rng.choice(VERBS)} in "
        f"{rng.randrange(1500, 2020)}, and {rng.randrange(20, 900)} people left the town."
        for _ in range(count)
    )


def page(number: int, *, note: str = NOTE) -> str:
    """Return a page with its own body, followed by the note."""
    rng = random.Random(number)  # noqa: S311 - the same page each time
    body = "".join(f"<p>{sentences(rng, 4)}</p>" for _ in range(6))
    return f"<body><div class=m><h1>Story {number}</h1>{body}</div><p>{note}</p></body>"
