// SPDX-License-Identifier: Apache-2.0
// All parts of a screen, at one place.
export {Actions, Button, CardButton, Link} from './button.tsx';
export {Agree, CheckList, Choice, type Option} from './choice.tsx';
export {Dialog} from './dialog.tsx';
export {BigNumber, CodeInput} from './digits.tsx';
export {Faults, Field, Select, type Fault} from './field.tsx';
export {Frame} from './frame.tsx';
export {Icon, type IconName} from './icons.tsx';
export {Details, Facts, Notice, Table} from './notice.tsx';
export {Router, takeFragment, takeQuery, usePlace, type Place} from './router.ts';
export {Name, Ruby, Say, useSay} from './say.tsx';
export {Screen, Steps} from './screen.tsx';
export {Countdown, Progress} from './time.tsx';
export {catalogue, joined, plain, type Entry, type Phrase} from './words.ts';
