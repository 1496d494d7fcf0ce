// SPDX-License-Identifier: Apache-2.0
// Proof that a ciphertext holds one of the options that are offered. [SPEC 4.3 Membership]
import {Encoder, concat, equal, randomBytes, xor} from './bytes.ts';
import type {Bytes} from './bytes.ts';
import type {Ciphertext} from './ciphertext.ts';
import {
  G, decodePoint, decodeScalar, encodePoint, encodeScalar, modQ, publicPower, randomScalar, secretPower, shortPower,
} from './group.ts';
import type {FixedBase, Point, Scalar} from './group.ts';
import {challenge, challengeScalar} from './hash.ts';
import type {Option} from './options.ts';
import {PASSED, failed} from './verdict.ts';
import type {Verdict} from './verdict.ts';

export const membershipBytes = (options: number): number => 112 * options;

/** The label for a slot; the proof goes to the ballot box alone. */
export function slotLabel(ctx: Bytes, contest: string, slot: number, epoch: number): Bytes {
  return new Encoder().text('member').fixed(ctx).text(contest).u64(slot).u32(epoch).finish();
}

export function stationLabel(ctx: Bytes, station: string, tokenHash: Bytes, contest: string): Bytes {
  return new Encoder().text('station').fixed(ctx).text(station).fixed(tokenHash).text(contest).finish();
}

function memberChallenge(label: Bytes, y: Bytes, options: readonly Option[], encrypted: Ciphertext, T: Bytes): Bytes {
  const elements = concat(...options.map((one) => one.bytes));
  const [a, b] = [encrypted.bytes.slice(0, 32), encrypted.bytes.slice(32)];
  return challenge('member', label, encodePoint(G), y, options.length, elements, a, b, T);
}

const exclusiveSum = (parts: readonly Bytes[]): Bytes => parts.reduce(xor, new Uint8Array(16));

/** `now` if `chosen`, else `otherwise`, byte by byte with the same operations. */
function select(chosen: boolean, now: Bytes, otherwise: Bytes): Bytes {
  const mask = -Number(chosen) & 0xff;
  return otherwise.map((byte, i) => byte ^ (((now[i] ?? 0) ^ byte) & mask));
}

/**
 * The proof for the option at index `choice`. For every option the same operations on operands of the same kind:
 * T_y = y^(k + e r) (b'/m)^(-e), where no base is ever the identity. `each` is called after every option.
 */
export function proveMembership(
  label: Bytes, y: FixedBase, options: readonly Option[], encrypted: Ciphertext, choice: number, r: Scalar,
  each: (done: number) => void,
): Bytes {
  const nonces: Scalar[] = [];
  const parts: Bytes[] = [];
  const commitments: Bytes[] = [];
  for (const option of options) {
    const [part, k] = [randomBytes(16), randomScalar()];
    const e = challengeScalar(part);
    const simulated = y.power(modQ(k + e * r)).add(shortPower(encrypted.b.subtract(option.point), e).negate());
    commitments.push(encodePoint(secretPower(G, k)), encodePoint(simulated));
    nonces.push(k);
    parts.push(part);
    each(nonces.length);
  }
  const T = concat(...commitments);
  const whole = memberChallenge(label, encodePoint(y.point), options, encrypted, T);
  const rest = exclusiveSum(parts);
  const final = parts.map((part, v) => select(v === choice, xor(xor(whole, rest), part), part));
  const responses = final.map((part, v) => encodeScalar(modQ((nonces[v] ?? 0n) + challengeScalar(part) * r)));
  return concat(T, ...final, ...responses);
}

interface Branch {
  readonly Tg: Point;
  readonly Ty: Point;
  readonly part: Bytes;
  readonly z: Scalar;
}

function decodeBranches(n: number, proof: Bytes): Branch[] | undefined {
  const branches: Branch[] = [];
  for (let v = 0; v < n; v++) {
    const [Tg, Ty] = [decodePoint(proof.slice(64 * v, 64 * v + 32)), decodePoint(proof.slice(64 * v + 32, 64 * v + 64))];
    const z = decodeScalar(proof.slice(80 * n + 32 * v, 80 * n + 32 * v + 32));
    if (Tg === undefined || Ty === undefined || z === undefined) return undefined;
    branches.push({Tg, Ty, part: proof.slice(64 * n + 16 * v, 64 * n + 16 * v + 16), z});
  }
  return branches;
}

export function verifyMembership(label: Bytes, y: Point, options: readonly Option[], encrypted: Ciphertext, proof: Bytes): Verdict {
  const n = options.length;
  const branches = proof.length === membershipBytes(n) ? decodeBranches(n, proof) : undefined;
  if (branches === undefined) return failed('V2.4');
  const whole = memberChallenge(label, encodePoint(y), options, encrypted, proof.slice(0, 64 * n));
  if (!equal(exclusiveSum(branches.map((one) => one.part)), whole)) return failed('V3.2');
  const hold = branches.every(({Tg, Ty, part, z}, v) => {
    const e = challengeScalar(part);
    const quotient = encrypted.b.subtract(options[v]?.point ?? encrypted.b);
    const first = publicPower(G, z).equals(Tg.add(publicPower(encrypted.a, e)));
    return first && publicPower(y, z).equals(Ty.add(publicPower(quotient, e)));
  });
  return hold ? PASSED : failed('V3.2');
}
