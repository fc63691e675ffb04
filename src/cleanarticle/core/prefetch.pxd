"""Prefetching: ask for memory some steps before it is read, where tables are larger than caches."""

cdef extern from *:
    """
    #if defined(__GNUC__)
    #define FETCH_SOON(address) __builtin_prefetch(address)
    #else
    #define FETCH_SOON(address) ((void)(address))
    #endif
    """
    void FETCH_SOON(const void* address) nogil

cdef enum:
    AHEAD = 8  # words whose entries are on their way from memory while one is looked up
