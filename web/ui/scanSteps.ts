// SPDX-License-Identifier: Apache-2.0
// Where scanning stands, without a page: groups first when there are many things, then the things of the group.

/** How many things are gone through one by one, without groups; also the most that a group holds. */
export const FEW = 6;
/** A group that was gone through this often without a choice is left again. */
export const ROUNDS = 2;

export interface Scan<T> {
  readonly groups: readonly (readonly T[])[];
  readonly group: number;
  /** undefined: groups are gone through */
  readonly item: number | undefined;
  readonly rounds: number;
}

/** Groups as marked on the page; too long ones are parted, and few things altogether are one group that is open at once. */
export function arranged<T>(marked: readonly (readonly T[])[]): Scan<T> {
  const all = marked.flat();
  if (all.length <= FEW) return {groups: [all], group: 0, item: all.length > 0 ? 0 : undefined, rounds: 0};
  const groups = marked.filter((group) => group.length > 0).flatMap((group) => parted(group));
  return {groups, group: 0, item: undefined, rounds: 0};
}

function parted<T>(group: readonly T[]): (readonly T[])[] {
  const count = Math.ceil(group.length / FEW);
  const size = Math.ceil(group.length / count);
  return Array.from({length: count}, (_, index) => group.slice(index * size, (index + 1) * size));
}

/** What is lit. */
export function lit<T>(scan: Scan<T>): readonly T[] {
  const group = scan.groups[scan.group] ?? [];
  return scan.item === undefined ? group : group.slice(scan.item, scan.item + 1);
}

export function next<T>(scan: Scan<T>): Scan<T> {
  const group = scan.groups[scan.group] ?? [];
  if (scan.item === undefined) return {...scan, group: scan.groups.length === 0 ? 0 : (scan.group + 1) % scan.groups.length};
  if (scan.item + 1 < group.length) return {...scan, item: scan.item + 1};
  if (scan.groups.length > 1 && scan.rounds + 1 >= ROUNDS) return {...scan, item: undefined, rounds: 0, group: (scan.group + 1) % scan.groups.length};
  return {...scan, item: 0, rounds: scan.rounds + 1};
}

/** A choice: a group opens; a thing is given back to be pressed. A group of one thing is that thing. */
export function select<T>(scan: Scan<T>): {scan: Scan<T>; pressed: T | undefined} {
  const group = scan.groups[scan.group] ?? [];
  if (scan.item !== undefined) return {scan: {...scan, rounds: 0}, pressed: group[scan.item]};
  if (group.length === 1) return {scan, pressed: group[0]};
  return {scan: {...scan, item: group.length > 0 ? 0 : undefined, rounds: 0}, pressed: undefined};
}
