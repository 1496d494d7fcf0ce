// SPDX-License-Identifier: Apache-2.0
// Checkpoints of the history under the policy of the opening, and times that signers wrote against those of the quorum. [SPEC 9.1]
import {equal} from '../core/bytes.ts';
import type {Checkpoint} from '../log/checkpoint.ts';
import {treeRoot} from '../log/merkle.ts';
import {judgeCheckpoint} from '../log/policy.ts';
import type {Judged} from '../log/policy.ts';
import {REAL_CLOCK} from '../record/constitution.ts';
import {Refused, rule} from './refused.ts';
import {foundingOf, openOf} from './state.ts';
import type {State} from './state.ts';

type ReadCheckpoint = (name: string) => Promise<Checkpoint | undefined>;
const ALLOWED_AHEAD = 120n;

/** Every line by a key of the policy, every signature good: V17.3 to V17.7. */
function judged(checkpoint: Checkpoint, state: State, quorum: boolean): Judged {
  const answer = judgeCheckpoint(checkpoint, openOf(state).policy, {strict: true, quorum});
  if (!answer.ok) throw new Refused(answer.check, `checkpoint ${checkpoint.size}, ${answer.where}`);
  return answer;
}

/** The tree that was verified has the quorum; its cosigners may have signed while it was being verified. */
export async function checkLatest(read: ReadCheckpoint, latest: Checkpoint, state: State): Promise<void> {
  const again = (await read(`checkpoints/${latest.size}`)) ?? latest;
  rule(again.size === latest.size && equal(again.root, latest.root), 'V17.10', `checkpoints/${latest.size}`);
  judged(again, state, true);
}

/** How many checkpoints are asked for at once. */
const AT_ONCE = 8;

async function readHistory(read: ReadCheckpoint, sizes: readonly number[]): Promise<Map<number, Checkpoint>> {
  const found = new Map<number, Checkpoint>();
  for (let i = 0; i < sizes.length; i += AT_ONCE)
    await Promise.all(
      sizes.slice(i, i + AT_ONCE).map(async (size) => {
        const checkpoint = await read(`checkpoints/${size}`);
        if (checkpoint !== undefined) found.set(size, checkpoint);
      }),
    );
  return found;
}

/** The earliest time of the quorum over each entry; undefined: never. */
function seenTimes(history: ReadonlyMap<number, Checkpoint>, state: State): (bigint | undefined)[] {
  const seen: (bigint | undefined)[] = state.times.map(() => undefined);
  for (let size = seen.length; size > 0; size--) {
    const checkpoint = history.get(size);
    const where = `checkpoints/${size}`;
    rule(checkpoint === undefined || checkpoint.size === size, 'V17.11', where);
    rule(checkpoint === undefined || equal(checkpoint.root, treeRoot(state.leaves, 0, size)), 'V17.9', where);
    const time = checkpoint === undefined ? undefined : judged(checkpoint, state, false).time;
    const later = seen[size];
    seen[size - 1] = time !== undefined && (later === undefined || time < later) ? time : later;
  }
  return seen;
}

/**
 * V17.83, V17.82. `ends`: sizes at which a checkpoint may stand, after every entry but a chunk. In a rehearsal clocks are not
 * compared.
 */
export async function checkHistory(read: ReadCheckpoint, state: State, ends: readonly number[]): Promise<void> {
  if (foundingOf(state).constitution.clock !== REAL_CLOCK) return;
  const seen = seenTimes(await readHistory(read, ends), state);
  const polls = openOf(state).opening.calendar.pollingDay.from;
  for (const [i, written] of state.times.entries()) {
    const time = seen[i];
    rule(time === undefined || written <= time + ALLOWED_AHEAD, 'V17.83', `entry ${i}`);
    rule(!state.sealed.has(i) || (time !== undefined && time <= polls), 'V17.82', `entry ${i}`);
  }
}
