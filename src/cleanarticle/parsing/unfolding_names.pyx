"""Search for class names and ids of boxes whose text a click or a script shows."""

from cpython.unicode cimport PyUnicode_AsUTF8


def unfolds(str name not None):
    """Return True if a name says that the text of its element is shown by a click or a script."""
    return has_unfolding_word(PyUnicode_AsUTF8(name))
