// SPDX-License-Identifier: Apache-2.0
// Compiled once as it should be and once with each misuse of a secret. [SPEC 1.6 Secrets]
#include <sstream>
#include <vector>

#include "group/point.hpp"

using namespace ippyo::group;

int main() {
  const std::vector<Point> points(1, generator());
  const std::vector<Scalar> open(1, Scalar::one());
  const SecretScalar secret(Scalar::one());
  const SecretScalars secrets(1);
  std::ostringstream out;
#if defined(SECRET_IN_VARTIME)
  const Point p = mul_vartime(points[0], secret);
#elif defined(SECRETS_IN_VARTIME)
  const Point p = msm_vartime(points, secrets);
#elif defined(SPAN_IN_VARTIME)
  const Point p = msm_vartime(points, SecretScalarSpan(secrets));
#else
  const Point p = add(msm_vartime(points, open), msm_ct(points, secrets));
#endif
#if defined(PRINT)
  out << secret;
#else
  out << is_identity(p);
#endif
#if defined(COPY)
  const SecretScalar second = secret;
#else
  const SecretScalar second = secret.clone();
#endif
#if defined(COPY_MANY)
  const SecretScalars all = secrets;
#else
  const SecretScalars all(secrets.size());
#endif
#if defined(COMPARE)
  return secret == second;
#else
  return second.expose() == open[0] && all.size() == 1 ? 0 : 1;
#endif
}
