from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.core.matmul import matmul


@given(st.integers(1, 40), st.integers(1, 3000), st.integers(1, 90))
def test_matmul_any_shape_equals_numpy_product(rows: int, inner: int, columns: int) -> None:
    random = np.random.default_rng(rows)
    left = random.standard_normal((rows, inner), np.float32)
    right = random.standard_normal((inner, columns), np.float32)
    assert matmul(left, right) == pytest.approx(left @ right, rel=1e-3, abs=1e-3)


SCRIPT = """
import time
import numpy as np
from cleanarticle.core.matmul import matmul

left, right = np.ones((32, 300), np.float32), np.ones((300, 3000), np.float32)
{multiply}
time.sleep(0.5)  # worker threads spin for a while before they sleep
all_threads, this_thread = time.process_time(), time.thread_time()
for _ in range(100):
    {multiply}
print((time.thread_time() - this_thread) / (time.process_time() - all_threads))
"""


def share_of_this_thread(multiply: str) -> float:
    """Return the share of the process's CPU time that the calling thread uses."""
    process = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(multiply=multiply)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return float(process.stdout)


def test_matmul_large_product_runs_on_one_thread() -> None:
    assert share_of_this_thread("matmul(left, right)") > 0.8  # two threads would have half each
