// SPDX-License-Identifier: Apache-2.0
// Small drawings beside words; never instead of them, so readers of screens skip them. 24 by 24, strokes in the colour of the text.
import type {JSX} from 'preact';

const PATHS = {
  next: 'M9 5l7 7-7 7',
  back: 'M15 5l-7 7 7 7',
  done: 'M4 12.5l5.5 5.5L20 7',
  close: 'M6 6l12 12M18 6L6 18',
  info: 'M12 11v6M12 7.2v.3M12 3a9 9 0 100 18 9 9 0 000-18z',
  warning: 'M12 9.5v5M12 17.3v.2M12 3.5L2.5 20h19z',
  alert: 'M12 7v6.5M12 16.6v.2M8 3h8l5 5v8l-5 5H8l-5-5V8z',
  ballot: 'M4 11v9h16v-9M2.5 11h19M8 11V3.5h8V11M10.2 6.8l1.4 1.5 2.6-2.8',
  letter: 'M3 6h18v13H3zM3 7l9 7 9-7',
  form: 'M6 3h9l4 4v14H6zM9.5 11h6M9.5 15h6M14.5 3v5H19',
  check: 'M7 2.5h10v19H7zM10 10.5l2 2 3-4M11 18.5h2',
  chart: 'M4 20h16M7 20v-7M12 20V5M17 20v-10',
  help: 'M9 9.2a3 3 0 115 2.2c-1.3 1-2 1.6-2 3M12 17.3v.2M12 3a9 9 0 100 18 9 9 0 000-18z',
  phone: 'M6 3h3.5l1.5 5-2.2 1.6a12 12 0 005.6 5.6L16 13l5 1.5V18a3 3 0 01-3 3C10.3 20.4 3.6 13.7 3 6a3 3 0 013-3z',
  sound: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4 4 0 010 6M18 6.5a8 8 0 010 11',
  stop: 'M6 6h12v12H6z',
  again: 'M19.5 12a7.5 7.5 0 11-2.2-5.3M18 3v4.5h-4.5',
  look: 'M4 18.5L9 5l5 13.5M5.7 14h6.6M15.5 18.5l3-8 3 8M16.5 16h4',
  card: 'M3 5.5h18v13H3zM6 9.5h5v4.5H6zM14 10h4M14 14h4',
  key: 'M3.5 16a4.3 4.3 0 108.6 0a4.3 4.3 0 10-8.6 0M10.9 13l9.6-9.5M16.2 7.8l3 3M19 5l2.2 2.2',
  clock: 'M12 7v5.5l3.5 2M12 3a9 9 0 100 18 9 9 0 000-18z',
  shield: 'M12 3l8 3v5c0 5-3.4 8.600-8 10-4.600-1.400-8-5-8-10V6z',
  leave: 'M13 4H5v16h8M10 12h11M17 8l4 4-4 4',
  print: 'M7 9V3.500h10V9M7 17H4V9h16v8h-3M7 14h10v6.500H7z',
  pen: 'M4 20l1-4.500L16.500 4l3.500 3.500L8.500 19z',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({name}: {name: IconName}): JSX.Element {
  return <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d={PATHS[name]} /></svg>;
}
