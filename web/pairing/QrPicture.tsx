// SPDX-License-Identifier: Apache-2.0
// A QR code, black on white in every theme, because cameras read nothing else well.
import {useEffect, useState} from 'preact/hooks';
import {useSay} from '../ui/parts.ts';
import type {Phrase} from '../ui/parts.ts';

interface Drawing {
  size: number;
  path: string;
}

const QUIET = 4;

async function draw(text: string, level: 'low' | 'medium'): Promise<Drawing> {
  const {encodeQR} = await import('qr');
  const modules = encodeQR(text, 'raw', {ecc: level, encoding: 'byte', border: QUIET});
  const cells = modules.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return {size: modules.length, path: cells.join('')};
}

export function QrPicture({text, level, words}: {text: string; level: 'low' | 'medium'; words: Phrase}) {
  const say = useSay();
  const [drawing, setDrawing] = useState<Drawing>();
  useEffect(() => {
    let wanted = true;
    void draw(text, level).then((one) => wanted && setDrawing(one));
    return () => {
      wanted = false;
    };
  }, [text, level]);
  if (!drawing) return <div class="qr" aria-hidden="true" />;
  return (
    <svg class="qr" role="img" aria-label={say(words)} viewBox={`0 0 ${drawing.size} ${drawing.size}`} shape-rendering="crispEdges">
      <rect width={drawing.size} height={drawing.size} fill="#fff" />
      <path d={drawing.path} fill="#000" />
    </svg>
  );
}
