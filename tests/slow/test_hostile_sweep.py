"""Costs of cleaning grow in proportion to the size of a document, whatever it consists of."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from support.hostile import CONSTRUCTS, FREE_MEGABYTES, MAX_GROWTH, Cost, is_linear
from support.paths import TESTS

pytestmark = pytest.mark.sweep


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_clean_document_of_four_times_the_size_costs_at_most_five_times(name: str) -> None:
    program = [sys.executable, "-m", "support.hostile", name]
    run = subprocess.run(program, cwd=TESTS, capture_output=True, check=True, timeout=180)
    small, large = (Cost(*values) for values in json.loads(run.stdout))
    assert is_linear(small, large), (small, large)
    assert large.megabytes <= MAX_GROWTH * max(0, small.megabytes) + FREE_MEGABYTES, (small, large)
