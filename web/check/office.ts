// SPDX-License-Identifier: Apache-2.0
// Whom to telephone: from the origin's own file, for people; nothing is decided by it.

export interface Office {
  name: string;
  telephone: string;
  hours: string;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0 && value.length < 200;

/** undefined: the origin names none; then the screen says where the number is printed. */
export function officeOf(json: unknown): Office | undefined {
  const office = (json as {office?: {name?: unknown; telephone?: unknown; hours?: unknown}} | null)?.office;
  if (!office || !isText(office.name) || !isText(office.telephone)
    || !/^[0-9+() -]{3,30}$/.test(office.telephone)) return undefined;
  return {name: office.name, telephone: office.telephone, hours: isText(office.hours) ? office.hours : ''};
}

export async function readOffice(): Promise<Office | undefined> {
  try {
    const answer = await fetch('/site.json', {credentials: 'omit', referrerPolicy: 'no-referrer'});
    return answer.ok ? officeOf(await answer.json()) : undefined;
  } catch {
    return undefined;
  }
}
