from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.core.stored_arrays import read_stored_arrays

if TYPE_CHECKING:
    from collections.abc import Callable


def stored(array: npt.NDArray[Any], write: Callable[..., None] = np.savez) -> io.BytesIO:
    file = io.BytesIO()
    write(file, array=array)
    file.seek(0)
    return file


@given(
    st.sampled_from(("uint8", "uint16", "int32", "float16", "float32", "float64")),
    st.lists(st.integers(1, 4), min_size=1, max_size=3),
    st.sampled_from((np.savez, np.savez_compressed)),
)
def test_read_stored_arrays_returns_what_numpy_wrote(
    dtype: str, shape: list[int], write: Callable[..., None]
) -> None:
    written = (100 * np.random.default_rng(0).random(shape)).astype(dtype)
    (read,) = read_stored_arrays(stored(written, write)).values()
    assert np.array_equal(np.asarray(read), written)
    assert np.asarray(read).dtype == ("float32" if dtype == "float16" else dtype)
    assert read.shape == written.shape
    assert read.readonly


@pytest.mark.parametrize(
    "array", [np.zeros(2, np.int64), np.zeros(2, ">f4"), np.asfortranarray(np.zeros((2, 3)))]
)
def test_read_stored_arrays_other_types_and_orders_raise(array: npt.NDArray[Any]) -> None:
    with pytest.raises(ValueError, match="which is not read"):
        read_stored_arrays(stored(array))


def test_read_stored_arrays_other_version_raises() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("array.npy", b"\x93NUMPY\x02\x00 and more")
    with pytest.raises(ValueError, match=r"version 1\.0"):
        read_stored_arrays(file)
