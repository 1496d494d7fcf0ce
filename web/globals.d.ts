// SPDX-License-Identifier: Apache-2.0
/** Addresses of the workers by name; filled in by build.mjs. */
declare const WORKERS: Record<string, string>;
/** Folder of the source tree; in unit tests only. */
declare const SOURCE: string;
declare module '*.css';
/** Data files of the repository, as text. */
declare module '*.toml' {
  const text: string;
  export default text;
}
