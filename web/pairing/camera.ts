// SPDX-License-Identifier: Apache-2.0
// Reads a QR code with the device's camera. Pictures stay in this page; the reader is loaded only when somebody wants it.
export type CameraTrouble = 'refused' | 'none';

type Reader = (video: HTMLVideoElement) => Promise<string | undefined>;

interface Detector {
  detect(source: HTMLVideoElement): Promise<{rawValue: string}[]>;
}
interface DetectorKind {
  new (options: {formats: string[]}): Detector;
  getSupportedFormats(): Promise<string[]>;
}

/** The browser's own reader, if it has one. */
async function builtIn(): Promise<Reader | undefined> {
  const kind = (globalThis as {BarcodeDetector?: DetectorKind}).BarcodeDetector;
  const formats: string[] = kind ? await kind.getSupportedFormats().catch(() => []) : [];
  if (!kind || !formats.includes('qr_code')) return undefined;
  const detector = new kind({formats: ['qr_code']});
  return async (video) => (await detector.detect(video))[0]?.rawValue;
}

async function own(): Promise<Reader> {
  const {decodeQR} = await import('qr/decode.js');
  const canvas = document.createElement('canvas');
  const brush = canvas.getContext('2d', {willReadFrequently: true});
  return async (video) => {
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    if (!brush || canvas.width === 0) return undefined;
    brush.drawImage(video, 0, 0);
    try {
      return decodeQR(brush.getImageData(0, 0, canvas.width, canvas.height));
    } catch {
      return undefined; // no code in this picture
    }
  };
}

async function open(): Promise<MediaStream | CameraTrouble> {
  if (!navigator.mediaDevices?.getUserMedia) return 'none';
  try {
    return await navigator.mediaDevices.getUserMedia({video: {facingMode: 'environment', width: {ideal: 1280},
      height: {ideal: 960}}});
  } catch (error) {
    return error instanceof DOMException && error.name === 'NotFoundError' ? 'none' : 'refused';
  }
}

const nextPicture = () => new Promise((done) => setTimeout(done, 120));

/** Shows the camera in `video` and hands over what it reads until `found` says that this was it. Ends with the signal; the camera
 * is off then. */
export async function readCodes(video: HTMLVideoElement, found: (text: string) => boolean,
  signal: AbortSignal): Promise<CameraTrouble | undefined> {
  const stream = await open();
  if (typeof stream === 'string') return stream;
  try {
    video.srcObject = stream;
    await video.play().catch(() => undefined);
    const read = (await builtIn()) ?? (await own());
    while (!signal.aborted) {
      const text = await read(video).catch(() => undefined);
      if (text !== undefined && !signal.aborted && found(text)) return undefined;
      await nextPicture();
    }
    return undefined;
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
}
