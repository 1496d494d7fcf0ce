// SPDX-License-Identifier: Apache-2.0
// Constants of curve25519 and of RFC 9496, section 4.1, in five limbs of 51 bits. [SPEC 2.2 Element]
#pragma once
#include "group/kernels/portable/field.hpp"

namespace ippyo::group::portable {

inline constexpr Field kD{0x34dca135978a3ULL, 0x1a8283b156ebdULL, 0x5e7a26001c029ULL, 0x739c663a03cbbULL, 0x52036cee2b6ffULL};  ///< d = -121665/121666
inline constexpr Field kTwoD{0x69b9426b2f159ULL, 0x35050762add7aULL, 0x3cf44c0038052ULL, 0x6738cc7407977ULL, 0x2406d9dc56dffULL};  ///< 2 d
inline constexpr Field kSqrtM1{0x61b274a0ea0b0ULL, 0xd5a5fc8f189dULL, 0x7ef5e9cbd0c60ULL, 0x78595a6804c9eULL, 0x2b8324804fc1dULL};  ///< sqrt(-1), the non-negative root
inline constexpr Field kSqrtAdMinusOne{0x7f6a0497b2e1bULL, 0x1836f0a97afd2ULL, 0x7d747f6be7638ULL, 0x456079e7e6498ULL, 0x376931bf2b834ULL};  ///< sqrt(a d - 1)
inline constexpr Field kInvSqrtAMinusD{0xfdaa805d40eaULL, 0x2eb482e57d339ULL, 0x7610274bc58ULL, 0x6510b613dc8ffULL, 0x786c8905cfaffULL};  ///< 1/sqrt(a - d)
inline constexpr Field kOneMinusDSquared{0x409c1945fc176ULL, 0x719abc6a1fc4fULL, 0x1c37f90b20684ULL, 0x6bccca55eedfULL, 0x29072a8b2b3eULL};  ///< 1 - d^2
inline constexpr Field kDMinusOneSquared{0x55aaa44ed4d20ULL, 0x59603c3332635ULL, 0x26d3baf4a7928ULL, 0x120a66e6997a9ULL, 0x5968b37af66c2ULL};  ///< (d - 1)^2
inline constexpr Field kBaseX{0x62d608f25d51aULL, 0x412a4b4f6592aULL, 0x75b7171a4b31dULL, 0x1ff60527118feULL, 0x216936d3cd6e5ULL};  ///< x of the generator
inline constexpr Field kBaseY{0x6666666666658ULL, 0x4ccccccccccccULL, 0x1999999999999ULL, 0x3333333333333ULL, 0x6666666666666ULL};  ///< y of the generator
inline constexpr Field kBaseT{0x68ab3a5b7dda3ULL, 0xeea2a5eadbbULL, 0x2af8df483c27eULL, 0x332b375274732ULL, 0x67875f0fd78b7ULL};  ///< x y of the generator

}  // namespace ippyo::group::portable
