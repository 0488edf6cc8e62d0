"""Golden values for the inference of @disalign/segmentation, from PyTorch (float32) and OpenCV.

    python make_segmentation_goldens.py      write packages/segmentation/src/inference/fixtures/inference.json anew

Made with torch 2.13.0, opencv-python-headless 5.0.0, numpy 2. The inputs come from a fixed seed. The steps of the pipelines are those
of mmsegmentation 0.x (whole and slide inference, test-time augmentation) and of CSAILVision/semantic-segmentation-pytorch.
"""

import json
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F

FIXTURE = Path(__file__).resolve().parents[2] / "packages/segmentation/src/inference/fixtures/inference.json"
CLASSES = 5
STRIDE = 4
MEAN = np.array([123.675, 116.28, 103.53])
DEVIATION = np.array([58.395, 57.12, 57.375])


def resize(x, size):
    return F.interpolate(x, size=size, mode="bilinear", align_corners=False)


def numbers(array):
    """As many digits as a float32 has."""
    return [float(f"{value:.9g}") for value in np.asarray(array, np.float64).ravel()]


def resize_case(rng, source, target, channels):
    x = torch.from_numpy(rng.normal(size=(1, channels, *source)).astype(np.float32))
    rows = lambda y: numbers(y[0].permute(1, 2, 0))
    return {"source": source, "target": target, "channels": channels, "input": rows(x), "output": rows(resize(x, target))}


def smooth_image(rng, height, width):
    coarse = rng.integers(0, 256, (height // 6, width // 6, 3)).astype(np.uint8)
    return cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)


def prepared(image, size):
    """[1, 3, h, w]: resized, rounded to bytes, normalised."""
    x = torch.from_numpy(image.astype(np.float32)).permute(2, 0, 1)[None]
    bytes_ = np.floor(resize(x, size)[0].permute(1, 2, 0).numpy() + 0.5)
    return torch.from_numpy(((bytes_ - MEAN) / DEVIATION).astype(np.float32)).permute(2, 0, 1)[None]


def network(x, weight, place):
    """Logits at a stride, from one pixel of each cell and the place of the cell, so that a shifted window shows."""
    cells = x[:, :, ::STRIDE, ::STRIDE]
    rows, columns = torch.arange(cells.shape[2]), torch.arange(cells.shape[3])
    where = torch.stack(torch.meshgrid((rows % 3).float(), (columns % 2).float(), indexing="ij"))[None]
    return F.conv2d(cells, weight[:, :, None, None]) + F.conv2d(where, place[:, :, None, None])


def whole(x, net):
    return resize(net(x), x.shape[2:])


def slide(x, net, crop, stride):
    height, width = x.shape[2:]
    grid = lambda side, c, s: max(side - c + s - 1, 0) // s + 1
    logits, count = x.new_zeros((1, CLASSES, height, width)), x.new_zeros((1, 1, height, width))
    for i in range(grid(height, crop[0], stride[0])):
        for j in range(grid(width, crop[1], stride[1])):
            bottom, right = min(i * stride[0] + crop[0], height), min(j * stride[1] + crop[1], width)
            top, left = max(bottom - crop[0], 0), max(right - crop[1], 0)
            logits[:, :, top:bottom, left:right] += whole(x[:, :, top:bottom, left:right], net)
            count[:, :, top:bottom, left:right] += 1
    return logits / count


def mmseg_size(height, width, box, ratio):
    long, short = int(box[0] * ratio), int(box[1] * ratio)
    scale = min(long / max(height, width), short / min(height, width))
    return int(height * scale + 0.5), int(width * scale + 0.5)


def mmseg_scores(image, net, box, ratios, flip, window):
    """Logits of one pass, or the sum of the probabilities of several, [H, W, K]."""
    size = image.shape[:2]
    infer = whole if window is None else lambda x, n: slide(x, n, *window)
    passes = []
    for ratio in ratios:
        x = prepared(image, mmseg_size(*size, box, ratio))
        for mirrored in (False, True) if flip else (False,):
            logits = resize(infer(x.flip(3) if mirrored else x, net), size)
            scores = logits if len(ratios) == 1 and not flip else logits.softmax(1)
            passes.append(scores.flip(3) if mirrored else scores)
    return sum(passes)[0].permute(1, 2, 0)


def csail_scores(image, net, short_sides):
    size = image.shape[:2]
    total = 0
    for short in short_sides:
        scale = min(short / min(size), 1000 / max(size))
        x = prepared(image, tuple(-(-int(side * scale) // 8) * 8 for side in size))
        total = total + resize(net(x), size).softmax(1)
    return total[0].permute(1, 2, 0)


def main():
    rng = np.random.default_rng(5)
    torch.set_num_threads(1)
    resizes = [
        resize_case(rng, *case)
        for case in [((4, 5), (7, 9), 3), ((7, 9), (4, 5), 3), ((1, 1), (3, 2), 2), ((5, 4), (5, 4), 2),
                     ((6, 7), (30, 40), 1), ((1, 65), (1, 2100), 1), ((1231, 1), (500, 1), 1)]
    ]
    image = smooth_image(rng, 19, 26)
    weight = torch.from_numpy(rng.normal(size=(CLASSES, 3)).astype(np.float32))
    place = torch.from_numpy(0.5 * rng.normal(size=(CLASSES, 2)).astype(np.float32))
    net = lambda x: network(x, weight, place)
    box, window = (45, 16), ((12, 10), (8, 7))
    pipelines = {
        "whole": mmseg_scores(image, net, box, [1], False, None),
        "slide": mmseg_scores(image, net, box, [1], False, window),
        "flip": mmseg_scores(image, net, box, [1], True, None),
        "multiScaleFlip": mmseg_scores(image, net, box, [0.5, 0.75, 1, 1.25, 1.5, 1.75], True, None),
        "multiScaleSlide": mmseg_scores(image, net, box, [0.75, 1.5], True, window),
        "csail": csail_scores(image, net, [10, 15, 22]),
    }
    bytes_ = lambda array: array.ravel().tolist()
    opencv = [
        {"size": size, "pixels": bytes_(cv2.resize(image, size[::-1], interpolation=cv2.INTER_LINEAR))}
        for size in [(30, 41), (10, 15), (19, 26)]
    ]
    golden = {
        "resizes": resizes,
        "image": {"height": 19, "width": 26, "pixels": bytes_(image)},
        "opencv": opencv,
        "network": {"stride": STRIDE, "weight": weight.tolist(), "place": place.tolist()},
        "protocol": {"box": box, "crop": window[0], "stride": window[1], "csailShortSides": [10, 15, 22]},
        "scores": {name: numbers(scores) for name, scores in pipelines.items()},
    }
    FIXTURE.parent.mkdir(exist_ok=True)
    FIXTURE.write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main()
