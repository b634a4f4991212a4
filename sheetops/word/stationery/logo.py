"""The logo of the letterhead, drawn here: a sheet with a turned corner and a tick, on a rounded square."""

import struct
import zlib

import numpy as np
import numpy.typing as npt

SIDE = 240
"""Pixels a side: 340 to the inch when it is printed 18 mm wide."""

_FINE = 4
_GROUND, _SHEET, _FOLD, _LINE, _TICK = (31, 95, 107), (255, 255, 255), (190, 215, 219), (156, 187, 193), (224, 138, 30)
_Mask = npt.NDArray[np.bool_]


def logo_png() -> bytes:
    """Return the logo as a PNG of `SIDE` by `SIDE` pixels with a transparent background."""
    pixels = _smooth(_drawing())
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    head = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _drawing() -> npt.NDArray[np.float64]:
    grid = (np.arange(SIDE * _FINE) + 0.5) / (SIDE * _FINE)
    x, y = np.meshgrid(grid, grid)
    sheet = _box(x, y, 0.27, 0.17, 0.73, 0.83, 0.03)
    corner = x - y > 0.40
    layers: list[tuple[_Mask, tuple[int, int, int]]] = [
        (_box(x, y, 0.0, 0.0, 1.0, 1.0, 0.20), _GROUND),
        (sheet & ~corner, _SHEET),
        ((x > 0.57) & (y < 0.33) & (x < 0.73) & (y > 0.17) & ~corner, _FOLD),
        (_line(x, y, 0.36, 0.31, 0.50, 0.31, 0.018), _LINE),
        (_line(x, y, 0.36, 0.42, 0.64, 0.42, 0.018), _LINE),
        (_line(x, y, 0.37, 0.62, 0.46, 0.71, 0.036), _TICK),
        (_line(x, y, 0.46, 0.71, 0.65, 0.52, 0.036), _TICK),
    ]
    image = np.zeros((*x.shape, 4))
    for where, colour in layers:
        image[where] = (*colour, 255)
    return image


def _box(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], *shape: float) -> _Mask:
    left, top, right, bottom, radius = shape
    away = np.hypot(
        np.maximum(np.maximum(left + radius - x, x - right + radius), 0),
        np.maximum(np.maximum(top + radius - y, y - bottom + radius), 0),
    )
    return away <= radius


def _line(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], *shape: float) -> _Mask:
    x1, y1, x2, y2, half = shape
    along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / ((x2 - x1) ** 2 + (y2 - y1) ** 2)
    along = np.clip(along, 0, 1)
    return np.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1)) <= half


def _smooth(image: npt.NDArray[np.float64]) -> npt.NDArray[np.uint8]:
    # Colours are averaged by their weight, so that no dark rim shows where the square meets the paper.
    alpha = image[..., 3:] / 255
    weighted = _shrink(image[..., :3] * alpha)
    cover = _shrink(alpha)
    colour = np.divide(weighted, cover, out=np.zeros_like(weighted), where=cover > 0)
    return np.rint(np.concatenate([colour, cover * 255], axis=2)).astype(np.uint8)


def _shrink(image: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    depth = image.shape[2]
    fine: npt.NDArray[np.float64] = image.reshape(SIDE, _FINE, SIDE, _FINE, depth).mean(axis=(1, 3))
    return fine
