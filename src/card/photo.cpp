// SPDX-License-Identifier: Apache-2.0
#include "card/photo.hpp"

#include <openjpeg.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace ippyo::card {

std::string_view face_word(FaceTrouble trouble) {
  static constexpr std::array<std::string_view, 6> kWords{"camera-missing", "no-face", "several-faces", "face-differs", "photo-unusable", "models-failed"};
  return kWords[static_cast<std::size_t>(trouble) - 1];
}

namespace {

struct Source {
  base::ByteView bytes;
  std::size_t at = 0;
};

OPJ_SIZE_T read_bytes(void* out, OPJ_SIZE_T n, void* user) {
  auto& s = *static_cast<Source*>(user);
  const auto take = std::min<std::size_t>(n, s.bytes.size() - s.at);
  if (take == 0) return static_cast<OPJ_SIZE_T>(-1);
  std::memcpy(out, s.bytes.data() + s.at, take);
  s.at += take;
  return take;
}
OPJ_OFF_T skip_bytes(OPJ_OFF_T n, void* user) {
  auto& s = *static_cast<Source*>(user);
  if (n < 0 || static_cast<std::size_t>(n) > s.bytes.size() - s.at) return -1;
  s.at += static_cast<std::size_t>(n);
  return n;
}
OPJ_BOOL seek_bytes(OPJ_OFF_T to, void* user) {
  auto& s = *static_cast<Source*>(user);
  if (to < 0 || static_cast<std::size_t>(to) > s.bytes.size()) return OPJ_FALSE;
  s.at = static_cast<std::size_t>(to);
  return OPJ_TRUE;
}

template <auto destroy>
struct Destroy {
  void operator()(auto* p) const { destroy(p); }
};
using Codec = std::unique_ptr<opj_codec_t, Destroy<opj_destroy_codec>>;
using Stream = std::unique_ptr<opj_stream_t, Destroy<opj_stream_destroy>>;
using Decoded = std::unique_ptr<opj_image_t, Destroy<opj_image_destroy>>;

/// True when every component has the size of the picture, so that no pixel is read beyond its plane.
bool plain(const opj_image_t& image) {
  const auto width = image.x1 - image.x0, height = image.y1 - image.y0;
  if (image.x1 <= image.x0 || image.y1 <= image.y0 || width > kMaxPhotoSide || height > kMaxPhotoSide) return false;
  if (image.numcomps < 1 || image.numcomps > 4) return false;
  for (OPJ_UINT32 i = 0; i < image.numcomps; ++i) {
    const auto& c = image.comps[i];
    if (c.w != width || c.h != height || c.prec < 1 || c.prec > 16) return false;
  }
  return true;
}

std::uint8_t grey(const opj_image_t& image, std::size_t pixel) {
  const auto level = [&](OPJ_UINT32 i) {
    const auto& c = image.comps[i];
    const auto v = static_cast<std::int64_t>(c.data[pixel]) + (c.sgnd ? 1 << (c.prec - 1) : 0);
    return std::clamp<std::int64_t>(v * 255 / ((1 << c.prec) - 1), 0, 255);
  };
  if (image.numcomps < 3) return static_cast<std::uint8_t>(level(0));
  return static_cast<std::uint8_t>((level(0) * 299 + level(1) * 587 + level(2) * 114) / 1000);
}

}  // namespace

base::Result<Image> decode_photo(base::ByteView jpeg2000) {
  const base::Error bad{"the photo of the card cannot be read; compare the face with the printed photo instead"};
  constexpr std::uint8_t kCodestream[] = {0xFF, 0x4F, 0xFF, 0x51};
  const bool bare = jpeg2000.size() > 4 && std::memcmp(jpeg2000.data(), kCodestream, 4) == 0;
  Source source{jpeg2000};
  const Codec codec(opj_create_decompress(bare ? OPJ_CODEC_J2K : OPJ_CODEC_JP2));
  const Stream stream(opj_stream_create(64 * 1024, OPJ_TRUE));
  if (!codec || !stream) return bad;
  opj_stream_set_user_data(stream.get(), &source, nullptr);
  opj_stream_set_user_data_length(stream.get(), jpeg2000.size());
  opj_stream_set_read_function(stream.get(), read_bytes);
  opj_stream_set_skip_function(stream.get(), skip_bytes);
  opj_stream_set_seek_function(stream.get(), seek_bytes);
  opj_dparameters_t parameters;
  opj_set_default_decoder_parameters(&parameters);
  opj_image_t* header = nullptr;
  if (!opj_setup_decoder(codec.get(), &parameters) || !opj_decoder_set_strict_mode(codec.get(), OPJ_TRUE) ||
      !opj_read_header(stream.get(), codec.get(), &header))
    return bad;
  const Decoded image(header);
  if (!plain(*image) || !opj_decode(codec.get(), stream.get(), image.get()) || !plain(*image)) return bad;
  for (OPJ_UINT32 i = 0; i < image->numcomps; ++i)
    if (!image->comps[i].data) return bad;
  Image out{image->x1 - image->x0, image->y1 - image->y0, {}};
  out.grey.resize(std::size_t{out.width} * out.height);
  for (std::size_t i = 0; i < out.grey.size(); ++i) out.grey[i] = grey(*image, i);
  return out;
}

}  // namespace ippyo::card
