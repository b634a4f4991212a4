"""A compound file (MS-CFB, version 3): named streams, at the top or in a folder, in one file."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_SECTOR, _SMALL = 512, 64
_CUTOFF = 4096
"""Streams below this size lie in small sectors."""
_FREE, _END, _TABLE, _NOBODY = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_UNUSED, _FOLDER, _STREAM, _ROOT = 0, 1, 2, 5
_RED, _BLACK = 0, 1
_TABLES = 109
"""Sectors of the allocation table that the header has room for."""
_PER_TABLE = _SECTOR // 4
_PER_DIRECTORY = _SECTOR // 128
_SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
_BAD_IN_NAMES = frozenset("/\\:!")


@dataclass
class _Node:
    """An entry of the directory; ``inside`` are the numbers of a folder's entries."""

    name: str = ""
    kind: int = _UNUSED
    data: bytes = b""
    start: int = 0
    size: int = 0
    left: int = _NOBODY
    right: int = _NOBODY
    child: int = _NOBODY
    colour: int = _RED
    inside: list[int] = field(default_factory=list)


class _Sectors:
    """Sectors of one size, and the chain that says which follows which."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.data = bytearray()
        self.chain: list[int] = []

    def add(self, data: bytes) -> int:
        """Add data as whole sectors; return the number of the first."""
        if not data:
            return _END
        first = len(self.chain)
        self.data += data + bytes(-len(data) % self.size)
        self.chain += [*range(first + 1, len(self.data) // self.size), _END]
        return first


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    r"""Return a compound file of streams by path: ``PROJECT``, or ``VBA/dir`` for one in a folder.

    Equal streams in equal order give equal bytes. ValueError for a name that is empty, has more than 31 characters or
    one of ``/\:!``, and for more than about 7 MB.
    """
    nodes = _nodes(streams)
    large, small = _Sectors(_SECTOR), _Sectors(_SMALL)
    for node in nodes:
        node.child = _tree(nodes, node.inside)
        if node.kind == _STREAM:
            node.start, node.size = (large if len(node.data) >= _CUTOFF else small).add(node.data), len(node.data)
    nodes[0].start, nodes[0].size = large.add(bytes(small.data)), len(small.data)
    small_table = large.add(_table(small.chain))
    unused = [_Node()] * (-len(nodes) % _PER_DIRECTORY)
    directory = large.add(b"".join(map(_entry, [*nodes, *unused])))
    tables = _tables(len(large.chain))
    header = _header(tables, directory, small_table, len(_table(small.chain)) // _SECTOR)
    return header + large.data + _table([*large.chain, *[_TABLE] * len(tables)])


def _nodes(streams: Mapping[str, bytes]) -> list[_Node]:
    nodes = [_Node("Root Entry", _ROOT)]
    folders = {"": 0}
    for path, data in streams.items():
        folder, _, name = path.rpartition("/")
        if folder not in folders:
            folders[folder] = _add(nodes, 0, _Node(_checked(folder), _FOLDER))
        _add(nodes, folders[folder], _Node(_checked(name), _STREAM, data))
    return nodes


def _checked(name: str) -> str:
    if not 0 < len(name.encode("utf-16-le")) <= 62 or set(name) & _BAD_IN_NAMES:
        raise ValueError(f"{name!r} is no name for a stream: it takes 1 to 31 characters, none of / \\ : !")
    return name


def _add(nodes: list[_Node], folder: int, node: _Node) -> int:
    nodes.append(node)
    nodes[folder].inside.append(len(nodes) - 1)
    return len(nodes) - 1


def _tree(nodes: Sequence[_Node], places: Sequence[int]) -> int:
    """Link a folder's entries into a red-black tree, by length and then by name; return its top."""
    ordered = sorted(places, key=lambda place: (len(nodes[place].name), nodes[place].name.upper()))
    deepest = len(ordered).bit_length() - 1

    def top(low: int, high: int, depth: int) -> int:
        if low == high:
            return _NOBODY
        middle = (low + high) // 2
        node = nodes[ordered[middle]]
        node.left, node.right = top(low, middle, depth + 1), top(middle + 1, high, depth + 1)
        # Halving fills every level but the last, so that red there and black above are a valid colouring.
        node.colour = _RED if depth == deepest and depth else _BLACK
        return ordered[middle]

    return top(0, len(ordered), 0)


def _entry(node: _Node) -> bytes:
    name = node.name.encode("utf-16-le")
    length = len(name) + 2 if name else 0
    links = (node.left, node.right, node.child)
    return struct.pack("<64sHBB3I36xIQ", name, length, node.kind, node.colour, *links, node.start, node.size)


def _table(chain: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(chain)}I", *chain) + b"\xff" * (-len(chain) % _PER_TABLE * 4)


def _tables(sectors: int) -> range:
    """Return the numbers of the sectors that take the allocation table: they stand last, and are in it themselves."""
    number = -(-sectors // (_PER_TABLE - 1))
    if number > _TABLES:
        raise ValueError(f"{sectors} sectors are more than a compound file without further tables can hold")
    return range(sectors, sectors + number)


def _header(tables: range, directory: int, small_table: int, small_tables: int) -> bytes:
    return struct.pack(
        f"<8s16x5H6x9I{_TABLES}I",
        *(_SIGNATURE, 0x3E, 3, 0xFFFE, 9, 6),
        *(0, len(tables), directory, 0, _CUTOFF, small_table, small_tables, _END, 0),
        *tables,
        *[_FREE] * (_TABLES - len(tables)),
    )
