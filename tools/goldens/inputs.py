"""The inputs of every golden case, drawn from a seed. The file in the repository holds its own inputs; these have its shapes."""

import torch

from cases import class_weights

COUNTS = [300, 80, 12, 3]
WEIGHT_COUNTS = [[1280, 640, 100, 20, 5], [4980, 17, 5], [7, 7, 7, 7], [1_000_000, 1]]
RHOS = [0, 0.2, 0.5, 0.8, 1, 1.2, 2]
FIT_COUNTS = [100, 60, 25, 10, 5]


def draw_inputs(seed):
    generator = torch.Generator().manual_seed(seed)

    def normal(*shape, mean=0.0, deviation=1.0):
        return mean + deviation * torch.randn(*shape, generator=generator, dtype=torch.float64)

    def parameters(classes, features):
        return {
            "scale": normal(classes, mean=0.8, deviation=0.3).tolist(),
            "bias": normal(classes, deviation=0.5).tolist(),
            "confidenceWeight": normal(features, deviation=0.4).tolist(),
            "confidenceBias": normal(1, deviation=0.1).tolist(),
        }

    features, weight, logits = normal(6, 5).tolist(), normal(4, 5).tolist(), normal(6, 4, deviation=3).tolist()
    labels = [0, 2, 1, 3, 0, 0]
    shared = {"features": features, "logits": logits, "labels": labels}
    weights = class_weights(COUNTS, 1.2, "classes").tolist()
    foreground_weights = class_weights(COUNTS[:3], 0.8, "classes").tolist()

    def calibration(form, reduction):
        return shared | {"classWeights": weights, "form": form, "reduction": reduction, "parameters": parameters(4, 5)}

    def detection(class_weights_with_background):
        return shared | {"classWeights": class_weights_with_background, "parameters": parameters(3, 5)}

    def fit(form, data):
        return data | {
            "counts": FIT_COUNTS,
            "rho": 1.0,
            "form": form,
            "reduction": "weights",
            "optimizer": "sgd",
            "learningRate": 0.2,
            "momentum": 0.9,
            "weightDecay": 5e-4,
            "schedule": "cosine per step to 0",
            "steps": 60,
            "batch": "all rows, in order",
            "initial": {"scale": float(form == "blend"), "bias": 0.0, "confidenceWeight": 0.0, "confidenceBias": 0.0},
        }

    fit_labels = [k for k, count in enumerate(FIT_COUNTS) for _ in range(count)]
    means = normal(5, 8)
    fit_features = means[fit_labels] + normal(len(fit_labels), 8)
    # The nearest mean by squared distance, moved towards the head classes: a head that has seen them more often.
    fit_logits = 2 * (fit_features @ means.T - 0.5 * means.pow(2).sum(1) + 0.5 * torch.tensor(FIT_COUNTS).log())
    data = {"features": fit_features.tolist(), "logits": fit_logits.tolist(), "labels": fit_labels}
    pixel_labels = torch.randint(0, 4, (3, 4), generator=generator)
    pixel_labels[0, 1] = pixel_labels[2, 3] = 255
    return {
        "classWeights": [
            {"counts": counts, "rho": rho, "normalization": normalization}
            for counts in WEIGHT_COUNTS
            for rho in RHOS
            for normalization in ("sum", "classes")
        ],
        "linear": {"features": features, "weight": weight, "bias": normal(4).tolist()},
        "cosine_normalized": {"features": features, "weight": weight, "scale": 20.0},
        "cosine_raw": {"features": features, "weight": weight, "scale": 20.0},
        "calibration_blend_weights": calibration("blend", "weights"),
        "calibration_blend_count": calibration("blend", "count"),
        "calibration_additive_weights": calibration("additive", "weights"),
        "calibration_additive_count": calibration("additive", "count"),
        "detection_background_last": detection([*foreground_weights, 1.0]),
        "detection_background_first": detection([1.0, *foreground_weights]),
        "segmentation": {
            "features": normal(3, 4, 5).tolist(),
            "logits": normal(3, 4, 4).tolist(),
            "labels": pixel_labels.tolist(),
            "ignoreLabel": 255,
            "classWeights": weights,
            "parameters": parameters(4, 5),
        },
        "fit_blend": fit("blend", data),
        "fit_additive": fit("additive", data),
        "tauNorm": {"weight": weight, "tau": 0.7},
        "logitAdjustment": {"logits": logits, "counts": COUNTS, "tau": 1.0},
        "nearestClassMean": {"means": means.tolist(), "features": normal(5, 8).tolist()},
        "detection_sigmoid": {
            "features": features,
            "logits": normal(6, 3, deviation=3).tolist(),
            "labels": [0, 2, 1, 3, 0, 3],
            "classWeights": foreground_weights,
            "parameters": parameters(3, 5),
        },
    }
