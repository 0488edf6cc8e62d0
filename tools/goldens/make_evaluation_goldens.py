"""Golden values for the evaluators of @disalign/detection, from lvis-api and pycocotools.

    python make_evaluation_goldens.py              write packages/detection/src/evaluation/fixtures/evaluation-goldens.json anew
    python make_evaluation_goldens.py --cases 500 --out FILE   write many more to FILE; then, in packages/detection:
    DISALIGN_EVALUATION_GOLDENS=FILE npx vitest run src/evaluation/evaluation-goldens.test.ts

Random ground truth with crowds, ignored and overlapping regions, absent and not exhaustively annotated categories; random detections with
ties, too many of them, boxes, polygons and runs. Made with pycocotools 2.0.11, numpy 2.0 and the branch lvis_challenge_2021 of
github.com/lvis-dataset/lvis-api, which has boundary IoU and a limit for each category beside what the master has.
"""

import argparse
import contextlib
import copy
import io
import json
import logging
import tempfile
from pathlib import Path

import numpy as np
from lvis import LVIS, LVISEval, LVISResults
from pycocotools import mask as api
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

FIXTURE = Path(__file__).resolve().parents[2] / "packages/detection/src/evaluation/fixtures/evaluation-goldens.json"
COCO_NAMES = ["AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl"]


def some(rng, values, chance):
    return [int(value) for value in values if rng.uniform() < chance]


def draw_box(rng, size):
    w, h = np.round(rng.uniform(4, rng.choice([30, 100, 200]), 2), 1).tolist()
    x, y = np.round(rng.uniform(0, size - 10, 2), 1).tolist()
    return [x, y, w, h]


def jitter(rng, box, by):
    x, y, w, h = box
    moved = [x + w * rng.normal(0, by), y + h * rng.normal(0, by), w * rng.uniform(1 - by, 1 + by), h * rng.uniform(1 - by, 1 + by)]
    return np.round(moved, int(rng.integers(0, 3))).tolist()


def polygon(rng, box):
    x, y, w, h = box
    angle = np.sort(rng.uniform(0, 2 * np.pi, int(rng.integers(5, 12))))
    xy = np.stack([x + w / 2 * (1 + np.cos(angle)), y + h / 2 * (1 + np.sin(angle))], 1)
    return np.round(xy, 1).ravel().tolist()


def runs(polygons, size):
    rle = api.merge(api.frPyObjects(polygons, size, size))
    return {"size": [size, size], "counts": rle["counts"].decode()}


def draw_truth(rng, size):
    categories = [{"id": int(i), "name": f"c{i}", "frequency": "rcf"[int(i) % 3]} for i in rng.choice(50, 4, replace=False)]
    ids = [category["id"] for category in categories]
    images, annotations = [], []
    for image in rng.choice(1000, int(rng.integers(2, 6)), replace=False):
        shown = some(rng, ids, 0.7)
        rest = [i for i in ids if i not in shown]
        images.append({
            "id": int(image), "height": size, "width": size,
            "neg_category_ids": some(rng, rest, 0.5) + some(rng, shown, 0.1), "not_exhaustive_category_ids": some(rng, ids, 0.2),
        })
        for category in shown:
            for _ in range(int(rng.integers(1, 6))):
                near = annotations and rng.uniform() < 0.3
                box = jitter(rng, annotations[-1]["bbox"], 0.2) if near else draw_box(rng, size)
                parts = [polygon(rng, box) for _ in range(int(rng.integers(1, 3)))]
                area = float(rng.choice([box[2] * box[3], 1024, 9216])) if rng.uniform() < 0.95 else 0
                annotation = {
                    "id": len(annotations) + 1, "image_id": int(image), "category_id": category, "bbox": box, "area": area,
                    "iscrowd": int(rng.uniform() < 0.15), "segmentation": parts,
                }
                if rng.uniform() < 0.2:
                    annotation["segmentation"] = runs(parts, size)
                if rng.uniform() < 0.1:
                    annotation["ignore"] = 1
                annotations.append(annotation)
    order = rng.permutation(len(annotations))
    return {"images": images, "annotations": [annotations[i] for i in order], "categories": categories}


def draw_detections(rng, truth, size):
    """With boxes and no masks, with both, or with masks only."""
    kind = ["boxes", "both", "masks"][int(rng.integers(3))]
    images = [image["id"] for image in truth["images"]]
    categories = [category["id"] for category in truth["categories"]]
    seeds = [(a["image_id"], a["category_id"], jitter(rng, a["bbox"], float(rng.choice([0.02, 0.1, 0.3]))))
             for a in truth["annotations"] for _ in range(int(rng.integers(0, 4)))]
    seeds += [(int(rng.choice(images)), int(rng.choice(categories)), draw_box(rng, size)) for _ in range(int(rng.integers(1, 30)))]
    if rng.uniform() < 0.1:
        seeds += [(images[0], categories[0], draw_box(rng, size)) for _ in range(120)]
    digits = int(rng.integers(1, 4))
    detections = []
    for at in rng.permutation(len(seeds)):
        image, category, box = seeds[at]
        detection = {"image_id": image, "category_id": category, "score": round(float(rng.uniform()), digits)}
        if kind != "masks":
            detection["bbox"] = [box[0], box[1], max(box[2], 0), max(box[3], 0)]
        if kind != "boxes":
            detection["segmentation"] = runs([polygon(rng, box)], size)
        detections.append(detection)
    return detections


def run_lvis(truth_file, detections, iou_type, **limits):
    truth = LVIS(truth_file)
    evaluation = LVISEval(truth, LVISResults(truth, copy.deepcopy(detections), **limits), iou_type)
    evaluation.run()
    precision = evaluation.eval["precision"][:, :, :, 0]
    return {
        "metrics": [float(value) for value in evaluation.results.values()],
        "perCategory": [float(precision[:, :, k].mean()) for k in range(precision.shape[2])],
    }


def run_coco(truth_file, detections, iou_type):
    truth = COCO(truth_file)
    evaluation = COCOeval(truth, truth.loadRes(copy.deepcopy(detections)), iou_type)
    evaluation.evaluate()
    evaluation.accumulate()
    evaluation.summarize()
    precision = evaluation.eval["precision"][:, :, :, 0, 2]
    return {
        "metrics": [float(value) for value in evaluation.stats],
        "perCategory": [float(precision[:, :, k].mean()) for k in range(precision.shape[2])],
    }


def draw_case(rng, folder):
    size = int(rng.choice([120, 250]))
    truth = draw_truth(rng, size)
    detections = draw_detections(rng, truth, size)
    path = folder / "truth.json"
    path.write_text(json.dumps(truth))
    perImage, perCategory = int(rng.integers(1, 40)), int(rng.integers(1, 30))
    with contextlib.redirect_stdout(io.StringIO()):
        expected = {
            "lvisBbox": run_lvis(path, detections, "bbox"),
            "lvisSegm": run_lvis(path, detections, "segm"),
            "lvisBoundary": run_lvis(path, detections, "boundary"),
            "lvisPerImage": run_lvis(path, detections, "bbox", max_dets_per_im=perImage),
            "lvisPerCategory": run_lvis(path, detections, "bbox", max_dets_per_im=-1, max_dets_per_cat=perCategory),
            "lvisBoth": run_lvis(path, detections, "bbox", max_dets_per_im=perImage, max_dets_per_cat=perCategory),
            "cocoBbox": run_coco(path, detections, "bbox"),
            "cocoSegm": run_coco(path, detections, "segm"),
        }
    return {"truth": truth, "detections": detections, "perImage": perImage, "perCategory": perCategory, "expected": expected}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=12)
    parser.add_argument("--seed", type=int, default=20210621)
    parser.add_argument("--out", type=Path, default=FIXTURE)
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    rng = np.random.default_rng(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        cases = [draw_case(rng, Path(folder)) for _ in range(options.cases)]
    options.out.write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")


if __name__ == "__main__":
    main()
