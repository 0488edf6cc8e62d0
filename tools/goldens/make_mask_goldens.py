"""Golden values for the masks of @disalign/detection, from pycocotools.

    python make_mask_goldens.py                    write packages/detection/src/masks/fixtures/mask-goldens.json anew
    python make_mask_goldens.py --cases 10000 --out FILE   write many more to FILE; then, in packages/detection:
    DISALIGN_MASK_GOLDENS=FILE npx vitest run src/masks/mask-goldens.test.ts

Made with pycocotools 2.0.11, numpy 2.0. The inputs come from a fixed seed.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from pycocotools import mask as api

FIXTURE = Path(__file__).resolve().parents[2] / "packages/detection/src/masks/fixtures/mask-goldens.json"


def text(rle):
    return rle["counts"].decode()


def draw_size(rng):
    kind = rng.integers(4)
    if kind == 0:
        return int(rng.integers(1, 6)), int(rng.integers(1, 6))
    if kind == 3:
        return int(rng.integers(100, 700)), int(rng.integers(100, 700))
    return int(rng.integers(4, 60)), int(rng.integers(4, 60))


def draw_polygon(rng, h, w):
    """Anything from a blob inside to a scribble far outside, on grids where rounding matters."""
    vertices = int(rng.integers(3, 30))
    kind = rng.integers(5)
    if kind == 0:
        xy = rng.uniform(-0.5, 1.5, (vertices, 2)) * (w, h)
    elif kind == 1:
        angle = np.sort(rng.uniform(0, 2 * np.pi, vertices))
        radius = rng.uniform(0.05, 0.7) * rng.uniform(0.6, 1, vertices)
        centre = rng.uniform(0, 1, 2) * (w, h)
        xy = centre + np.stack([np.cos(angle) * radius * w, np.sin(angle) * radius * h], 1)
    elif kind == 2:
        xy = rng.integers(-2, max(w, h) + 3, (vertices, 2)).astype(float)
    elif kind == 3:
        xy = rng.integers(-20, 10 * max(w, h) + 20, (vertices, 2)) / 10
    else:
        xy = rng.uniform(-5, 5, (vertices, 2)) * (w, h)
    if rng.integers(4) == 0:
        xy[-1] = xy[0]
    if rng.integers(6) == 0:
        xy[1, 0] = xy[0, 0]
    return np.round(xy, int(rng.integers(0, 7))).ravel().tolist()


def draw_mask(rng, h, w):
    kind = rng.integers(3) if h * w <= 3000 else 1  # noise is for small masks, whose strings stay short
    if kind == 0:
        pixels = rng.uniform(size=(h, w)) < rng.uniform()
    elif kind == 1:
        pixels = np.zeros((h, w), bool)
        for _ in range(int(rng.integers(0, 5))):
            y, x = int(rng.integers(h)), int(rng.integers(w))
            pixels[y : y + int(rng.integers(1, h + 1)), x : x + int(rng.integers(1, w + 1))] ^= True
    else:
        pixels = np.full((h, w), bool(rng.integers(2)))
    return np.asfortranarray(pixels.astype(np.uint8))


def polygon_case(rng):
    h, w = draw_size(rng)
    polygons = [draw_polygon(rng, h, w) for _ in range(int(rng.integers(1, 4)))]
    parts = api.frPyObjects(polygons, h, w)
    merged = api.merge(parts)
    return {
        "size": [h, w],
        "polygons": polygons,
        "parts": [text(part) for part in parts],
        "counts": text(merged),
        "area": int(api.area(merged)),
        "box": api.toBbox(merged).tolist(),
    }


def mask_case(rng):
    h, w = draw_size(rng)
    while h * w > 3000:
        h, w = draw_size(rng)
    pixels = draw_mask(rng, h, w)
    rle = api.encode(pixels)
    return {
        "size": [h, w],
        "pixels": "".join(map(str, pixels.ravel(order="F").tolist())),
        "counts": text(rle),
        "area": int(api.area(rle)),
        "box": api.toBbox(rle).tolist(),
    }


def draw_rle(rng, h, w):
    if rng.integers(2):
        return api.encode(draw_mask(rng, h, w))
    return api.merge(api.frPyObjects([draw_polygon(rng, h, w)], h, w))


def iou_case(rng):
    h, w = draw_size(rng)
    detections = [draw_rle(rng, h, w) for _ in range(int(rng.integers(1, 5)))]
    truths = [draw_rle(rng, h, w) for _ in range(int(rng.integers(1, 5)))]
    crowd = rng.integers(0, 2, len(truths)).tolist()
    return {
        "size": [h, w],
        "detections": [text(rle) for rle in detections],
        "groundTruths": [text(rle) for rle in truths],
        "crowd": crowd,
        "iou": api.iou(detections, truths, [0] * len(truths)).tolist(),
        "crowdIou": api.iou(detections, truths, crowd).tolist(),
        "union": text(api.merge(detections + truths)),
        "intersection": text(api.merge(detections + truths, intersect=1)),
    }


def box_case(rng):
    digits = int(rng.integers(0, 4))
    detections = np.round(rng.uniform(-5, 25, (int(rng.integers(1, 5)), 4)), digits).tolist()
    truths = np.round(rng.uniform(-5, 25, (int(rng.integers(1, 5)), 4)), digits).tolist()
    crowd = rng.integers(0, 2, len(truths)).tolist()
    return {
        "detections": detections,
        "groundTruths": truths,
        "crowd": crowd,
        "iou": api.iou(detections, truths, [0] * len(truths)).tolist(),
        "crowdIou": api.iou(detections, truths, crowd).tolist(),
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=60)
    parser.add_argument("--seed", type=int, default=20210620)
    parser.add_argument("--out", type=Path, default=FIXTURE)
    options = parser.parse_args()
    rng = np.random.default_rng(options.seed)
    goldens = {
        name: [draw(rng) for _ in range(options.cases)]
        for name, draw in {"polygons": polygon_case, "masks": mask_case, "ious": iou_case, "boxes": box_case}.items()
    }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    lines = (f'"{name}": [\n' + ",\n".join(json.dumps(case) for case in cases) + "\n]" for name, cases in goldens.items())
    options.out.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
