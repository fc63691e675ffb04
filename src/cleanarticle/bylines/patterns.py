"""Forms of what stands in bylines: full names and e-mail addresses.

They are patterns to put into others. Alternatives must not match the same text: two ways to read a
particle take exponential time on a row of particles.
"""

from __future__ import annotations

FULL_NAME = (
    r"[^\W\d_a-zß-öø-ÿ][\w.'’-]+(?:\s+(?:(?:d[aiu]|del?|den|der|van|von|la|le|bin|al|ter)\s+)*"
    r"[^\W\d_a-zß-öø-ÿ][\w.'’-]*){1,3}"
)
"""A name that needs no other cue: two to four capitalized words, and particles between them."""

EMAIL = r"[<(\[]?(?<![\w.+-])[\w.+-]{1,64}(?:@|\s(?:at|\[at\]|\(at\))\s)[\w-]+(?:\.[\w-]+)+[>)\]]?"
