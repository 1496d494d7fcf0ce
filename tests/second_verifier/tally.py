# SPDX-License-Identifier: Apache-2.0
"""Count and seats. [SPEC 7.7, 7.8]"""
from collections import Counter

from election import REFERENDUM, YES_NO
from encoding import option_point, require


# --- 7.7 ---

class Count:
    def __init__(self, abstain, blank, null, unused, invalid, valid, withdrawn):
        self.abstain, self.blank, self.null, self.unused, self.invalid = abstain, blank, null, unused, invalid
        self.valid, self.withdrawn = valid, withdrawn


def count(contest, ctx0, plaintexts, n_null, n_unused):
    """plaintexts: element bytes."""
    seen, total = Counter(plaintexts), len(plaintexts)

    def take(name, most=None):
        point = option_point(ctx0, contest.id, name).encode()
        taken = seen[point] if most is None else min(seen[point], most)
        seen[point] -= taken
        return taken

    null, unused = take('null', n_null), take('unused', n_unused)
    require(null == n_null, 'V9.30', contest.id)
    require(unused == n_unused, 'V9.31', contest.id)
    abstain, blank, valid, withdrawn = take('abstain'), 0, {}, {}
    for v, options in contest.ever_offered().items():
        if v == 0:
            blank = take(0)
        else:
            (withdrawn if options & contest.withdrawn else valid)[v] = take(v)
    invalid = sum(seen.values())
    require(abstain + blank + null + unused + invalid + sum(valid.values()) + sum(withdrawn.values()) == total, 'V9.32', contest.id)
    return Count(abstain, blank, null, unused, invalid, valid, withdrawn)


# --- 7.8 ---

class Seats:
    def __init__(self, elected, tied, open_):
        self.elected, self.tied, self.open = elected, tied, open_


def votes_of_options(contest, valid):
    votes = Counter()
    for v, n in valid.items():
        for o in contest.ever_offered()[v]:
            votes[o] += n
    return sorted(votes.items(), key=lambda x: (-x[1], x[0]))


def seats(contest, valid):
    if contest.kind in (YES_NO, REFERENDUM):
        return Seats([], [], 0)
    ranked, s = [x for x in votes_of_options(contest, valid) if x[1] > 0], contest.seats
    if len(ranked) <= s:
        return Seats([o for o, _ in ranked], [], s - len(ranked))
    if s == 0 or ranked[s - 1][1] > ranked[s][1]:
        return Seats([o for o, _ in ranked[:s]], [], 0)
    edge = ranked[s - 1][1]
    elected = [o for o, n in ranked if n > edge]
    return Seats(elected, sorted(o for o, n in ranked if n == edge), s - len(elected))


def check_lot(seat, winners):
    require(seat.tied and len(winners) == seat.open and len(set(winners)) == len(winners) and set(winners) <= set(seat.tied),
            'V16.32')
