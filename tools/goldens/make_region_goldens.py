"""Golden values for the regions of @disalign/detection, from torchvision's parts and torch's grid_sample, in float64.

    pip install torch torchvision
    python make_region_goldens.py         # write the file anew; the seed is in the script

Letters: R regions, C classes, G ground truths, S cells of a mask.
"""

import json
from pathlib import Path

import torch
from torch.nn import functional as F
from torchvision.models.detection._utils import BoxCoder, Matcher
from torchvision.ops import box_iou, clip_boxes_to_image
from torchvision.ops.boxes import _batched_nms_vanilla

torch.set_default_dtype(torch.float64)
FIXTURES = Path(__file__).resolve().parents[2] / "packages/detection/src"
generator = torch.Generator().manual_seed(11)
CODER = BoxCoder((10.0, 10.0, 5.0, 5.0))


def uniform(*shape, low=0.0, high=1.0):
    """Rounded, so that the file is short and its numbers are those that were computed with."""
    return ((low + (high - low) * torch.rand(*shape, generator=generator)) * 1e3).round() / 1e3


def boxes_within(count, height, width):
    corner = uniform(count, 2) * torch.tensor([0.8 * width, 0.8 * height])
    size = 4 + uniform(count, 2) * torch.tensor([0.4 * width, 0.4 * height])
    return (torch.cat([corner, corner + size], 1) * 1e2).round() / 1e2


def deltas_case():
    boxes, targets = boxes_within(20, 480, 640), boxes_within(20, 480, 640)
    answers = uniform(20, 4, low=-12, high=30)  # some beyond the clamp
    return {
        "boxes": boxes.tolist(),
        "targets": targets.tolist(),
        "encoded": CODER.encode_single(targets, boxes).tolist(),
        "deltas": answers.tolist(),
        "decoded": CODER.decode_single(answers, boxes).tolist(),
    }


def nms_case():
    """Near and equal boxes, and scores of few values: ties in plenty."""
    boxes = boxes_within(12, 60, 80).repeat(10, 1) + uniform(120, 4, low=-3, high=3)
    boxes[60:80] = boxes[40:60]
    scores = (uniform(120) * 10).round() / 10
    classes = torch.randint(0, 4, (120,), generator=generator)


    def keep(iou):
        """torchvision leaves the order of equal scores open at its end: here the first comes first."""
        kept = _batched_nms_vanilla(boxes, scores, classes, iou).sort().values
        return kept[scores[kept].sort(descending=True, stable=True).indices].tolist()

    kept = {str(iou): keep(iou) for iou in (0.3, 0.5, 0.7)}
    return {"boxes": boxes.tolist(), "scores": scores.tolist(), "classes": classes.tolist(), "kept": kept}


def match_case():
    truth = boxes_within(7, 480, 640)
    boxes = torch.cat([boxes_within(20, 480, 640), truth[torch.randint(0, 7, (30,), generator=generator)] + uniform(30, 4, low=-25, high=25)])
    matches = Matcher(0.5, 0.5, allow_low_quality_matches=False)(box_iou(truth, boxes))
    return {"truth": truth.tolist(), "boxes": boxes.tolist(), "matches": matches.tolist()}


def detect_case(class_wise):
    """detectron2's inference on one image, step by step; background last."""
    regions, classes, frame, size = 60, 5, (300, 400), (450, 611)
    proposals = boxes_within(15, *frame).repeat(4, 1) + uniform(regions, 4, low=-4, high=4)
    logits = uniform(regions, classes + 1, low=-4, high=6)
    deltas = uniform(regions, 4 * (classes if class_wise else 1), low=-2, high=2)
    scores = F.softmax(logits, 1)[:, :-1]
    columns = classes if class_wise else 1
    boxes = CODER.decode_single(deltas.reshape(-1, 4), proposals.repeat_interleave(columns, 0))
    boxes = clip_boxes_to_image(boxes, frame).reshape(regions, columns, 4)
    region, label = (scores > 1e-4).nonzero(as_tuple=True)
    found, found_scores = boxes[region, label if class_wise else 0], scores[region, label]
    kept = _batched_nms_vanilla(found, found_scores, label, 0.5)[:40]
    scaled = found[kept] * torch.tensor([size[1] / frame[1], size[0] / frame[0]]).repeat(2)
    scaled = clip_boxes_to_image(scaled, size)
    there = (scaled[:, 2] > scaled[:, 0]) & (scaled[:, 3] > scaled[:, 1])
    return {
        "frame": frame,
        "size": size,
        "proposals": proposals.tolist(),
        "logits": logits.tolist(),
        "deltas": deltas.tolist(),
        "boxes": scaled[there].tolist(),
        "scores": found_scores[kept][there].tolist(),
        "classes": label[kept][there].tolist(),
        "regions": region[kept][there].tolist(),
    }


def paste(mask, box, height, width):
    """Pixel centres in the coordinates of grid_sample (-1 to 1 over the box), bilinear, zeros outside."""
    x = (torch.arange(width) + 0.5 - box[0]) / (box[2] - box[0]) * 2 - 1
    y = (torch.arange(height) + 0.5 - box[1]) / (box[3] - box[1]) * 2 - 1
    grid = torch.stack([x.expand(height, width), y[:, None].expand(height, width)], 2)
    return F.grid_sample(mask[None, None], grid[None], align_corners=False)[0, 0] >= 0.5


def runs_of(pixels):
    """Runs in column-major order, background first."""
    flat = pixels.T.flatten().to(torch.int8)
    ends = (flat[1:] != flat[:-1]).nonzero().flatten() + 1
    bounds = torch.cat([torch.tensor([0]), ends, torch.tensor([len(flat)])])
    return ([0] if flat[0] else []) + bounds.diff().tolist()


def paste_case():
    height, width, side = 30, 41, 7
    boxes = torch.cat([boxes_within(8, height, width), torch.tensor([[-6.5, -3.2, 20.1, 44.0], [35.2, 20.4, 60.0, 29.9], [3.2, 4.1, 3.9, 4.7]])])
    masks = uniform(len(boxes), side, side)
    pasted = [paste(mask, box, height, width) for mask, box in zip(masks, boxes)]
    return {"height": height, "width": width, "boxes": boxes.tolist(), "masks": masks.tolist(), "runs": [runs_of(one) for one in pasted]}


goldens = {
    "boxes/fixtures/box-goldens.json": {"deltas": deltas_case(), "nms": nms_case(), "matches": match_case()},
    "post-processing/fixtures/detection-goldens.json": {
        "classWise": detect_case(True),
        "classAgnostic": detect_case(False),
        "paste": paste_case(),
    },
}
for name, content in goldens.items():
    (FIXTURES / name).parent.mkdir(parents=True, exist_ok=True)
    (FIXTURES / name).write_text(json.dumps(content) + "\n")
