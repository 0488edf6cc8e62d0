"""Golden values for the classification metrics of @disalign/core, from scikit-learn and torchmetrics.

    python make_metric_goldens.py      write packages/core/src/metrics/fixtures/classification-metrics.json anew

Made with scikit-learn 1.9.1, torchmetrics 1.9.0, torch 2.13.0, numpy 2. The inputs come from a fixed seed.
"""

import json
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, recall_score, top_k_accuracy_score
from torchmetrics.functional.classification import multiclass_calibration_error
from torchmetrics.functional.classification.calibration_error import _ce_compute

FIXTURE = Path(__file__).resolve().parents[2] / "packages/core/src/metrics/fixtures/classification-metrics.json"
CLASSES = 10
TRAIN_COUNTS = [1280, 400, 101, 100, 60, 21, 20, 19, 7, 5]
ABSENT = 7  # among the predictions, never among the labels
NEVER = 9  # neither
GROUPS = {
    "many": [k for k in range(CLASSES) if TRAIN_COUNTS[k] > 100],
    "medium": [k for k in range(CLASSES) if 20 <= TRAIN_COUNTS[k] <= 100],
    "few": [k for k in range(CLASSES) if TRAIN_COUNTS[k] < 20],
}


def draw(rng, rows, scale):
    """Logits without ties, with a signal that fades towards the tail; every tenth row is ignored."""
    labels = rng.choice([k for k in range(CLASSES) if k not in (ABSENT, NEVER)], rows)
    logits = rng.normal(size=(rows, CLASSES))
    logits[np.arange(rows), labels] += np.linspace(3, 0.5, CLASSES)[labels]
    logits[:, NEVER] -= 20
    labels[::10] = -1
    return np.round(scale * logits, 4), labels


def calibration_error(logits, labels):
    """torchmetrics in float64: its public function rounds confidences to float32, which moves some of them to 1."""
    confidences, predictions = torch.softmax(torch.from_numpy(logits), 1).max(1)
    correct = (predictions == torch.from_numpy(labels)).double()
    error = _ce_compute(confidences, correct, 15).item()
    if confidences.max() < 1 - 1e-6:
        public = multiclass_calibration_error(torch.from_numpy(logits), torch.from_numpy(labels), CLASSES, n_bins=15)
        assert abs(public.item() - error) < 1e-6
    return error


def by_group(labels, value):
    """value(classes) for the classes of each group that have rows, None for a group without."""
    present = [k for k in range(CLASSES) if (labels == k).any()]
    groups = {"overall": present} | {name: [k for k in group if k in present] for name, group in GROUPS.items()}
    return {name: value(group) if group else None for name, group in groups.items()}


def case(logits, labels):
    kept = labels >= 0
    z, y = logits[kept], labels[kept]
    predictions = z.argmax(1)
    top5 = lambda rows: top_k_accuracy_score(y[rows], z[rows], k=5, labels=range(CLASSES))
    return {
        "logits": logits.tolist(),
        "labels": labels.tolist(),
        "trainCounts": TRAIN_COUNTS,
        "confusion": confusion_matrix(y, predictions, labels=range(CLASSES)).tolist(),
        "accuracy": accuracy_score(y, predictions),
        "meanClassAccuracy": by_group(
            y, lambda group: recall_score(y, predictions, labels=group, average="macro", zero_division=0)
        ),
        "top5Accuracy": top5(y >= 0),
        "top5MeanClassAccuracy": by_group(y, lambda group: np.mean([top5(y == k) for k in group])),
        "macroF1": f1_score(y, predictions, average="macro", zero_division=0),
        "calibrationError": by_group(y, lambda group: calibration_error(z[np.isin(y, group)], y[np.isin(y, group)])),
    }


def main():
    rng = np.random.default_rng(0)
    cases = {"moderate": case(*draw(rng, 160, 1)), "overconfident": case(*draw(rng, 160, 25))}
    FIXTURE.parent.mkdir(exist_ok=True)
    FIXTURE.write_text(json.dumps(cases) + "\n")


if __name__ == "__main__":
    main()
