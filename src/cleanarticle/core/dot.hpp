// Dot products. Eight partial sums can be added at once, which one sum in order cannot.
#pragma once

#include <cstddef>

namespace cleanarticle {

inline float dot(const float* one, const float* other, std::ptrdiff_t count) {
  float sums[8] = {};
  std::ptrdiff_t i = 0;
  for (; i + 8 <= count; i += 8)
    for (int lane = 0; lane < 8; lane++) sums[lane] += one[i + lane] * other[i + lane];
  for (; i < count; i++) sums[i & 7] += one[i] * other[i];
  return ((sums[0] + sums[4]) + (sums[1] + sums[5])) + ((sums[2] + sums[6]) + (sums[3] + sums[7]));
}

}  // namespace cleanarticle
