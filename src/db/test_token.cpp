// SPDX-License-Identifier: Apache-2.0
// A PKCS#11 module that fails as IPPYO_TEST_TOKEN says: what a software token never does. For tests only.
#include <p11-kit/pkcs11.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace {

bool fails(std::string_view what) {
  const char* wanted = std::getenv("IPPYO_TEST_TOKEN");
  return wanted && wanted == what;
}

CK_RV initialize(void*) { return fails("start") ? CKR_GENERAL_ERROR : CKR_OK; }
CK_RV finalize(void*) { return CKR_OK; }
CK_RV slot_list(CK_BBOOL, CK_SLOT_ID_PTR slots, CK_ULONG_PTR count) {
  if (fails("slots")) return CKR_DEVICE_ERROR;
  if (slots) slots[0] = 0;
  *count = 1;
  return CKR_OK;
}
CK_RV token_info(CK_SLOT_ID, CK_TOKEN_INFO_PTR info) {
  *info = {};
  constexpr std::string_view label = "broken                          ";
  std::copy(label.begin(), label.end(), info->label);
  info->flags = fails("locked") ? CKF_USER_PIN_LOCKED : fails("final") ? CKF_USER_PIN_FINAL_TRY : 0;
  return CKR_OK;
}
CK_RV open_session(CK_SLOT_ID, CK_FLAGS, void*, CK_NOTIFY, CK_SESSION_HANDLE_PTR session) {
  *session = 1;
  return fails("session") ? CKR_SESSION_COUNT : CKR_OK;
}
CK_RV close_session(CK_SESSION_HANDLE) { return CKR_OK; }
CK_RV login(CK_SESSION_HANDLE, CK_USER_TYPE, CK_UTF8CHAR_PTR, CK_ULONG) { return fails("locks") ? CKR_PIN_LOCKED : fails("login") ? CKR_FUNCTION_FAILED : CKR_OK; }
CK_RV find_init(CK_SESSION_HANDLE, CK_ATTRIBUTE_PTR, CK_ULONG) { return fails("find") ? CKR_DEVICE_ERROR : CKR_OK; }
CK_RV find(CK_SESSION_HANDLE, CK_OBJECT_HANDLE_PTR found, CK_ULONG, CK_ULONG_PTR count) {
  found[0] = 7;
  *count = 1;
  return CKR_OK;
}
CK_RV find_final(CK_SESSION_HANDLE) { return CKR_OK; }
CK_RV attribute(CK_SESSION_HANDLE, CK_OBJECT_HANDLE, CK_ATTRIBUTE_PTR question, CK_ULONG) {
  *static_cast<CK_BBOOL*>(question->pValue) = CK_FALSE;
  return CKR_OK;
}
CK_RV sign_init(CK_SESSION_HANDLE, CK_MECHANISM_PTR, CK_OBJECT_HANDLE) { return fails("mechanism") ? CKR_MECHANISM_INVALID : CKR_OK; }
CK_RV sign(CK_SESSION_HANDLE, CK_BYTE_PTR, CK_ULONG, CK_BYTE_PTR, CK_ULONG_PTR size) {
  *size = 16;  // too short for SHA-256
  return CKR_OK;
}

}  // namespace

extern "C" CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR list) {
  static CK_FUNCTION_LIST functions{};
  functions.C_Initialize = initialize;
  functions.C_Finalize = finalize;
  functions.C_GetSlotList = slot_list;
  functions.C_GetTokenInfo = token_info;
  functions.C_OpenSession = open_session;
  functions.C_CloseSession = close_session;
  functions.C_Login = login;
  functions.C_FindObjectsInit = find_init;
  functions.C_FindObjects = find;
  functions.C_FindObjectsFinal = find_final;
  functions.C_GetAttributeValue = attribute;
  functions.C_SignInit = sign_init;
  functions.C_Sign = sign;
  *list = &functions;
  return CKR_OK;
}
