// An operator new that fails when it is told to, to be loaded before all other libraries.
#include <cstdlib>
#include <new>

namespace {
thread_local long remaining = -1;
}

// Let the allocation with a number fail, from 0; none if it is negative.
extern "C" void fail_allocation(long number) { remaining = number; }

// Return the number of allocations until one fails; negative if one has failed or none will.
extern "C" long remaining_allocations() { return remaining; }

void* operator new(std::size_t size) {
  void* const memory = remaining >= 0 && remaining-- == 0 ? nullptr : std::malloc(size ? size : 1);
  if (!memory) throw std::bad_alloc();
  return memory;
}

void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
