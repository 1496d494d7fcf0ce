// SPDX-License-Identifier: Apache-2.0
// The providers that registrar.toml names, ready for use. [SPEC 13.1 Provider]
#pragma once
#include "base/sealed_file.hpp"
#include "registrar/context.hpp"

namespace ippyo::registrar {

/// errors: a root that cannot be read or is no certificate, a key or password file that does not open; test cards or plain http for a
/// real election.
base::Result<Providers> make_providers(const Config& config, const StoreKeys& keys, const base::Passphrase& passphrase,
                                       const record::State& state);
/// For scrutineers, who check what is stored and ask nobody: without mail server, client key or responder.
base::Result<Providers> make_audit_providers(const Config& config, const StoreKeys& keys, const record::State& state);

}  // namespace ippyo::registrar
