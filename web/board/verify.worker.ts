// SPDX-License-Identifier: Apache-2.0
// Verifies the whole election away from the page, so that the page stays awake. [SPEC 9.1 Verification]
import {httpSource} from '../record/source.ts';
import {BoardTrouble} from '../record/trouble.ts';
import {TooLarge, verifyElection} from '../verify/verifyElection.ts';
import type {VerifyAnswer, VerifyMessage} from './verifier.ts';

const tell = (message: VerifyMessage) => postMessage(message);

async function answer(): Promise<VerifyAnswer> {
  try {
    const verified = await verifyElection(httpSource('/ballot-box/'),
      ({done, of}) => tell({kind: 'progress', progress: {done, of}}));
    if (verified.ok) return {kind: 'verified', entries: verified.entries, finished: verified.finished};
    return {kind: 'failed', check: verified.check, place: verified.place,
      ...(verified.entry === undefined ? {} : {entry: verified.entry})};
  } catch (trouble) {
    if (trouble instanceof TooLarge) return {kind: 'large'};
    if (trouble instanceof BoardTrouble) return {kind: 'line'};
    throw trouble;
  }
}

void answer().then((one) => tell({kind: 'answer', answer: one}));
