// SPDX-License-Identifier: Apache-2.0
// A film of one picture, a QR code, for Chromium's fake camera (--use-file-for-fake-video-capture=FILE.y4m).
import {writeFileSync} from 'node:fs';

/** Writes 640 x 480 YUV4MPEG2 (4:2:0): the modules (with their border) black on white, in the middle, as large as they fit. */
export function film(path, modules, frames = 4) {
  const [width, height, size] = [640, 480, modules.length];
  const scale = Math.floor(height / size);
  const [left, top] = [Math.floor((width - scale * size) / 2), Math.floor((height - scale * size) / 2)];
  const luma = Buffer.alloc(width * height, 235);
  for (let y = 0; y < height; y++) {
    const row = modules[Math.floor((y - top) / scale)];
    if (!row) continue;
    for (let x = 0; x < width; x++) if (row[Math.floor((x - left) / scale)]) luma[y * width + x] = 16;
  }
  const chroma = Buffer.alloc((width * height) / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, chroma]);
  writeFileSync(path, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420\n`),
    ...Array.from({length: frames}, () => frame)]));
}

export const cameraArguments = (path) =>
  ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${path}`];
