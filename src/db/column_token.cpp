// SPDX-License-Identifier: Apache-2.0
// A column key from a PKCS#11 token, computed there. [ARCHITECTURE Private stores]
#include <dlfcn.h>
#include <p11-kit/pkcs11.h>

#include <optional>
#include <vector>

#include "db/column_key.hpp"

namespace ippyo::db {
namespace {

constexpr std::string_view kLabel = "ippyo column key 1";

base::Error token_error(const TokenKey& where, std::string_view what) { return {"the token '" + where.token + "': " + std::string(what)}; }
base::Error code_error(const TokenKey& where, std::string_view step, CK_RV code) {
  char number[24];
  std::snprintf(number, sizeof number, "0x%lx", code);
  return token_error(where, std::string(step) + " failed (PKCS#11 " + number + "); check it with its vendor's tool");
}

/// The vendor's library, initialised. It stays loaded: few survive being unloaded.
class Module {
  CK_FUNCTION_LIST_PTR f_;
  bool ours_;

 public:
  Module(CK_FUNCTION_LIST_PTR f, bool ours) : f_(f), ours_(ours) {}
  Module(Module&& o) noexcept : f_(o.f_), ours_(std::exchange(o.ours_, false)) {}
  ~Module() {
    if (ours_) f_->C_Finalize(nullptr);
  }
  CK_FUNCTION_LIST_PTR operator->() const { return f_; }

  static base::Result<Module> load(const TokenKey& where) {
    void* library = ::dlopen(where.module.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!library) return base::Error{"the PKCS#11 module " + where.module.string() + " cannot be loaded; check the path and that it is installed"};
    const auto entry = reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"));
    CK_FUNCTION_LIST_PTR functions = nullptr;
    if (!entry || entry(&functions) != CKR_OK || !functions) return base::Error{where.module.string() + " is no PKCS#11 module; name the vendor's library"};
    CK_C_INITIALIZE_ARGS arguments{};
    arguments.flags = CKF_OS_LOCKING_OK;
    const auto code = functions->C_Initialize(&arguments);
    // Whoever initialised it before us also ends it.
    if (code != CKR_OK && code != CKR_CRYPTOKI_ALREADY_INITIALIZED) return code_error(where, "starting the module", code);
    return Module(functions, code == CKR_OK);
  }
};

class Session {
  const Module& module_;
  CK_SESSION_HANDLE handle_;

 public:
  Session(const Module& module, CK_SESSION_HANDLE handle) : module_(module), handle_(handle) {}
  Session(const Session&) = delete;
  ~Session() { module_->C_CloseSession(handle_); }  // the last one logs out
  CK_SESSION_HANDLE operator*() const { return handle_; }
};

/// Labels are padded with blanks to 32 bytes.
std::string label_of(const CK_TOKEN_INFO& info) {
  std::string text(reinterpret_cast<const char*>(info.label), sizeof info.label);
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

base::Result<CK_SLOT_ID> find_slot(const Module& module, const TokenKey& where) {
  CK_ULONG count = 0;
  if (const auto code = module->C_GetSlotList(CK_TRUE, nullptr, &count); code != CKR_OK) return code_error(where, "listing slots", code);
  std::vector<CK_SLOT_ID> slots(count);
  if (const auto code = module->C_GetSlotList(CK_TRUE, slots.data(), &count); code != CKR_OK) return code_error(where, "listing slots", code);
  slots.resize(count);
  for (const auto slot : slots) {
    CK_TOKEN_INFO info{};
    if (module->C_GetTokenInfo(slot, &info) != CKR_OK || label_of(info) != where.token) continue;
    if (info.flags & CKF_USER_PIN_LOCKED) return token_error(where, "its PIN is locked; unlock it with its vendor's tool");
    // A service that starts again and again must not lock the token.
    if (info.flags & CKF_USER_PIN_FINAL_TRY) return token_error(where, "one PIN try is left; log in once with its vendor's tool, then start again");
    return slot;
  }
  return token_error(where, "it is not there; insert it, or correct its label");
}

base::Result<void> log_in(const Module& module, CK_SESSION_HANDLE session, const TokenKey& where, const base::Passphrase& pin) {
  const auto bytes = pin.expose();
  const auto code = module->C_Login(session, CKU_USER, const_cast<CK_UTF8CHAR_PTR>(bytes.data()), bytes.size());
  switch (code) {
    case CKR_OK:
    case CKR_USER_ALREADY_LOGGED_IN: return {};
    case CKR_PIN_INCORRECT:
    case CKR_PIN_LEN_RANGE:
    case CKR_PIN_INVALID: return token_error(where, "the PIN is wrong; correct it before starting again, tries are counted");
    case CKR_PIN_LOCKED: return token_error(where, "its PIN is locked; unlock it with its vendor's tool");
    default: return code_error(where, "logging in", code);
  }
}

base::Result<CK_OBJECT_HANDLE> find_key(const Module& module, CK_SESSION_HANDLE session, const TokenKey& where) {
  CK_OBJECT_CLASS kind = CKO_SECRET_KEY;
  CK_ATTRIBUTE wanted[] = {{CKA_CLASS, &kind, sizeof kind}, {CKA_LABEL, const_cast<char*>(where.key.data()), where.key.size()}};
  CK_OBJECT_HANDLE found[2];
  CK_ULONG count = 0;
  auto code = module->C_FindObjectsInit(session, wanted, 2);
  if (code == CKR_OK) code = module->C_FindObjects(session, found, 2, &count);
  module->C_FindObjectsFinal(session);
  if (code != CKR_OK) return code_error(where, "looking for the key", code);
  if (count == 0) return token_error(where, "it holds no secret key '" + where.key + "'; create it there, or correct the label");
  if (count > 1) return token_error(where, "it holds several secret keys '" + where.key + "'; give them different labels");
  CK_BBOOL extractable = CK_TRUE;
  CK_ATTRIBUTE question{CKA_EXTRACTABLE, &extractable, sizeof extractable};
  if (module->C_GetAttributeValue(session, found[0], &question, 1) != CKR_OK || extractable != CK_FALSE)
    return token_error(where, "the key '" + where.key + "' can be copied out; create one that is sensitive and not extractable");
  return found[0];
}

base::Result<ColumnKey> compute(const Module& module, CK_SESSION_HANDLE session, const TokenKey& where, CK_OBJECT_HANDLE key) {
  CK_MECHANISM mechanism{CKM_SHA256_HMAC, nullptr, 0};
  base::Bytes32 out{};
  CK_ULONG size = out.size();
  auto code = module->C_SignInit(session, &mechanism, key);
  const auto label = base::view(kLabel);
  if (code == CKR_OK) code = module->C_Sign(session, const_cast<CK_BYTE_PTR>(label.data()), label.size(), out.data(), &size);
  base::Secret held(out);
  base::wipe(out.data(), out.size());
  if (code != CKR_OK || size != out.size()) return code_error(where, "HMAC-SHA-256 with the key '" + where.key + "'", code);
  return ColumnKey(std::move(held));
}

}  // namespace

base::Result<ColumnKey> column_key_from_token(const TokenKey& where, const base::Passphrase& pin) {
  const auto module = Module::load(where);
  if (!module) return module.error();
  const auto slot = find_slot(*module, where);
  if (!slot) return slot.error();
  CK_SESSION_HANDLE handle = 0;
  if (const auto code = (*module)->C_OpenSession(*slot, CKF_SERIAL_SESSION, nullptr, nullptr, &handle); code != CKR_OK)
    return code_error(where, "opening a session", code);
  const Session session(*module, handle);
  IPPYO_TRY(log_in(*module, *session, where, pin));
  const auto key = find_key(*module, *session, where);
  if (!key) return key.error();
  return compute(*module, *session, where, *key);
}

}  // namespace ippyo::db
