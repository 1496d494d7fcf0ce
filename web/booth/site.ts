// SPDX-License-Identifier: Apache-2.0
// What the operator tells every page: /site.json, with the election office's telephone. Nothing of it is trusted with more than being shown.
import {useEffect, useState} from 'preact/hooks';

export interface Office {
  readonly name: string;
  readonly telephone: string;
  readonly hours: string;
}

let office: Promise<Office | undefined> | undefined;

async function readOffice(): Promise<Office | undefined> {
  try {
    const answer = await fetch('/site.json', {credentials: 'omit'});
    const {office: found} = (await answer.json()) as {office?: Record<string, unknown>};
    const [name, telephone, hours] = [found?.['name'], found?.['telephone'], found?.['hours']];
    if (typeof name !== 'string' || typeof telephone !== 'string' || !/^[0-9+() -]{3,30}$/.test(telephone)) return undefined;
    return {name, telephone, hours: typeof hours === 'string' ? hours : ''};
  } catch {
    return undefined; // the letter has the number too
  }
}

export function useOffice(): Office | undefined {
  const [found, set] = useState<Office>();
  useEffect(() => {
    void (office ??= readOffice()).then(set);
  }, []);
  return found;
}
