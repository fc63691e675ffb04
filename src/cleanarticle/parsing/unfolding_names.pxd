"""The search for names that unfold, for other compiled modules."""

cdef bint has_unfolding_word(const char* name) noexcept nogil
