// SPDX-License-Identifier: Apache-2.0
// The way to the OpenID provider and back: the page is left, so what must be there afterwards waits in the tab's own storage. [SPEC 13.3]

const KEY = 'ippyo-provider';

/** Nothing secret: the sealed record holds the session. `sitting` says where to go on. */
export interface Away {
  sitting: 'enrol' | 'grant';
  state: string;
}

export interface Returned {
  sitting: 'enrol' | 'grant';
  answer: Record<string, string>;
}

export interface Tab {
  store: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  go: (url: string) => void;
}

/** Leaves for the provider. Only an address of the web is followed, never one that would run in this page. */
export function leaveFor(url: string, sitting: Away['sitting'], tab: Tab): boolean {
  let address: URL;
  try {
    address = new URL(url);
  } catch {
    return false;
  }
  const state = address.searchParams.get('state');
  if (!/^https?:$/.test(address.protocol) || state === null) return false;
  tab.store.setItem(KEY, JSON.stringify({sitting, state} satisfies Away));
  tab.go(url);
  return true;
}

const CARRIED = ['code', 'state', 'iss', 'error', 'error_description', 'session_state'];

/** What the redirect brought, if this tab had left for it; the address must be cleaned by the caller at once. */
export function cameBack(query: string, tab: Pick<Tab, 'store'>): Returned | undefined {
  const parameters = new URLSearchParams(query);
  const state = parameters.get('state');
  if (state === null) return undefined;
  const kept = tab.store.getItem(KEY);
  tab.store.removeItem(KEY);
  if (kept === null) return undefined;
  const away = JSON.parse(kept) as Away;
  if (away.state !== state || (away.sitting !== 'enrol' && away.sitting !== 'grant')) return undefined;
  const answer: Record<string, string> = {};
  for (const name of CARRIED) {
    const value = parameters.get(name);
    if (value !== null) answer[name] = value;
  }
  return {sitting: away.sitting, answer};
}
