#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Chapter 12 in Python, written from the specification: make_letters.py DIR writes its vector files, with --check it compares them."""
import base64
import hashlib
import hmac
import json
import pathlib
import sys

ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'


def times(a, b):
    product = 0
    for i in range(5):
        product ^= (a << i) * (b >> i & 1)
    for i in range(8, 4, -1):
        product ^= (0b100101 << i - 5) * (product >> i & 1)
    return product


def power(n):
    out = 1
    for _ in range(n):
        out = times(out, 2)
    return out


def sums(values):
    plain, weighted = 0, 0
    for i, v in enumerate(values):
        plain ^= v
        weighted ^= times(v, power(17 - i))
    return plain, weighted


def code_text(data):
    bits = int.from_bytes(data, 'big')
    values = [bits >> 75 - 5 * i & 31 for i in range(16)]
    last = next((a, b) for a in range(32) for b in range(32) if sums(values + [a, b]) == (0, 0))
    return ''.join(ALPHABET[v] for v in [*values, *last])


def shown(text):
    return '-'.join(text[i:i + 4] for i in range(0, 18, 4))


def hkdf(key, salt, info):
    prk = hmac.digest(salt, key, 'sha256')
    return hmac.digest(prk, info + b'\x01', 'sha256')


def h32(tag, *items):
    data = b''.join(len(x).to_bytes(8, 'big') + x for x in [b'ippyo/1', tag.encode(), *items])
    return hashlib.sha512(data).digest()[:32]


def letter_text(origin, ctx0, policy, code):
    return origin + '/booth/#1.' + base64.urlsafe_b64encode(ctx0 + policy + code).decode().rstrip('=')


def slot_digits(slot):
    return f'{slot:,}'.replace(',', ' ')


def cell(text):
    if text and (text[0] in '=+-@＝＋－＠' or ord(text[0]) < 32):
        text = "'" + text
    return '"' + ''.join(' ' if ord(c) < 32 or ord(c) == 127 else c for c in text).replace('"', '""') + '"'


def code_cases():
    ctx0 = h32('vectors', b'ctx0')
    codes = [bytes(10), bytes([255] * 10), bytes(range(10)), h32('vectors', b'code')[:10]]
    for about, code in zip(['all zero', 'all one', 'counting', 'some code'], codes):
        text = code_text(code)
        yield about, {'bytes': code.hex(), 'ctx0': ctx0.hex()}, None, {
            'text': text, 'shown': shown(text), 'enrol_proof': hkdf(text.encode(), ctx0, b'enrol').hex()}
    text = code_text(codes[3])
    wide = ''.join(chr(ord(c) + 0xfee0) for c in text)
    for about, typed in [('as shown', shown(text)), ('small letters', text.lower()), ('full width', wide), ('ー as a hyphen', 'ー'.join([text[:4], text[4:]])),
                         ('spaces of many kinds', ' \t' + text[:9] + '\u3000\u00a0' + text[9:] + '\r\n'), ('an en dash', text[:8] + '–' + text[8:])]:
        yield about, {'typed': typed}, None, {'bytes': codes[3].hex()}
    changed = text[:5] + ALPHABET[ALPHABET.index(text[5]) ^ 1] + text[6:]
    twice = changed[:11] + ALPHABET[ALPHABET.index(text[11]) ^ 9] + changed[12:]
    swap = text[:2] + text[3] + text[2] + text[4:]
    far = text[8] + text[1:8] + text[0] + text[9:]
    for about, typed, reason in [('one character changed', changed, 'check'), ('two characters changed', twice, 'check'),
                                 ('two neighbours exchanged', swap, 'check'), ('two distant characters exchanged', far, 'check'),
                                 ('a zero', '0' + text[1:], 'never'), ('an O', text[:17] + 'o', 'never'), ('a full-width 1', '１' + text[1:], 'never'),
                                 ('an I', 'I' + text[1:], 'never'), ('a sign', '!' + text[1:], 'sign'), ('kana', 'あ' + text[1:], 'sign'),
                                 ('too short', text[:17], 'length'), ('too long', text + '2', 'length'), ('nothing', '', 'length'),
                                 ('nothing but hyphens', '----', 'length'), ('far too long', '2' * 1025, 'long')]:
        yield about, {'typed': typed}, reason, None


def letter_cases():
    ctx0, code, policy = h32('vectors', b'ctx0'), h32('vectors', b'code')[:10], 'quorum none\n'
    for about, origin in [('a host', 'https://vote.city.example'), ('a host with a port', 'https://vote.city.example:8443'),
                          ('a rehearsal', 'http://localhost:7100'), ('a rehearsal by number', 'http://127.0.0.1:7100')]:
        hashed = h32('policy', policy.encode())
        yield about, {'origin': origin, 'ctx0': ctx0.hex(), 'policy_text': policy, 'code': code.hex()}, None, {
            'policy': hashed.hex(), 'scanned': letter_text(origin, ctx0, hashed, code)}
    for origin in ['http://vote.city.example', 'https://Vote.example', 'https://a/', 'https://a:0', 'https://a:65536', 'https://-a', 'https://a..b', 'ftp://a']:
        yield f'the origin {origin}', {'origin': origin, 'ctx0': ctx0.hex(), 'policy_text': policy, 'code': code.hex()}, 'origin', None
    good = letter_text('https://vote.city.example', ctx0, h32('policy', policy.encode()), code)
    last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    respelled = good[:-1] + last[last.index(good[-1]) + 1]
    for about, scanned, reason in [('another page', 'https://vote.city.example/', 'letter'), ('a bad origin', good.replace('https', 'http'), 'letter'),
                                   ('another version', good.replace('#1.', '#2.'), 'version'), ('cut off', good[:-1], 'payload'), ('longer', good + 'A', 'payload'),
                                   ('padding', good + '=', 'payload'), ('trailing bits', respelled, 'payload'), ('ordinary base64', good[:-1] + '+', 'payload')]:
        yield about, {'scanned': scanned}, reason, None


def card_cases():
    for slot in [0, 999, 1000, 1234567, 2**64 - 1]:
        yield f'slot {slot}', {'slot': slot}, None, {'digits': slot_digits(slot)}
    for about, name in [('a name', '見本　花子'), ('a formula', '=1+1'), ('a formula in full width', '＝1+1'), ('a quotation mark', 'a","b'), ('lines', 'a\nb\x7f')]:
        cells = ['第 000007 号', '305-0031', '見本市見本一丁目1番地', '', '', '', name, '', '市長選挙', slot_digits(1007), '見本小学校', '午前7時から午後8時',
                 '令和8年11月23日（月曜日）午前8時30分', '令和8年11月28日（土曜日）午後8時', '見本市選挙管理委員会', '+81 29 000 0000', '練習']
        yield about, {'number': 7, 'slot': 1007, 'postal_code': '305-0031', 'lines': ['見本市見本一丁目1番地'], 'name': name, 'election_title': '市長選挙',
                      'polling_place': '見本小学校', 'voting_hours': '午前7時から午後8時', 'vote_from': 1795390200, 'vote_until': 1795863600,
                      'office': '見本市選挙管理委員会', 'telephone': '+81 29 000 0000', 'rehearsal': True}, None, {'row': ','.join(map(cell, cells)) + '\r\n'}
    yield 'five lines', {'number': 7, 'slot': 1007, 'postal_code': '', 'lines': ['1', '2', '3', '4', '5'], 'name': 'x', 'election_title': '', 'polling_place': '',
                         'voting_hours': '', 'vote_from': 0, 'vote_until': 0, 'office': '', 'telephone': '', 'rehearsal': False}, 'lines', None


def file(section, cases):
    out = []
    for about, given, reason, result in cases:
        one = {'about': about, 'in': given, 'check': 'refused' if reason else 'pass'}
        out.append(one | ({'reason': reason} if reason else {'out': result}))
    return json.dumps({'letters': section, 'cases': out}, ensure_ascii=False, indent=1) + '\n'


folder, check = pathlib.Path(sys.argv[1]), '--check' in sys.argv
bad = 0
for name, section, cases in [('dedicated_code', '12.1-DedicatedCode', code_cases()), ('letter_code', '12.2-LetterCode', letter_cases()),
                             ('polling_card', '12.3-PollingCard', card_cases())]:
    path, text = folder / f'{name}.json', file(section, cases)
    if not check:
        path.write_text(text)
    elif path.read_text() != text:
        bad += 1
        print(f'{path} is not what {sys.argv[0]} makes')
sys.exit(bad)
