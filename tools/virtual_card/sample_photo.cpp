// SPDX-License-Identifier: Apache-2.0
#include "virtual_card/sample_photo.hpp"

#include <openjpeg.h>

#include <cstring>
#include <memory>

#include "base/check.hpp"

namespace ippyo::virtual_card {
namespace {

struct Sink {
  base::Bytes bytes;
  std::size_t at = 0;
};
OPJ_SIZE_T write_bytes(void* in, OPJ_SIZE_T n, void* user) {
  auto& s = *static_cast<Sink*>(user);
  if (s.bytes.size() < s.at + n) s.bytes.resize(s.at + n);
  std::memcpy(s.bytes.data() + s.at, in, n);
  s.at += n;
  return n;
}
OPJ_OFF_T skip_bytes(OPJ_OFF_T n, void* user) {
  static_cast<Sink*>(user)->at += static_cast<std::size_t>(n);
  return n;
}
OPJ_BOOL seek_bytes(OPJ_OFF_T to, void* user) {
  static_cast<Sink*>(user)->at = static_cast<std::size_t>(to);
  return OPJ_TRUE;
}

bool within(double x, double y, double cx, double cy, double rx, double ry) {
  return (x - cx) * (x - cx) / (rx * rx) + (y - cy) * (y - cy) / (ry * ry) <= 1;
}
int level(double x, double y) {
  if (within(x, y, 95, 140, 9, 6) || within(x, y, 145, 140, 9, 6) || within(x, y, 120, 205, 25, 5)) return 40;
  if (within(x, y, 120, 160, 60, 80)) return 200;
  if (within(x, y, 120, 130, 70, 90)) return 30;
  return y > 250 && within(x, y, 120, 330, 110, 90) ? 90 : 235;
}

}  // namespace

base::Bytes sample_photo() {
  opj_image_cmptparm_t plane{};
  plane.dx = plane.dy = 1;
  plane.w = kPhotoWidth;
  plane.h = kPhotoHeight;
  plane.prec = 8;
  const std::unique_ptr<opj_image_t, decltype(&opj_image_destroy)> image(opj_image_create(1, &plane, OPJ_CLRSPC_GRAY),
                                                                         opj_image_destroy);
  image->x1 = kPhotoWidth;
  image->y1 = kPhotoHeight;
  for (std::uint32_t i = 0; i < kPhotoWidth * kPhotoHeight; ++i) image->comps[0].data[i] = level(i % kPhotoWidth, i / kPhotoWidth);
  opj_cparameters_t parameters;
  opj_set_default_encoder_parameters(&parameters);
  parameters.tcp_numlayers = 1;
  parameters.tcp_rates[0] = 12;
  parameters.cp_disto_alloc = 1;
  const std::unique_ptr<opj_codec_t, decltype(&opj_destroy_codec)> codec(opj_create_compress(OPJ_CODEC_JP2), opj_destroy_codec);
  const std::unique_ptr<opj_stream_t, decltype(&opj_stream_destroy)> stream(opj_stream_create(64 * 1024, OPJ_FALSE),
                                                                            opj_stream_destroy);
  Sink sink;
  opj_stream_set_user_data(stream.get(), &sink, nullptr);
  opj_stream_set_write_function(stream.get(), write_bytes);
  opj_stream_set_skip_function(stream.get(), skip_bytes);
  opj_stream_set_seek_function(stream.get(), seek_bytes);
  IPPYO_CHECK(opj_setup_encoder(codec.get(), &parameters, image.get()));
  IPPYO_CHECK(opj_start_compress(codec.get(), image.get(), stream.get()));
  IPPYO_CHECK(opj_encode(codec.get(), stream.get()) && opj_end_compress(codec.get(), stream.get()));
  return sink.bytes;
}

}  // namespace ippyo::virtual_card
