# SPDX-License-Identifier: Apache-2.0
"""The election's rules: constitution, contests, calendar, opening, amendments. [SPEC 7.1 to 7.6]"""
import copy
import re
from collections import Counter
from itertools import combinations

import proofs
from encoding import H, H32, Refused, option_point, require, text

ID = re.compile('[a-z0-9-]{1,32}')
COMMISSION, REGISTRAR, BALLOT_BOX, TRUSTEE, SCRUTINEER, STATION, OBSERVER = range(1, 8)
SINGLE, SNTV, YES_NO, APPROVAL, REFERENDUM = range(1, 6)
MAX_TIME, MAX_EPOCHS = 253402300799, 65536


def is_id(value):
    return ID.fullmatch(value) is not None


# --- 7.1 ---

class Signer:
    def __init__(self, r):
        self.id, self.role, self.name, self.key = r.text(32), r.kind(1, 7), r.text(), r.fixed(32)


class Box:
    def __init__(self, r):
        self.signer, self.B, self.possession = r.text(32), r.element(), r.bytes(64)


class Constitution:
    def __init__(self, r):
        self.election_id, self.title, self.title_en, self.host = r.text(64), r.text(), r.text(), r.text()
        self.clock, self.paper = r.kind(1, 2), r.flag()
        self.trustees, self.threshold, self.mixes, self.min_list = r.u32(), r.u32(), r.u32(), r.u32()
        self.evidence = r.list(lambda: r.kind(1, 4), 64)
        self.factors = r.list(lambda: r.text(32), 64)
        self.penalties, self.penalties_en = r.text(), r.text()
        self.Z, self.Z_possession = r.element(), r.bytes(64)
        self.signers = r.list(lambda: Signer(r), 1024)
        self.boxes = r.list(lambda: Box(r), 1024)
        self.by_id = {s.id: s for s in self.signers}

    @property
    def real_clock(self):
        return self.clock == 1

    def with_role(self, role):
        return [s.id for s in self.signers if s.role == role]

    def check(self):
        ascending = all(a < b for a, b in zip(self.evidence, self.evidence[1:]))
        require(re.fullmatch('[a-z0-9-]{1,64}', self.election_id) and self.title and self.host and self.evidence and ascending
                and self.factors and len(set(self.factors)) == len(self.factors)
                and set(self.factors) <= {'code', 'card', 'oidc', 'passkey', 'email'}, 'V4.31')
        require(2 * self.threshold > self.trustees and self.threshold <= self.mixes <= self.trustees, 'V19.30')
        self.check_bodies()
        require(not self.Z.is_identity(), 'V2.30', 'Z')
        taken, keys = set(), [self.Z]
        boxes = self.with_role(BALLOT_BOX)
        for box in self.boxes:
            require(box.signer in boxes and box.signer not in taken, 'V4.30', box.signer)
            taken.add(box.signer)
            require(not box.B.is_identity(), 'V2.30', box.signer)
            require(not any(box.B == other for other in keys), 'V4.30', box.signer)
            keys.append(box.B)
        try:
            proofs.verify_possession('pop', text('registrar') + text(self.election_id), self.Z, self.Z_possession)
            for box in self.boxes:
                proofs.verify_possession('pop', text('box') + text(self.election_id) + text(box.signer), box.B, box.possession)
        except Refused:
            raise Refused('V3.30') from None
        require(not self.real_clock or self.min_list >= 100, 'V15.30')

    def check_bodies(self):
        roles = Counter(s.role for s in self.signers)
        require(all(is_id(s.id) and s.name for s in self.signers) and len(self.by_id) == len(self.signers)
                and len({s.key for s in self.signers}) == len(self.signers), 'V4.30')
        require(roles[COMMISSION] == roles[REGISTRAR] == 1 and roles[TRUSTEE] == self.trustees and roles[BALLOT_BOX] >= 1
                and len(self.boxes) == roles[BALLOT_BOX] and (not self.paper or roles[SCRUTINEER] >= 1), 'V4.30')


# --- 7.2 ---

def context_of(ctx0, ceremony_body, opening_body):
    return H32('ctx', ctx0, H('ceremony', ceremony_body), opening_body)


# --- 7.3 ---

class Option:
    def __init__(self, r):
        self.number, self.name, self.kana, self.name_en, self.order = r.u16(), r.text(), r.text(), r.text(), r.u16()


class Contest:
    def __init__(self, r):
        self.id, self.kind, self.title, self.title_en = r.text(32), r.kind(1, 5), r.text(), r.text()
        self.seats, self.approve_max = r.u16(), r.u16()
        self.options = r.list(lambda: Option(r), 1024)
        self.withdrawn = frozenset()

    def check(self):
        n, numbers = len(self.options), [o.number for o in self.options]
        good = is_id(self.id) and self.id != 'rehearsal' and self.title and all(o.name for o in self.options)
        good = good and all(a < b for a, b in zip([0, *numbers],
                                                  numbers)) and sorted(o.order for o in self.options) == list(range(1, n + 1))
        by_kind = {SINGLE: self.seats == 1 and n >= 1, SNTV: self.seats >= 1 and n >= 1, YES_NO: self.seats == 0 and numbers == [1,
            2],
                   APPROVAL: n >= 1 and max(numbers, default=0) <= 31, REFERENDUM: self.seats == 0 and n >= 2}
        approve = 1 <= self.approve_max <= n if self.kind == APPROVAL else self.approve_max == 0
        require(good and by_kind[self.kind] and approve, 'V16.30', self.id)
        if self.kind == APPROVAL:
            sets, term = 0, 1
            for size in range(self.approve_max + 1):
                sets, term = sets + term, term * (n - size) // (size + 1)
            require(sets <= 64, 'V16.31', self.id)

    def numbers(self, available):
        """{plaintext number: set of options}, ascending."""
        if self.kind != APPROVAL:
            return {v: {v} - {0} for v in [0, *available]}
        sets = [s for size in range(self.approve_max + 1) for s in combinations(available, size)]
        return dict(sorted((sum(1 << o - 1 for o in s), set(s)) for s in sets))

    def ever_offered(self):
        return self.numbers([o.number for o in self.options])

    def offered(self):
        return self.numbers([o.number for o in self.options if o.number not in self.withdrawn])

    def check_plaintexts(self, ctx0):
        points = [option_point(ctx0, self.id, v).encode() for v in [*self.ever_offered(), 'abstain', 'null', 'unused']]
        require(len(set(points)) == len(points) and bytes(32) not in points, 'V1.30', self.id)

    def offered_points(self, ctx0):
        return [option_point(ctx0, self.id, v) for v in self.offered()]


class Style:
    def __init__(self, r):
        self.id, self.name, self.contests = r.text(32), r.text(), r.list(r.u16, 1024)


# --- 7.4 ---

class Window:
    def __init__(self, r):
        self.start, self.until = r.u64(), r.u64()

    def pieces(self, seconds):
        return [(at, min(at + seconds, self.until)) for at in range(self.start, self.until, seconds)]


class Calendar:
    def __init__(self, r):
        self.announcement, self.early, self.internet = r.u64(), Window(r), r.list(lambda: Window(r), 4096)
        self.polling, self.paper_until = Window(r), r.u64()
        self.epoch_seconds, self.grace = r.u32(), r.u32()

    def check(self, paper, real_clock):
        good = all(w.start < w.until <= MAX_TIME for w in (self.early, self.polling, *self.internet))
        good = good and self.announcement <= self.early.start and len(self.internet) > 0 and self.polling.start >= self.early.until
        good = good and all(self.early.start <= w.start and w.until <= self.early.until for w in self.internet)
        good = good and all(a.until <= b.start for a, b in zip(self.internet, self.internet[1:]))
        require(good and (not paper or self.internet[-1].until <= self.paper_until <= self.polling.until), 'V7.30')
        require((60 if real_clock else 1) <= self.epoch_seconds <= 900 and self.grace > 0, 'V7.31')
        count = sum(-(-(w.until - w.start) // self.epoch_seconds) for w in self.internet)
        require(count <= MAX_EPOCHS, 'V7.31')


class Epoch:
    def __init__(self, start, close, box):
        self.start, self.close, self.box = start, close, box


# --- 7.5 ---

class Opening:
    def __init__(self, r):
        self.y, self.Z, self.N, self.slot_list = r.element(), r.element(), r.u64(), r.fixed(32)
        self.contests = r.list(lambda: Contest(r), 1024)
        self.styles = r.list(lambda: Style(r), 1024)
        self.calendar = Calendar(r)
        self.rotation = r.list(lambda: r.text(32), 1024)
        self.token_lists = r.list(lambda: r.fixed(32), 1024)
        self.policy = r.text()

    def check(self, constitution, ctx0):
        require(not self.y.is_identity() and self.Z == constitution.Z, 'V2.31')
        require(self.N >= 1 and self.contests, 'V7.32')
        seen = set()
        for contest in self.contests:
            contest.check()
            contest.check_plaintexts(ctx0)
            require(contest.id not in seen, 'V7.32', contest.id)
            seen.add(contest.id)
        named = set()
        require(self.styles and len({s.id for s in self.styles}) == len(self.styles), 'V7.32')
        for style in self.styles:
            require(is_id(style.id) and style.name and style.contests and style.contests[-1] < len(self.contests)
                    and all(a < b for a, b in zip(style.contests, style.contests[1:])), 'V7.32', style.id)
            named.update(style.contests)
        require(len(named) == len(self.contests), 'V7.32')
        check_rotation(self.rotation, constitution)
        require(len(set(self.token_lists)) == len(self.token_lists), 'V7.32')
        self.calendar.check(constitution.paper, constitution.real_clock)

    def schedule(self):
        epochs = [p for w in self.calendar.internet for p in w.pieces(self.calendar.epoch_seconds)]
        return {t: Epoch(*p, self.rotation[(t - 1) % len(self.rotation)]) for t, p in enumerate(epochs, 1)}


def check_rotation(boxes, constitution, number='V7.32'):
    known = {b.signer for b in constitution.boxes}
    require(boxes and len(set(boxes)) == len(boxes) and set(boxes) <= known, number)


# --- 7.6 ---

class Amendment:
    def __init__(self, r):
        self.number, self.kind, self.reason = r.u32(), r.kind(1, 4), r.text()
        if self.kind <= 2:
            self.contest = r.u16()
            self.option = Option(r) if self.kind == 1 else r.u16()
        else:
            self.window = Window(r)
            self.boxes = r.list(lambda: r.text(32), 1024) if self.kind == 3 else []


class Rules:
    """What the opening and the amendments so far say."""

    def __init__(self, constitution, opening, ctx0):
        self.constitution, self.ctx0, self.calendar = constitution, ctx0, opening.calendar
        self.contests, self.epochs = [copy.copy(c) for c in opening.contests], opening.schedule()
        self.windows, self.highest, self.amended = list(opening.calendar.internet), max(opening.schedule()), 0
        self.points_after = [self.all_points()]

    def all_points(self):
        return [c.offered_points(self.ctx0) for c in self.contests]

    def amend(self, a, now, last_sealed):
        require(a.number == self.amended + 1, 'V7.33')
        require(a.reason, 'V7.34')
        (self.add, self.withdraw, self.extend, self.suspend)[a.kind - 1](a, now, last_sealed)
        self.amended += 1
        self.points_after.append(self.all_points())

    def contest_of(self, a):
        require(a.contest < len(self.contests) and self.contests[a.contest].kind != YES_NO, 'V7.34')
        return copy.copy(self.contests[a.contest])

    def add(self, a, now, last_sealed):
        contest = self.contest_of(a)
        require(a.option.number == contest.options[-1].number + 1 and a.option.order == len(contest.options) + 1, 'V7.34')
        contest.options = [*contest.options, a.option]
        try:
            contest.check()
        except Refused:
            raise Refused('V7.34') from None
        contest.check_plaintexts(self.ctx0)
        self.contests[a.contest] = contest

    def withdraw(self, a, now, last_sealed):
        contest = self.contest_of(a)
        left = {o.number for o in contest.options} - contest.withdrawn
        require(a.option in left and len(left) > 1, 'V7.34')
        contest.withdrawn = contest.withdrawn | {a.option}
        self.contests[a.contest] = contest

    def extend(self, a, now, last_sealed):
        w, paper = a.window, self.constitution.paper
        require(now <= w.start < w.until <= self.calendar.polling.until and all(x.until <= w.start for x in self.windows)
                and (not paper or w.until <= self.calendar.paper_until), 'V7.34')
        check_rotation(a.boxes, self.constitution, 'V7.34')
        require(self.highest + -(-(w.until - w.start) // self.calendar.epoch_seconds) <= MAX_EPOCHS, 'V7.34')
        for i, piece in enumerate(w.pieces(self.calendar.epoch_seconds)):
            self.epochs[self.highest + 1 + i] = Epoch(*piece, a.boxes[i % len(a.boxes)])
        self.highest, self.windows = max(self.epochs), [*self.windows, w]

    def suspend(self, a, now, last_sealed):
        require(now <= a.window.start < a.window.until, 'V7.34')
        hit = [t for t, e in self.epochs.items() if a.window.start < e.close <= a.window.until]
        require(hit and min(hit) > last_sealed, 'V7.34')
        self.epochs = {t: e for t, e in self.epochs.items() if t not in hit}
