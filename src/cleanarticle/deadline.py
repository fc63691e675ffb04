"""Deadline: the end of the time that cleaning one page may take."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from cleanarticle.errors import CleaningTimeout


@dataclass(frozen=True, slots=True)
class Deadline:
    """A number of seconds from now; the stages of the pipeline check it.

    Attributes:
        seconds: The seconds, None if there is no limit.
    """

    seconds: float | None
    _begun: float = field(default_factory=time.monotonic)

    def check(self) -> None:
        """Raise an error if the time is over.

        Raises:
            CleaningTimeout: It is.
        """
        if self.seconds is not None and time.monotonic() - self._begun > self.seconds:
            raise CleaningTimeout.after(self.seconds)


NO_DEADLINE = Deadline(None)
