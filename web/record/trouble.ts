// SPDX-License-Identifier: Apache-2.0
// What can be wrong with a board that a device reads. Everything but `missing` stops the page: the board, or who shows it, lies.

export type TroubleWord =
  /** Not there (yet), or no answer: ask again. */
  | 'missing'
  /** The constitution is not that of the letter. */
  | 'other-election'
  /** The opening's witness policy is not that of the letter. */
  | 'other-policy'
  /** A checkpoint does not carry the log's signature, or one that does not hold. */
  | 'bad-checkpoint'
  /** No checkpoint that covers the opening has the quorum of cosignatures. */
  | 'no-quorum'
  /** Two signed checkpoints that cannot be of one board. */
  | 'split-view'
  /** The board is shorter than it was when it was seen last. */
  | 'old-view'
  /** An entry is not signed by who must sign it. */
  | 'bad-signature'
  /** Bytes are not those that the board's root, or a closing entry, names. */
  | 'altered'
  /** An entry is another than the table of contents says. */
  | 'wrong-entry'
  /** The table of contents leaves an entry out. */
  | 'incomplete'
  /** The page is not the one that the commission announced. */
  | 'other-page';

export class BoardTrouble extends Error {
  override name = 'BoardTrouble';
  constructor(
    readonly word: TroubleWord,
    readonly where: string,
  ) {
    super(`${word}: ${where}`);
  }
  /** Key of the sentence that people are shown. */
  get sentence(): `trouble.${TroubleWord}` {
    return `trouble.${this.word}`;
  }
}

export function demand(condition: boolean, word: TroubleWord, where: string): asserts condition {
  if (!condition) throw new BoardTrouble(word, where);
}

export function given<T>(value: T | undefined, word: TroubleWord, where: string): T {
  if (value === undefined) throw new BoardTrouble(word, where);
  return value;
}
