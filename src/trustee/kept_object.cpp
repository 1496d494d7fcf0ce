// SPDX-License-Identifier: Apache-2.0
#include "trustee/kept_object.hpp"

#include <algorithm>

namespace ippyo::trustee {

std::string list_name(const record::ObjectKey& key) { return key.contest + "." + std::to_string(key.number); }

KeptObject::KeptObject(const Vault& vault, const record::ObjectKey& key, std::size_t row_size) : row_size_(row_size) {
  const auto stem = std::string("kept/") + record::entry_name(key.kind) + "." + list_name(key);
  rows_ = vault.path(stem + ".rows");
  header_ = vault.path(stem + ".header");
}

base::Result<std::unique_ptr<base::FileRows>> KeptObject::begin() const {
  std::error_code fault;
  std::filesystem::create_directories(rows_.parent_path(), fault);
  if (fault) return base::Error{"cannot make the folder " + rows_.parent_path().string() + ": " + fault.message()};
  return base::FileRows::create(rows_, row_size_);
}

base::Result<void> KeptObject::finish(ByteView header) const {
  IPPYO_TRY(sync_file(rows_));
  return base::write_file_durably(header_, header, 0600);
}

base::Result<void> KeptObject::hand_out(record::SubmissionWriter& writer, const record::ObjectKey& key,
    const Progress& progress) const {
  auto top = header();
  if (!top.ok()) return top.error();
  const auto list = rows();
  if (!list.ok()) return list.error();
  auto object = writer.begin_object(key, row_size_, row_size_);
  if (!object.ok()) return object.error();
  CountedRows sink(**object, progress, "writing " + std::string(record::entry_name(key.kind)) + " " + list_name(key), row_size_,
      (*list)->rows());
  for (std::uint64_t first = 0; first < (*list)->rows(); first += base::kRowsPerStep) {
    Bytes step(std::min(base::kRowsPerStep, (*list)->rows() - first) * row_size_);
    IPPYO_TRY((*list)->read(first, step));
    IPPYO_TRY(sink.append(step));
  }
  return writer.close_object(std::move(*top));
}

}  // namespace ippyo::trustee
