# SPDX-License-Identifier: Apache-2.0
"""Lists, permutations, mixes, shares, rehearsals, result, lots. [SPEC 8.4.4, 8.4.5]"""
import re

import election
import group
import lists
import tally
from encoding import Malformed, parse, require, text, u16, u32, u64
from founding import ascending
from proofs import Ciphertext
from record import P_RESULT


class Counting:
    def first_lists(self):
        ballots = {b.hash: b for s in self.stations.values() for b in s.ballots}
        for c, contest in enumerate(self.opening.contests):
            out = []
            for slot, ciphertexts in zip(self.slots, self.points):
                out += [x for at, x in zip(self.contests_of(slot.style), ciphertexts) if at == c]
            for token in sorted(t for s in self.stations.values() for t in s.tokens):
                found = []
                if token in ballots:
                    found = [x for at, x in zip(self.contests_of(ballots[token].style), ballots[token].ciphertexts) if at == c]
                out += found or [Ciphertext(group.IDENTITY, self.named(c, 'unused'))]
            self.lists[contest.id].current = out

    def close_permutation(self, entry, key, closing, current):
        contest = self.lists[key.contest]
        require(current.count == contest.places, 'V12.53')
        encoded = [row[:32] for row in current.rows]
        require(len(set(encoded)) == len(encoded) and not self.used_c & set(encoded), 'V13.52')
        rows = b''.join(current.rows)
        lists.verify_permutation(self.ctx, key.contest, key.number, key.trustee, contest.places, closing.header, rows)
        self.used_c.update(encoded)
        contest.permutations[key.number, key.trustee] = (rows, lists.proof_digest(closing.header, rows))

    def close_mix(self, entry, key, closing, current):
        contest = self.lists[key.contest]
        require(current.count == contest.places, 'V12.53')
        commitment, digest = contest.permutations[key.number, key.trustee]
        contest.current = lists.verify_mix(self.ctx, key.contest, key.number, key.trustee, self.y, contest.current, commitment,
                                           digest,
                                           closing.header, b''.join(current.rows))
        contest.done += 1
        contest.mixers.add(key.trustee)

    def close_share(self, entry, key, closing, current):
        contest = self.lists[key.contest]
        require(current.count == contest.places, 'V12.53')
        contest.shares[key.trustee] = lists.verify_share_of_list('dec', self.ctx, key.contest, contest.current, key.trustee,
                                                                 self.Z_j[key.trustee - 1], closing.header, b''.join(current.rows))

    def rehearsal(self, entry):
        day, trustee, n, header, rows = parse(entry.body, lambda r: (r.text(10), r.u32(), r.u32(), r.bytes(256), r.bytes()),
                                              'V2.51')
        trustees = self.constitution.with_role(election.TRUSTEE)
        require(1 <= trustee <= len(trustees) and entry.signers == [trustees[trustee - 1]], 'V15.52')
        require(re.fullmatch('[0-9]{4}-[0-9]{2}-[0-9]{2}', day) and 1 <= n <= 1024 and len(rows) == 32 * n, 'V15.51')
        ciphertexts = lists.rehearsal_list(self.ctx0, self.y, day, n)
        lists.verify_share_of_list('dec-rehearsal', self.ctx0, 'rehearsal', ciphertexts, trustee, self.Z_j[trustee - 1], header,
                                   rows)

    # --- 8.4.5 result ---

    def check_shares(self):
        require(all(len(x.shares) >= self.constitution.threshold for x in self.lists.values()), 'V14.51')

    def tally(self):
        """Counts and seats of every contest."""
        k, tokens = self.constitution.threshold, sum(len(s.tokens) for s in self.stations.values())
        if self.counts is None:
            ballots = [b for s in self.stations.values() for b in s.ballots]
            self.counts = []
            for c, contest in enumerate(self.rules.contests):
                x = self.lists[contest.id]
                plaintexts = [m.encode() for m in lists.combine(x.current, dict(list(x.shares.items())[:k]))]
                n_null = sum(n for s, n in enumerate(self.overridden) if c in self.contests_of(s))
                n_unused = tokens - sum(c in self.contests_of(b.style) for b in ballots)
                self.counts.append(tally.count(contest, self.ctx0, plaintexts, n_null, n_unused))
            self.seats = [tally.seats(contest, x.valid) for contest, x in zip(self.rules.contests, self.counts)]
        return self.counts, self.seats

    def result(self, entry):
        parse(entry.body, read_result, 'V2.51')
        self.check_shares()
        self.log.open.clear()
        counts, seats = self.tally()
        require(entry.body == encode_result(self.rules.contests, counts, seats), 'V16.50')
        self.log.phase = P_RESULT

    def lot(self, entry):
        c, winners, _ = parse(entry.body, lambda r: (r.u16(), r.list(r.u16, 4096), r.text()), 'V2.51')
        self.check_shares()
        _, seats = self.tally()
        require(c < len(seats), 'V15.52')
        require(c not in self.lots, 'V16.51')
        tally.check_lot(seats[c], winners)
        self.lots[c] = winners

    def statement(self, entry):
        parse(entry.body, lambda r: (r.fixed(32), r.text()), 'V2.51')


def read_result(r):
    def numbers():
        found = r.list(lambda: (r.u32(), r.u64()), 4096)
        if not ascending([n for n, _ in found]):
            raise Malformed('numbers that do not ascend')
    r.list(lambda: (r.text(32), [r.u64() for _ in range(5)], numbers(), numbers()), 1024)
    r.list(lambda: (r.list(r.u16, 4096), r.list(r.u16, 4096), r.u16()), 1024)


def encode_list(values, encode):
    return u32(len(values)) + b''.join(encode(v) for v in values)


def encode_result(contests, counts, seats):
    def numbers(votes):
        return encode_list(sorted(votes.items()), lambda x: u32(x[0]) + u64(x[1]))

    def one_count(x):
        contest, n = x
        return (text(contest.id) + b''.join(u64(v) for v in (n.abstain, n.blank, n.null, n.unused, n.invalid))
                + numbers(n.valid) + numbers(n.withdrawn))
    return (encode_list(list(zip(contests, counts)), one_count)
            + encode_list(seats, lambda s: encode_list(s.elected, u16) + encode_list(s.tied, u16) + u16(s.open)))
