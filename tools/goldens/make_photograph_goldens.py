"""Golden values for the photographs of @disalign/core, from torchvision and Pillow.

    python make_photograph_goldens.py       write the files anew

Pixels of the sources are not stored: both sides compute them from `scatter`, exact integer arithmetic. Large results are stored
as SHA-256. Needs torch, torchvision and Pillow.
"""

import hashlib
import io
import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torchvision.transforms import CenterCrop, RandomResizedCrop, Resize
from torchvision.transforms import functional as F

FOLDER = Path(__file__).resolve().parents[2] / "packages/core/src/photographs/fixtures"
FLIP, CHANGES = F.hflip, {"brightness": F.adjust_brightness, "contrast": F.adjust_contrast, "saturation": F.adjust_saturation}


def scatter(stream, count):
    """`count` numbers in [0, 1), multiples of 2^-24: a mixed counter, the same in every language."""
    x = (stream * 0x9E3779B1 + np.arange(count, dtype=np.uint64) * 0x85EBCA6B) & 0xFFFFFFFF
    for _ in range(2):
        x = ((x ^ (x >> 16)) * 0x45D9F3B) & 0xFFFFFFFF
    return ((x ^ (x >> 16)) >> 8) / 2**24


def picture(stream, height, width):
    """Uniform noise: the hardest case for a resize."""
    return Image.fromarray(np.floor(256 * scatter(stream, height * width * 3)).astype(np.uint8).reshape(height, width, 3))


def digest(image):
    return hashlib.sha256(np.asarray(image).tobytes()).hexdigest()


def crop_box(height, width, area, ratio, draws):
    """torchvision's own `get_params`, its random numbers replaced by `draws`: two for each attempt, then those of the place."""
    pairs, place = iter(draws[:20]), iter(draws[20:])
    uniform, randint = torch.Tensor.uniform_, torch.randint
    torch.Tensor.uniform_ = lambda self, a, b: self.fill_(float(a) + (float(b) - float(a)) * next(pairs))
    torch.randint = lambda low, high, size: torch.tensor([int(low + (high - low) * next(place))])
    try:
        top, left, high, wide = RandomResizedCrop.get_params(torch.empty(3, height, width), area, ratio)
    finally:
        torch.Tensor.uniform_, torch.randint = uniform, randint
    return {"top": top, "left": left, "height": high, "width": wide}


def crop_cases():
    shapes = [(375, 500), (500, 375), (224, 224), (60, 900), (900, 60), (1, 1), (7, 3), (2000, 3008)]
    limits = [([0.08, 1.0], [3 / 4, 4 / 3]), ([0.5, 0.9], [0.5, 2.0]), ([1.0, 1.0], [1.0, 1.0])]
    for stream in range(120):
        height, width = shapes[stream % len(shapes)]
        area, ratio = limits[stream // len(shapes) % len(limits)]
        draws = scatter(stream, 22).tolist()
        yield {"stream": stream, "height": height, "width": width, "area": area, "aspectRatio": ratio,
               "box": crop_box(height, width, area, ratio, draws)}


def center_cases():
    """Where the crop lies: the picture holds its own row and column numbers, and keeps them where nothing is resized."""
    for height, width, resize, crop in [(375, 500, 256, 224), (500, 375, 256, 224), (256, 341, 256, 224), (257, 256, 256, 224),
                                        (256, 259, 256, 223), (1000, 31, 32, 32), (3, 5, 256, 224), (48, 48, 48, 48)]:
        resized = Resize(resize)(picture(height, height, width))
        places = np.stack(np.meshgrid(np.arange(resized.width), np.arange(resized.height)), -1)
        packed = Image.fromarray((places[..., 1] * 65536 + places[..., 0]).astype(np.int32))
        corner = int(np.asarray(CenterCrop(crop)(packed))[0, 0])
        yield {"height": height, "width": width, "resize": resize, "crop": crop,
               "resized": {"height": resized.height, "width": resized.width},
               "part": {"top": corner // 65536, "left": corner % 65536, "height": crop, "width": crop},
               "sha256": digest(CenterCrop(crop)(resized))}


def resize_cases():
    for stream, height, width, box, size in [
        (1, 5, 7, (0, 0, 5, 7), (3, 4)), (2, 5, 4, (0, 0, 5, 4), (9, 11)), (3, 9, 9, (2, 1, 6, 5), (4, 7)),
        (4, 6, 6, (0, 0, 6, 6), (6, 6)), (5, 31, 1, (0, 0, 31, 1), (4, 2)), (6, 8, 8, (3, 3, 1, 1), (2, 3)),
        (7, 375, 500, (50, 60, 300, 177), (224, 224)), (8, 120, 90, (5, 7, 100, 60), (224, 224)), (9, 1100, 700, (0, 0, 1100, 700), (37, 41)),
    ]:
        top, left, high, wide = box
        resized = F.resized_crop(picture(stream, height, width), top, left, high, wide, list(size))
        result = {"sha256": digest(resized)}
        if size[0] * size[1] < 200:
            result["values"] = np.asarray(resized).flatten().tolist()
        yield {"stream": stream, "height": height, "width": width,
               "from": {"top": top, "left": left, "height": high, "width": wide}, "size": {"height": size[0], "width": size[1]}, **result}


def interpolation_cases():
    """Cubic with antialiasing as Pillow has it; linear without, rounded once at the end, as in OpenCV, from PyTorch in float64."""
    for stream, height, width, size in [(20, 5, 7, (3, 4)), (21, 5, 4, (9, 11)), (22, 120, 160, (72, 95)), (23, 30, 42, (96, 135))]:
        image = picture(stream, height, width)
        yield {"stream": stream, "height": height, "width": width, "interpolation": "bicubic",
               "size": {"height": size[0], "width": size[1]}, "sha256": digest(image.resize(size[::-1], Image.Resampling.BICUBIC))}
    for stream, height, width, size in [(24, 12, 17, (5, 6)), (25, 5, 4, (9, 11)), (26, 30, 41, (8, 8)), (27, 7, 9, (7, 4))]:
        pixels = torch.from_numpy(np.asarray(picture(stream, height, width)).copy()).permute(2, 0, 1)[None].double()
        resized = torch.nn.functional.interpolate(pixels, size, mode="bilinear", align_corners=False, antialias=False)
        yield {"stream": stream, "height": height, "width": width, "interpolation": "bilinear-without-antialiasing",
               "size": {"height": size[0], "width": size[1]}, "values": resized[0].permute(1, 2, 0).round().int().flatten().tolist()}


def jitter_cases():
    for stream, changes in enumerate([
        [("brightness", 0.6)], [("brightness", 1.4)], [("contrast", 0.61)], [("contrast", 1.39)], [("saturation", 0.6123)],
        [("saturation", 1.3999)], [("saturation", 0.0)], [("contrast", 0.0)], [("brightness", 1.0)],
        [("contrast", 0.713), ("saturation", 1.2345), ("brightness", 0.9)],
        [("saturation", 0.8), ("brightness", 1.31), ("contrast", 1.17)],
    ]):
        image = picture(100 + stream, 5, 6)
        for name, factor in changes:
            image = CHANGES[name](image, factor)
        yield {"stream": 100 + stream, "height": 5, "width": 6,
               "changes": [{"kind": name, "factor": factor} for name, factor in changes],
               "values": np.asarray(image).flatten().tolist()}


def smooth(height, width):
    y, x = np.mgrid[0:height, 0:width]
    waves = [127 + 110 * np.sin(x / 9 + c) * np.cos(y / (7 + c)) for c in range(3)]
    return np.stack(waves, -1).round().astype(np.uint8)


def encoded(image, form, **settings):
    stream = io.BytesIO()
    image.save(stream, form, **settings)
    return stream.getvalue()


def file_cases():
    """Files as cameras and collections have them, and what Pillow's `convert('RGB')` and the usual evaluation make of each."""
    rgb = Image.fromarray(smooth(60, 84))
    rotated = Image.Exif()
    rotated[0x0112] = 6  # orientation: turned by a quarter
    files = {
        "colour.jpg": encoded(rgb, "JPEG", quality=90),
        "grey.jpg": encoded(rgb.convert("L"), "JPEG", quality=90),
        "cmyk.jpg": encoded(Image.merge("CMYK", [*rgb.split(), rgb.convert("L").point(lambda v: v // 3)]), "JPEG", quality=95),
        "rotated.jpg": encoded(rgb, "JPEG", quality=90, exif=rotated),
        "transparent.png": encoded(Image.merge("RGBA", [*rgb.split(), rgb.convert("L")]), "PNG"),
        "palette.png": encoded(rgb.quantize(16), "PNG"),
        "sixteen-bit-grey.png": encoded(Image.fromarray((smooth(24, 30)[..., 0].astype(np.uint16) << 8) + 77), "PNG"),
    }
    for name, content in files.items():
        (FOLDER / name).write_bytes(content)
        opened = Image.open(io.BytesIO(content))
        # Pillow cuts 16-bit grey at 255 when it converts: what the picture shows is in the higher byte.
        image = opened.convert("RGB") if opened.mode != "I;16" else Image.fromarray((np.asarray(opened) >> 8).astype(np.uint8)).convert("RGB")
        yield {"file": name, "height": image.height, "width": image.width, "sha256": digest(image),
               "evaluation": digest(CenterCrop(28)(Resize(32)(image)))}


def view_case():
    """A whole view of a file, from listed draws: crop, resize, mirror, colours."""
    box = crop_box(60, 84, [0.08, 1.0], [3 / 4, 4 / 3], scatter(7, 22).tolist())
    image = F.resized_crop(Image.open(FOLDER / "colour.jpg"), *box.values(), [28, 28])
    image = F.adjust_saturation(F.adjust_brightness(F.adjust_contrast(FLIP(image), 1.25), 0.75), 1.125)
    return {"file": "colour.jpg", "stream": 7, "size": {"height": 28, "width": 28}, "flip": True,
            "changes": [{"kind": "contrast", "factor": 1.25}, {"kind": "brightness", "factor": 0.75}, {"kind": "saturation", "factor": 1.125}],
            "sha256": digest(image)}


FOLDER.mkdir(exist_ok=True)
goldens = {"crops": list(crop_cases()), "centers": list(center_cases()), "resizes": list(resize_cases()),
           "interpolations": list(interpolation_cases()),
           "jitters": list(jitter_cases()), "files": list(file_cases()), "view": view_case()}
(FOLDER / "photograph-goldens.json").write_text(json.dumps(goldens) + "\n")
print({name: len(cases) for name, cases in goldens.items()})
