// SPDX-License-Identifier: Apache-2.0
#include "group/kernels/portable/ristretto.hpp"

namespace ippyo::group {

const Kernel kPortableKernel{
    "portable",          portable::decode,    portable::encode,     portable::from_uniform,
    portable::make_table, portable::fixed_mul, portable::fixed_mul2, portable::fixed_mul_vartime,
    portable::mul,       portable::msm,       portable::msm_vartime,
};

}  // namespace ippyo::group
