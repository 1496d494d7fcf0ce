// SPDX-License-Identifier: Apache-2.0
// What every endpoint has at hand.
#pragma once
#include <functional>
#include <map>
#include <memory>

#include "base/signature.hpp"
#include "identity/provider.hpp"
#include "record/state.hpp"
#include "registrar/config.hpp"
#include "registrar/store.hpp"

namespace ippyo::registrar {

using Providers = std::map<identity::Factor, std::unique_ptr<identity::Provider>>;

/// Outlives every endpoint. All of it may be used from several threads.
struct Context {
  const Config& config;
  const roll::Eligibility& eligibility;
  Store& store;
  const base::Clock& clock;
  const base::SigningKey& key;  ///< the registrar's of the constitution
  const Providers& providers;
  /// The board as last verified; never null, at least constituted.
  std::function<std::shared_ptr<const record::State>()> board;
};

}  // namespace ippyo::registrar
