"""The sealing of a project's few protection fields (MS-OVBA 2.4.3.2): obscured, with the project's own number."""

import struct

_VERSION = 2
_SEED = 0x8D
"""Any byte would do; one that stays gives the same bytes again."""


def sealed(project: str, data: bytes) -> str:
    """Return data as the PROJECT stream holds it, in hexadecimal; ``project`` is the project's ID with its braces."""
    key = sum(project.encode("ascii")) & 0xFF
    out = [_SEED, _SEED ^ _VERSION, _SEED ^ key]
    plain = key
    for byte in bytes((_SEED & 6) // 2) + struct.pack("<I", len(data)) + data:
        out.append(byte ^ ((out[-2] + plain) & 0xFF))
        plain = byte
    return bytes(out).hex().upper()
