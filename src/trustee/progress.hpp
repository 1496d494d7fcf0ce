// SPDX-License-Identifier: Apache-2.0
// How long work tells how far it is. [SPEC 11.6 Commands]
#pragma once
#include <functional>
#include <string_view>

#include "base/rows.hpp"

namespace ippyo::trustee {

/// What is being done, how many of its pieces are done, of how many. May be empty.
using Progress = std::function<void(std::string_view what, std::uint64_t done, std::uint64_t total)>;

/// Passes rows on and counts them.
class CountedRows final : public base::RowSink {
  base::RowSink& to_;
  const Progress& progress_;
  std::string what_;
  std::size_t row_size_;
  std::uint64_t done_ = 0, total_;

 public:
  CountedRows(base::RowSink& to, const Progress& progress, std::string what, std::size_t row_size, std::uint64_t total)
      : to_(to), progress_(progress), what_(std::move(what)), row_size_(row_size), total_(total) {}
  base::Result<void> append(base::ByteView rows) override {
    done_ += rows.size() / row_size_;
    if (progress_) progress_(what_, done_, total_);
    return to_.append(rows);
  }
};

}  // namespace ippyo::trustee
