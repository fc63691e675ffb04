// The sums of the leaves of oblivious trees. forest.pyx describes the arrays and checks them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

// Whether a variant for CPUs with AVX2 is compiled as well, and chosen on these.
#if defined(__GNUC__) && defined(__x86_64__)
#define CLEANARTICLE_AVX2 1
#define CLEANARTICLE_INLINE inline __attribute__((always_inline))
#else
#define CLEANARTICLE_AVX2 0
#define CLEANARTICLE_INLINE inline
#endif

namespace cleanarticle {

constexpr std::ptrdiff_t max_depth = 8;

// Rows whose leaf numbers are computed together: they fit into the level 1 cache with the scores.
constexpr std::ptrdiff_t block_rows = 256;

struct ForestArrays {
  const std::int32_t* questions;
  const float* thresholds;
  const float* leaves;
  const float* bias;
  std::ptrdiff_t depth, trees, outputs;
};

// Set the number of the leaf that each row falls into. The depth is known when this is compiled, so
// that the compiler unrolls the inner loop and computes several rows at once; a loop over levels
// outside that over rows takes three times as long.
template <int depth>
CLEANARTICLE_INLINE void find_leaves_of(const float* const* features, const float* thresholds,
                                        std::ptrdiff_t rows, std::int32_t* leaf) {
  for (std::ptrdiff_t row = 0; row < rows; row++) {
    std::int32_t number = 0;
    for (int level = depth - 1; level >= 0; level--)
      number += number + (features[level][row] > thresholds[level]);
    leaf[row] = number;
  }
}

using FindLeaves = void (*)(const float* const*, const float*, std::ptrdiff_t, std::int32_t*);

template <int depth>
void find_leaves(const float* const* features, const float* thresholds, std::ptrdiff_t rows,
                 std::int32_t* leaf) {
  find_leaves_of<depth>(features, thresholds, rows, leaf);
}

constexpr FindLeaves find_leaves_by_depth[max_depth + 1] = {
    find_leaves<0>, find_leaves<1>, find_leaves<2>, find_leaves<3>, find_leaves<4>,
    find_leaves<5>, find_leaves<6>, find_leaves<7>, find_leaves<8>,
};

#if CLEANARTICLE_AVX2

// The same, eight rows at once. As numbers are only compared, the leaves are the same.
template <int depth>
__attribute__((target("avx2"))) void find_leaves_avx2(const float* const* features,
                                                      const float* thresholds, std::ptrdiff_t rows,
                                                      std::int32_t* leaf) {
  find_leaves_of<depth>(features, thresholds, rows, leaf);
}

constexpr FindLeaves find_leaves_avx2_by_depth[max_depth + 1] = {
    find_leaves_avx2<0>, find_leaves_avx2<1>, find_leaves_avx2<2>,
    find_leaves_avx2<3>, find_leaves_avx2<4>, find_leaves_avx2<5>,
    find_leaves_avx2<6>, find_leaves_avx2<7>, find_leaves_avx2<8>,
};

#endif

inline FindLeaves find_leaves_on_any_cpu(std::ptrdiff_t depth) { return find_leaves_by_depth[depth]; }

inline FindLeaves find_leaves_on_this_cpu(std::ptrdiff_t depth) {
#if CLEANARTICLE_AVX2
  if (__builtin_cpu_supports("avx2")) return find_leaves_avx2_by_depth[depth];
#endif
  return find_leaves_on_any_cpu(depth);
}

inline void add_leaves(const float* leaves, std::ptrdiff_t outputs, std::ptrdiff_t rows,
                       const std::int32_t* leaf, float* scores) {
  if (outputs == 1) {
    for (std::ptrdiff_t row = 0; row < rows; row++) scores[row] += leaves[leaf[row]];
    return;
  }
  for (std::ptrdiff_t row = 0; row < rows; row++)
    for (std::ptrdiff_t output = 0; output < outputs; output++)
      scores[row * outputs + output] += leaves[leaf[row] * outputs + output];
}

// Add the leaves of all trees and the bias to scores of shape (rows, outputs). Each feature is given
// by its values, one for each row.
inline void add_scores(const ForestArrays& forest, FindLeaves find, const float* const* features,
                       std::ptrdiff_t rows, float* scores) {
  const float* columns[max_depth];
  float thresholds[max_depth];
  std::int32_t leaf[block_rows];
  const std::ptrdiff_t tree_leaves = (std::ptrdiff_t{1} << forest.depth) * forest.outputs;
  for (std::ptrdiff_t start = 0; start < rows; start += block_rows) {
    const std::ptrdiff_t count = std::min(block_rows, rows - start);
    float* const block_scores = scores + start * forest.outputs;
    for (std::ptrdiff_t tree = 0; tree < forest.trees; tree++) {
      for (std::ptrdiff_t level = 0; level < forest.depth; level++) {
        const std::ptrdiff_t split = level * forest.trees + tree;
        columns[level] = features[forest.questions[split]] + start;
        thresholds[level] = forest.thresholds[split];
      }
      find(columns, thresholds, count, leaf);
      add_leaves(forest.leaves + tree * tree_leaves, forest.outputs, count, leaf, block_scores);
    }
    for (std::ptrdiff_t row = 0; row < count; row++)
      for (std::ptrdiff_t output = 0; output < forest.outputs; output++)
        block_scores[row * forest.outputs + output] += forest.bias[output];
  }
}

}  // namespace cleanarticle
