"""Writes KeePass databases with other libraries than the program reads them with."""

import base64
import gzip
import hashlib
import hmac
import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from argon2.low_level import Type, hash_secret_raw
from Cryptodome.Cipher import AES, ChaCha20, Salsa20
from Cryptodome.Util.Padding import pad

SIGNATURE = bytes.fromhex("03d9a29a67fb4bb5")
AES_CIPHER = bytes.fromhex("31c1f2e6bf714350be5805216afc5aff")
CHACHA20_CIPHER = bytes.fromhex("d6038a2b8b6f4cb5a524339a31dbb59a")
AES_KDF = bytes.fromhex("c9d9f39a628a4460bf740d08c18a4fea")
ARGON2D = bytes.fromhex("ef636ddf8c29444b91f7a9a403e30a0c")
ARGON2ID = bytes.fromhex("9e298b1956db4773b23dfc3ec6f0a1e6")
BIN, NO_BIN = "qqqqqqqqqqqqqqqqqqqqqg==", "AAAAAAAAAAAAAAAAAAAAAA=="
SALSA20_STREAM, CHACHA20_STREAM = 2, 3

Protect = Callable[[str], str]


@dataclass(frozen=True)
class Lock:
    """How a database is locked; `key` is what its key file stands for."""

    password: str | None = "avain"
    key: bytes = b""
    cipher: bytes = AES_CIPHER
    kdf: bytes = AES_KDF
    stream: int = CHACHA20_STREAM
    compressed: bool = True
    rounds: int = 1000
    iterations: int = 2
    memory: int = 2**20
    lanes: int = 1

    def composite(self) -> bytes:
        parts = hashlib.sha256(self.password.encode()).digest() if self.password is not None else b""
        return hashlib.sha256(parts + self.key).digest()


def xml(logins: Sequence[dict[str, Any]], protect: Protect | None = None, *, binary_times: bool = False) -> str:
    """A database of these logins, with a note, entries in the bin and entries of the past."""
    time = "2024-05-17T09:10:00Z"
    if binary_times:
        time = base64.b64encode(struct.pack("<q", 63851533800)).decode()

    def value(key: str, content: str) -> str:
        text = protect(content) if protect and key == "Password" else escape(content, {"\r": "&#xD;", "\n": "&#xA;"})
        attribute = ' Protected="True"' if protect and key == "Password" else ""
        return f"<String><Key>{key}</Key><Value{attribute}>{text}</Value></String>"

    def entry(strings: dict[str, str], former: dict[str, str] | None = None) -> str:
        inner = "".join(value(key, content) for key, content in strings.items())
        history = entry(former) if former else ""  # after what stands before it: the cipher goes on through all values
        return (
            f"<Entry><UUID>{NO_BIN}</UUID><Times><LastModificationTime>{time}</LastModificationTime></Times>"
            f"{inner}<History>{history}</History></Entry>"
        )

    def of(login: dict[str, Any]) -> str:
        first, *more = login["urls"]
        strings = {
            "Title": login["title"],
            "UserName": login["username"],
            "Password": login["password"],
            "URL": first,
            "Notes": "",
        }
        strings |= {f"KP2A_URL_{number}": url for number, url in enumerate(more, start=1)}
        if login.get("second_factor"):
            strings["otp"] = "otpauth://totp/Laaksola?secret=EXAMPLE"
        return entry(strings, {"Title": login["title"], "Password": "entinen"})

    def group(name: str, content: str, uuid: str = NO_BIN) -> str:
        return f"<Group><UUID>{uuid}</UUID><Name>{name}</Name>{content}</Group>"

    # One group for each run of logins of the same folder keeps the order of the reference.
    runs: list[tuple[str, list[dict[str, Any]]]] = []
    for login in logins:
        if not runs or runs[-1][0] != login["folder"]:
            runs.append((login["folder"], []))
        runs[-1][1].append(login)
    groups = "".join(group(name, "".join(map(of, members))) for name, members in runs)
    groups += entry({"Title": "Muistiinpano", "UserName": "", "Password": "", "URL": "", "Notes": "ovi 1234"})
    bin_group = group("Roskakori", entry({"Title": "Vanha", "Password": "vanha"}), BIN)
    bin_group = bin_group.replace("</Group>", group("Alla", entry({"Title": "A", "Password": "b"})) + "</Group>")
    root = group("Salasanat", groups + bin_group)
    return (
        '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<KeePassFile><Meta><Generator>hygiene</Generator>'
        f"<RecycleBinUUID>{BIN}</RecycleBinUUID><CustomData/></Meta><Root>{root}<DeletedObjects/></Root></KeePassFile>"
    )


def kdbx(logins: Sequence[dict[str, Any]], version: int, lock: Lock = Lock()) -> bytes:
    """A database of the third or fourth generation."""
    stream_key = bytes(range(32)) if version == 3 else bytes(range(64))
    text = xml(logins, _protect(lock.stream, stream_key), binary_times=version == 4)
    return (_third if version == 3 else _fourth)(text.encode(), stream_key, lock)


def _protect(stream: int, key: bytes) -> Protect:
    if stream == SALSA20_STREAM:
        nonce = bytes.fromhex("e830094b97205d2a")
        cipher: Any = Salsa20.new(key=hashlib.sha256(key).digest(), nonce=nonce)
    else:
        digest = hashlib.sha512(key).digest()
        cipher = ChaCha20.new(key=digest[:32], nonce=digest[32:44])
    return lambda plain: base64.b64encode(cipher.encrypt(plain.encode())).decode()


def _aes_kdf(secret: bytes, seed: bytes, rounds: int) -> bytes:
    cipher = AES.new(seed, AES.MODE_ECB)
    for _ in range(rounds):
        secret = cipher.encrypt(secret)
    return hashlib.sha256(secret).digest()


def _encrypted(lock: Lock, master: bytes, nonce: bytes, plain: bytes) -> bytes:
    if lock.cipher == CHACHA20_CIPHER:
        return ChaCha20.new(key=master, nonce=nonce).encrypt(plain)
    return AES.new(master, AES.MODE_CBC, nonce).encrypt(pad(plain, 16))


def _nonce(lock: Lock) -> bytes:
    return bytes(12 if lock.cipher == CHACHA20_CIPHER else 16)


def _packed(lock: Lock, content: bytes) -> bytes:
    return gzip.compress(content, mtime=0) if lock.compressed else content


def _third(text: bytes, stream_key: bytes, lock: Lock) -> bytes:
    seed, transform_seed, start = b"s" * 32, b"t" * 32, b"b" * 32
    fields = {
        2: lock.cipher,
        3: struct.pack("<I", lock.compressed),
        4: seed,
        5: transform_seed,
        6: struct.pack("<Q", lock.rounds),
        7: _nonce(lock),
        8: stream_key,
        9: start,
        10: struct.pack("<I", lock.stream),
        0: b"\r\n\r\n",
    }
    header = b"".join(struct.pack("<BH", kind, len(content)) + content for kind, content in fields.items())
    master = hashlib.sha256(seed + _aes_kdf(lock.composite(), transform_seed, lock.rounds)).digest()
    content = _packed(lock, text)
    blocks = struct.pack("<I", 0) + hashlib.sha256(content).digest() + struct.pack("<I", len(content)) + content
    blocks += struct.pack("<I", 1) + bytes(32) + struct.pack("<I", 0)
    encrypted = _encrypted(lock, master, _nonce(lock), start + blocks)
    return SIGNATURE + struct.pack("<HH", 1, 3) + header + encrypted


def _fourth(text: bytes, stream_key: bytes, lock: Lock) -> bytes:
    seed, salt = b"s" * 32, b"t" * 32
    if lock.kdf == AES_KDF:
        parameters = [(0x42, "$UUID", lock.kdf), (0x42, "S", salt), (0x05, "R", struct.pack("<Q", lock.rounds))]
        transformed = _aes_kdf(lock.composite(), salt, lock.rounds) if lock.rounds < 10**6 else bytes(32)
    else:
        parameters = [
            (0x42, "$UUID", lock.kdf),
            (0x42, "S", salt),
            (0x04, "P", struct.pack("<I", lock.lanes)),
            (0x05, "M", struct.pack("<Q", lock.memory)),
            (0x05, "I", struct.pack("<Q", lock.iterations)),
            (0x04, "V", struct.pack("<I", 0x13)),
        ]
        kind = Type.D if lock.kdf == ARGON2D else Type.ID
        transformed = bytes(32)
        if lock.memory <= 2**26:
            transformed = hash_secret_raw(
                lock.composite(), salt, lock.iterations, lock.memory // 1024, lock.lanes, 32, kind
            )
    variants = b"\x00\x01" + b"".join(
        struct.pack("<BI", kind, len(name)) + name.encode() + struct.pack("<I", len(content)) + content
        for kind, name, content in parameters
    )
    fields = {
        2: lock.cipher,
        3: struct.pack("<I", lock.compressed),
        4: seed,
        7: _nonce(lock),
        11: variants + b"\x00",
        0: b"\r\n\r\n",
    }
    header = SIGNATURE + struct.pack("<HH", 0, 4)
    header += b"".join(struct.pack("<BI", kind, len(content)) + content for kind, content in fields.items())
    base = hashlib.sha512(seed + transformed + b"\x01").digest()
    master = hashlib.sha256(seed + transformed).digest()
    inner = struct.pack("<BII", 1, 4, lock.stream) + struct.pack("<BI", 2, 64) + stream_key
    inner += struct.pack("<BI", 3, 5) + b"\x00file" + struct.pack("<BI", 0, 0)
    encrypted = _encrypted(lock, master, _nonce(lock), _packed(lock, inner + text))

    def signed(number: int, block: bytes) -> bytes:
        key = hashlib.sha512(struct.pack("<Q", number) + base).digest()
        length = struct.pack("<I", len(block))
        return hmac.digest(key, struct.pack("<Q", number) + length + block, "sha256") + length + block

    proof = hmac.digest(hashlib.sha512(b"\xff" * 8 + base).digest(), header, "sha256")
    return header + hashlib.sha256(header).digest() + proof + signed(0, encrypted) + signed(1, b"")


def bomb(lock: Lock) -> bytes:
    """A database whose content is far larger than the file."""
    packed = zlib.compressobj(9, zlib.DEFLATED, 31)
    content = b"".join(packed.compress(bytes(2**20)) for _ in range(100)) + packed.flush()
    seed = b"s" * 32
    fields = {
        2: lock.cipher,
        3: struct.pack("<I", 1),
        4: seed,
        5: b"t" * 32,
        6: struct.pack("<Q", lock.rounds),
        7: _nonce(lock),
        8: bytes(32),
        9: b"b" * 32,
        10: struct.pack("<I", lock.stream),
        0: b"",
    }
    header = b"".join(struct.pack("<BH", kind, len(field)) + field for kind, field in fields.items())
    blocks = struct.pack("<I", 0) + hashlib.sha256(content).digest() + struct.pack("<I", len(content)) + content
    blocks += struct.pack("<I", 1) + bytes(32) + struct.pack("<I", 0)
    master = hashlib.sha256(seed + _aes_kdf(lock.composite(), b"t" * 32, lock.rounds)).digest()
    return SIGNATURE + struct.pack("<HH", 1, 3) + header + _encrypted(lock, master, _nonce(lock), b"b" * 32 + blocks)
