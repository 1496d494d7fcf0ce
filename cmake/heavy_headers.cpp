// SPDX-License-Identifier: Apache-2.0
// The file to which the precompiled headers belong; it has nothing of its own.
