# SPDX-License-Identifier: Apache-2.0
"""ristretto255 (RFC 9496) and Ed25519 verification (RFC 8032) with Python integers. [SPEC 2, 1.11]"""
import hashlib

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)
D2 = 2 * D % P


def sqrt_ratio(u, v):
    """(whether u/v is a square, the non-negative root of u/v or of SQRT_M1 u/v)"""
    v3 = v * v * v % P
    r = u * v3 * pow(u * v3 * v3 * v % P, (P - 5) // 8, P) % P
    check, u = v * r * r % P, u % P
    square = check in (u, -u % P)
    if check in (-u % P, -u * SQRT_M1 % P) and check != u:
        r = r * SQRT_M1 % P
    return square, magnitude(r)


def magnitude(x):
    x %= P
    return P - x if x & 1 else x


ONE_MINUS_D_SQ = (1 - D * D) % P
D_MINUS_ONE_SQ = (D - 1) * (D - 1) % P
SQRT_AD_MINUS_ONE = 25063068953384623474111414158702152701244531502492656460079210482610430750235
INVSQRT_A_MINUS_D = 54469307008909316920995813868745141605393597292927456921205312896311721017578


def add(p, q):
    x1, y1, z1, t1 = p
    x2, y2, z2, t2 = q
    a = (y1 - x1) * (y2 - x2) % P
    b = (y1 + x1) * (y2 + x2) % P
    c = t1 * D2 * t2 % P
    d = 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def double(p):
    x, y, z, _ = p
    a, b = x * x % P, y * y % P
    c = 2 * z * z
    h = a + b
    e = h - (x + y) * (x + y)
    g = a - b
    f = c + g
    return e * f % P, g * h % P, f * g % P, e * h % P


ZERO = (0, 1, 1, 0)


def negate(p):
    return -p[0] % P, p[1], p[2], -p[3] % P


class Element:
    """A group element, written multiplicatively: x * y, x / y, x ** n, compared by the group."""
    __slots__ = ('point', 'table', '_bytes')

    def __init__(self, point, encoding=None):
        self.point, self.table, self._bytes = point, None, encoding

    def __mul__(self, other):
        return Element(add(self.point, other.point))

    def __truediv__(self, other):
        return Element(add(self.point, negate(other.point)))

    def __pow__(self, n):
        return product([(self, n)])

    def __eq__(self, other):
        (x1, y1, _, _), (x2, y2, _, _) = self.point, other.point
        return (x1 * y2 - y1 * x2) % P == 0 or (y1 * y2 - x1 * x2) % P == 0

    __hash__ = None

    def __deepcopy__(self, memo):
        return self  # never changed

    def is_identity(self):
        return self.point[0] == 0 or self.point[1] == 0

    def encode(self):
        if self._bytes is None:
            self._bytes = encode(self.point)
        return self._bytes

    def precompute(self):
        """Tables of 4-bit windows for a base that is used often."""
        if self.table is None:
            self.table, base = [], self.point
            for _ in range(64):
                row = [ZERO, base]
                for _ in range(14):
                    row.append(add(row[-1], base))
                self.table.append(row)
                base = add(row[-1], base)
        return self


def product(terms):
    """The product of base ** exponent over (base, exponent); exponents may be negative."""
    total, rest = ZERO, []
    for base, exponent in terms:
        exponent %= Q
        if base.table:
            for window in range(64):
                digit = exponent >> 4 * window & 15
                if digit:
                    total = add(total, base.table[window][digit])
        elif exponent:
            point = base.point
            if Q - exponent < exponent:  # a negative challenge stays short
                exponent, point = Q - exponent, negate(point)
            row = [ZERO, point]
            for _ in range(14):
                row.append(add(row[-1], point))
            rest.append((row, exponent))
    if rest:
        running = ZERO
        for window in reversed(range((max(e.bit_length() for _, e in rest) + 3) // 4)):
            running = double(double(double(double(running))))
            for row, exponent in rest:
                digit = exponent >> 4 * window & 15
                if digit:
                    running = add(running, row[digit])
        total = add(total, running)
    return Element(total)


def encode(point):
    x0, y0, z0, t0 = point
    u1, u2 = (z0 + y0) * (z0 - y0) % P, x0 * y0 % P
    _, inverse_root = sqrt_ratio(1, u1 * u2 * u2 % P)
    den1, den2 = inverse_root * u1 % P, inverse_root * u2 % P
    z_inv = den1 * den2 * t0 % P
    if t0 * z_inv % P & 1:
        x, y, den_inv = y0 * SQRT_M1 % P, x0 * SQRT_M1 % P, den1 * INVSQRT_A_MINUS_D % P
    else:
        x, y, den_inv = x0, y0, den2
    if x * z_inv % P & 1:
        y = -y
    return magnitude(den_inv * (z0 - y)).to_bytes(32, 'little')


def decode(data):
    """The element of 32 bytes, or None if they are not canonical."""
    s = int.from_bytes(data, 'little')
    if len(data) != 32 or s >= P or s & 1:
        return None
    ss = s * s % P
    u1, u2 = 1 - ss, 1 + ss
    u2_sqr = u2 * u2 % P
    v = (-D * u1 * u1 - u2_sqr) % P
    square, inverse_root = sqrt_ratio(1, v * u2_sqr % P)
    den_x = inverse_root * u2 % P
    den_y = inverse_root * den_x * v % P
    x = magnitude(2 * s * den_x)
    y = u1 * den_y % P
    t = x * y % P
    if not square or t & 1 or y == 0:
        return None
    return Element((x, y, 1, t), bytes(data))


def decode_scalar(data):
    value = int.from_bytes(data, 'little')
    return value if len(data) == 32 and value < Q else None


def encode_scalar(value):
    return (value % Q).to_bytes(32, 'little')


def from_wide(data):
    return int.from_bytes(data, 'little') % Q


def elligator(t):
    r = SQRT_M1 * t * t % P
    u = (r + 1) * ONE_MINUS_D_SQ % P
    v = (-1 - r * D) * (r + D) % P
    square, s = sqrt_ratio(u, v)
    c = -1
    if not square:
        s, c = -magnitude(s * t) % P, r
    n = (c * (r - 1) * D_MINUS_ONE_SQ - v) % P
    w0, w1, w2, w3 = 2 * s * v % P, n * SQRT_AD_MINUS_ONE % P, (1 - s * s) % P, (1 + s * s) % P
    return w0 * w3 % P, w2 * w1 % P, w1 * w3 % P, w0 * w2 % P


def from_uniform(data):
    mask = 2**255 - 1
    halves = (int.from_bytes(data[:32], 'little') & mask, int.from_bytes(data[32:], 'little') & mask)
    return Element(add(elligator(halves[0] % P), elligator(halves[1] % P)))


# --- Ed25519 ---

def recover_x(y, sign):
    """x of the Edwards point, or None."""
    square, x = sqrt_ratio(y * y - 1, D * y * y + 1)
    if not square or x == 0 and sign:
        return None
    return P - x if x & 1 != sign else x


def decode_edwards(data):
    """A canonical point that is not of small order, or None."""
    value = int.from_bytes(data, 'little')
    sign, y = value >> 255, value & (2**255 - 1)
    if len(data) != 32 or y >= P:
        return None
    x = recover_x(y, sign)
    if x is None:
        return None
    point = (x, y, 1, x * y % P)
    eighth = double(double(double(point)))
    if eighth[0] % P == 0 and (eighth[1] - eighth[2]) % P == 0:
        return None
    return point


B_Y = 4 * pow(5, -1, P) % P
B_X = recover_x(B_Y, 0)
G = Element((B_X, B_Y, 1, B_X * B_Y % P)).precompute()
IDENTITY = Element(ZERO, bytes(32))


def signature_holds(key, message, signature):
    """Ed25519 without a cofactor: S B = R + k A as points, R and A canonical and not of small order."""
    if len(key) != 32 or len(signature) != 64:
        return False
    a, r, s = decode_edwards(key), decode_edwards(signature[:32]), int.from_bytes(signature[32:], 'little')
    if a is None or r is None or s >= Q:
        return False
    k = from_wide(hashlib.sha512(signature[:32] + key + message).digest())
    # Exponents of A are not reduced modulo q elsewhere: k < q already, and product() must not negate it.
    left, right = product([(G, s)]).point, ZERO
    for bit in reversed(range(k.bit_length())):
        right = double(right)
        if k >> bit & 1:
            right = add(right, a)
    right = add(right, r)
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0
