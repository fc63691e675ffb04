"""New arrays and matrices of the standard library, for results that Python sees."""

from cpython cimport array


cdef inline array.array new_array(str code, Py_ssize_t size):
    """Return an array of zeros, given the code of their type as for `array.array`."""
    # Cython clears arrays without elements through a null pointer, which C leaves undefined.
    return array.clone(array.array(code), size, zero=size > 0)


cdef inline array.array new_indices(Py_ssize_t size):
    """Return an array of zeros that are numbers or indices."""
    return new_array("q" if sizeof(Py_ssize_t) == 8 else "i", size)


cdef inline object as_matrix(array.array values, Py_ssize_t rows, Py_ssize_t columns):
    """Return an array as a matrix, which has the values row by row, without a copy.

    Args:
        values: The values.
        rows: At least 1, as a memoryview cannot have none.
        columns: Likewise.
    """
    return memoryview(values).cast("B").cast(values.typecode, (rows, columns))
