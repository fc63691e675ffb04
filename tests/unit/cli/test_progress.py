from __future__ import annotations

import re
from collections import Counter

from cleanarticle.batch import Tally
from cleanarticle.cli.progress import state_line


def test_state_line_batch_shows_counts_speed_and_errors() -> None:
    errors = Counter({"timeout": 3, "http_status": 12, "robots": 1, "input": 1})
    tally = Tally(total=100, ok=23, failed=17, hosts=5, errors=errors)
    tally.started -= 20  # seconds ago
    text = state_line(tally)
    for part in ("40/100", "23 ok", "17 failed", "5 hosts"):
        assert part in text
    assert re.search(r"\b0:0\d:\d\d left\b.*\b[12]\.\d pages/s\b", text)
    assert text.endswith("12 http_status, 3 timeout, 1 robots")
    tally.interrupted = True
    assert "stopping: Ctrl-C drops what is in flight" in state_line(tally)
