// SPDX-License-Identifier: Apache-2.0
// The five pictures of the help. Decoration: the words beside them say everything.
import type {JSX} from 'preact';

const SHAPES = {
  apply: <><rect x="26" y="8" width="48" height="64" rx="5" class="paper" /><path d="M36 24h28M36 36h28M36 48h16" /><path class="mark-line" d="M52 60l18-22 8 7-18 21-10 2z" /></>,
  letter: <><rect x="14" y="20" width="72" height="46" rx="5" class="paper" /><path d="M14 24l36 24 36-24" /><rect class="mark-line" x="58" y="46" width="20" height="14" rx="2" /></>,
  enrol: <><rect x="8" y="26" width="46" height="32" rx="5" class="paper" /><path d="M16 36h14v12H16zM36 38h10M36 46h10" /><path class="mark-line" d="M70 62V46a8 8 0 0116 0v10M64 60V44a14 14 0 0128-1M76 62V46a2 2 0 014 0v16" /></>,
  vote: <><path class="paper" d="M18 40h64v30H18z" /><path d="M12 40h76M38 40h24" /><path class="mark-line" d="M36 8h28v28H36zM42 20l6 6 11-12" /></>,
  check: <><rect x="12" y="12" width="30" height="56" rx="5" class="paper" /><rect x="58" y="12" width="30" height="56" rx="5" class="paper" /><path d="M20 24h5v5h-5zM29 24h5v5h-5zM20 33h5v5h-5zM29 33h5v5h-5z" /><path class="mark-line" d="M65 40l6 6 11-13" /></>,
} as const;

export function Picture({name}: {name: keyof typeof SHAPES}): JSX.Element {
  return <svg class="picture" viewBox="0 0 100 80" aria-hidden="true" focusable="false">{SHAPES[name]}</svg>;
}
