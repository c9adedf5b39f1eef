"""Check a petition's count: python3 verify.py ADDRESS [RECEIPT] [FILE SAVED EARLIER]. Needs only Python 3.8."""

import json
import sys
from functools import reduce
from hashlib import sha256, sha512
from pathlib import Path
from urllib.request import urlopen

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
def add(p, q):  # two points of edwards25519 (RFC 8032, section 5.1.4)
    a, b = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0])
    c, d = 2 * p[3] * q[3] * D, 2 * p[2] * q[2]
    return (b - a) * (d - c) % P, (d + c) * (b + a) % P, (d - c) * (d + c) % P, (b - a) * (b + a) % P
def times(number, point, total=(0, 1, 1, 0)):
    for bit in f"{number:b}":
        total = add(total, total) if bit == "0" else add(add(total, total), point)
    return total
def point(data):  # RFC 8032, section 5.1.3
    y = int.from_bytes(data, "little") % 2**255
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    x = x if x % 2 == data[31] >> 7 else P - x
    return x, y, 1, x * y % P
def is_signed(head):  # RFC 8032, section 5.1.7
    text = f"twain petition log 1\n{log['petition']}\n{head['size']}\n{head['root']}\n{head['at']}\n"
    key, signature = bytes.fromhex(head["public_key"]), bytes.fromhex(head["signature"])
    k = int.from_bytes(sha512(signature[:32] + key + text.encode()).digest(), "little") % L
    a = times(int.from_bytes(signature[32:], "little"), point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")))
    b = add(point(signature[:32]), times(k, point(key)))
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 == (a[1] * b[2] - b[1] * a[2]) % P
address, extra, lines, stack, known = sys.argv[1].rstrip("/"), sys.argv[2:], [], [], {0: sha256(b"").hexdigest()}
log = json.load(urlopen(address + "/log.json"))
logs = [log] + [json.loads(Path(each).read_text()) for each in extra if each.endswith(".json")]
heads = [head for each in logs for head in [each["newest"], *each["daily"]]]
sizes = {head["size"] for head in heads}
while len(lines) < log["newest"]["size"]:
    page = urlopen(f"{address}/log.txt?from={len(lines)}&to={log['newest']['size']}")
    lines += page.read().decode().splitlines() or sys.exit("WRONG: the log is cut short.")
for size, line in enumerate(lines, 1):  # the tree of RFC 6962, section 2.1, leaf by leaf
    stack.append((1, sha256(b"\0" + line.encode()).digest()))
    while len(stack) > 1 and stack[-1][0] == stack[-2][0]:
        (width, right), (_, left) = stack.pop(), stack.pop()
        stack.append((2 * width, sha256(b"\1" + left + right).digest()))
    if size in sizes:  # the root so far: what stands on the stack, joined from the right
        join = lambda right, left: sha256(b"\1" + left[1] + right).digest()
        known[size] = reduce(join, stack[-2::-1], stack[-1][1]).hex()
for head in heads:
    if known.get(head["size"]) != head["root"] or not is_signed(head):
        sys.exit(f"WRONG: this log is not the one that was signed at {head['at']}.")
ended = [line for line in lines if line.startswith(("withdrawn ", "removed "))]
if len(lines) - 2 * len({line.split()[1] for line in ended}) != log["signatures"]:
    sys.exit(f"WRONG: the page says {log['signatures']} signatures, and the log does not.")
for receipt in (each for each in extra if not each.endswith(".json")):
    line = "signed " + receipt.strip().lower()[-64:]
    print(f"Your signature is line {lines.index(line)}." if line in lines else sys.exit("WRONG: your receipt is not there."))
Path(log["petition"] + ".json").write_text(json.dumps(log))
print(f"RIGHT: {log['signatures']} signatures, {len(lines)} lines, {len(heads)} signed heads. Saved for next time.")
