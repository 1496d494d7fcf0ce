// SPDX-License-Identifier: Apache-2.0
// A batch of letters as a file: PDF, text for an embosser, or a table for a printing house. [docs/formats/letters.md]
#pragma once
#include "registrar/letter_source.hpp"

namespace ippyo::registrar {

std::string_view extension(PrintAs as);  ///< ".pdf", ".brf", ".csv"

/// Writes a private file (mode 0600) at `path`; on errors there is none.
base::Result<void> write_batch(const std::filesystem::path& path, const Context& context, PrintAs as, LetterSource& source, const letters::Progress& progress);

}  // namespace ippyo::registrar
