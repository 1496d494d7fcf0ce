// SPDX-License-Identifier: Apache-2.0
// Where the voter is: screens in memory and in the browser's history, never in the address. The back button works; a reload stays.
import {useEffect, useState} from 'preact/hooks';

/** Harmless words only: what stands here is kept by the browser's history. */
export interface Place {
  readonly screen: string;
  readonly [more: string]: string;
}

export class Router {
  private place: Place;
  private readonly listeners = new Set<(place: Place) => void>();

  /** `known` says whether a place from history may be shown (again). */
  constructor(private readonly start: Place, private readonly known: (place: Place) => boolean, private readonly view: Window = window) {
    this.place = this.read(view.history.state) ?? start;
    view.history.replaceState({ippyo: this.place}, '');
    view.addEventListener('popstate', (event) => this.show(this.read(event.state) ?? this.start));
  }

  get current(): Place {
    return this.place;
  }

  go(place: Place): void {
    if (same(place, this.place)) return;
    this.view.history.pushState({ippyo: place}, '');
    this.show(place);
  }

  /** Takes the place of the present screen: back does not come here again. */
  replace(place: Place): void {
    this.view.history.replaceState({ippyo: place}, '');
    this.show(place);
  }

  back(): void {
    this.view.history.back();
  }

  onPlace(listener: (place: Place) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private show(place: Place): void {
    this.place = place;
    this.listeners.forEach((listener) => listener(place));
  }

  private read(state: unknown): Place | undefined {
    const place = (state as {ippyo?: unknown} | null)?.ippyo;
    if (typeof place !== 'object' || place === null || typeof (place as Place).screen !== 'string') return undefined;
    if (!Object.values(place).every((value) => typeof value === 'string')) return undefined;
    return this.known(place as Place) ? (place as Place) : undefined;
  }
}

const same = (a: Place, b: Place) => JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());

export function usePlace(router: Router): Place {
  const [place, set] = useState(router.current);
  useEffect(() => {
    set(router.current);
    return router.onPlace(set);
  }, [router]);
  return place;
}

/** What stands behind '#', once: it is gone from the address and from history before anything else runs. */
export function takeFragment(view: Window = window): string | undefined {
  const fragment = view.location.hash.slice(1);
  if (fragment === '') return undefined;
  view.history.replaceState(view.history.state, '', view.location.pathname + view.location.search);
  return fragment;
}

/** The query (an answer of an OpenID provider), once, in the same way. */
export function takeQuery(view: Window = window): URLSearchParams | undefined {
  if (view.location.search === '') return undefined;
  const query = new URLSearchParams(view.location.search);
  view.history.replaceState(view.history.state, '', view.location.pathname);
  return query;
}
