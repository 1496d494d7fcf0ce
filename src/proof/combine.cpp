// SPDX-License-Identifier: Apache-2.0
// Plaintexts out of k shares, and the ciphertexts of a rehearsal. [SPEC 5.4 Decryption, SPEC 5.5 Rehearsal]
#include "proof/decryption.hpp"
#include "proof/internal/row_walk.hpp"

namespace ippyo::proof {

namespace {

/// -lambda_j at 0 for exactly these trustees: the shares are divided out.
std::vector<Scalar> negated_lagrange(std::span<const ShareOfList> shares) {
  std::vector<Scalar> out;
  for (const auto& share : shares) {
    const auto j = Scalar::from_u64(share.trustee);
    Scalar above = -Scalar::one(), below = Scalar::one();
    for (const auto& other : shares) {
      if (&other == &share) continue;
      const auto l = Scalar::from_u64(other.trustee);
      above *= l;
      below *= l - j;
    }
    IPPYO_CHECK(!above.is_zero() && !below.is_zero());
    out.push_back(above * below.inverse());
  }
  return out;
}

/// b and all M of one step, one column after the other.
base::Result<std::vector<std::vector<Point>>> columns_of(const base::RowSource& list, std::span<const ShareOfList> shares,
    Range step) {
  std::vector<std::vector<Point>> out;
  const auto add = [&](const base::RowSource& rows, std::size_t offset) -> base::Result<void> {
    auto columns = Columns::read(rows, step);
    if (!columns.ok()) return columns.error();
    out.push_back(columns->elements(offset, Identity::allowed));
    if (columns->bad()) return base::Error{"a list or a share to be combined is not canonical: verify it first"};
    return {};
  };
  IPPYO_TRY(add(list, 32));
  for (const auto& share : shares) IPPYO_TRY(add(*share.rows, 0));
  return out;
}

}  // namespace

base::Result<void> combine(const base::RowSource& list, std::span<const ShareOfList> shares,
                           const std::function<void(std::uint64_t i, const Bytes32& plaintext)>& each) {
  IPPYO_CHECK(!shares.empty() && list.row_size() == kCiphertextSize);
  for (const auto& share : shares)
    if (share.rows->rows() != list.rows()) return base::Error{"a share and its list differ in length: verify the share first"};
  const auto lambda = negated_lagrange(shares);
  for (const auto step : steps_of(list.rows())) {
    const auto columns = columns_of(list, shares, step);
    if (!columns.ok()) return columns.error();
    std::vector<Element> plaintexts(step.size());
    base::run_parallel(step.size(), kGrain, [&](std::uint64_t first, std::uint64_t last) {
      std::vector<Point> M(shares.size()), m(last - first);
      for (auto i = first; i < last; ++i) {
        for (std::size_t s = 0; s < M.size(); ++s) M[s] = (*columns)[s + 1][i];
        m[i - first] = group::add((*columns)[0][i], group::msm_vartime(M, lambda));
      }
      const auto encoded = elements_from(m);
      std::copy(encoded.begin(), encoded.end(), plaintexts.begin() + static_cast<std::ptrdiff_t>(first));
    });
    for (std::size_t i = 0; i < step.size(); ++i) each(step.first + i, plaintexts[i].bytes);
  }
  return {};
}

std::vector<Ciphertext> rehearsal_ciphertexts(const Bytes32& ctx0, const Element& y, std::string_view day, std::uint64_t n) {
  const group::FixedBase y_base(y.point);
  const auto m = option_point(ctx0, "rehearsal", "test").point;
  std::vector<Point> points;
  for (std::uint64_t l = 0; l < n; ++l) {
    const auto r = hash_to_scalar(base::Hasher("rehearsal").item(ctx0).item(day).item(l));
    points.push_back(group::fixed_mul_vartime(base_g(), r));
    points.push_back(group::add(m, group::fixed_mul_vartime(y_base, r)));
  }
  const auto elements = elements_from(points);
  std::vector<Ciphertext> out;
  for (std::size_t l = 0; l < n; ++l) out.push_back({elements[2 * l], elements[2 * l + 1]});
  return out;
}

}  // namespace ippyo::proof
