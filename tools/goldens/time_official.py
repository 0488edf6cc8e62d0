"""Times lvis-api and pycocotools. Called by tools/src/evaluation-speed, which says what is timed.

    python time_official.py evaluation GT DT bbox|segm
    python time_official.py masks POLYGONS
"""

import json
import logging
import resource
import sys
import time


def evaluation(truth_file, results_file, iou_type):
    from lvis import LVIS, LVISEval, LVISResults

    logging.disable(logging.CRITICAL)
    start = time.perf_counter()
    truth = LVIS(truth_file)
    detections = LVISResults(truth, results_file)
    loaded = time.perf_counter()
    run = LVISEval(truth, detections, iou_type)
    run.run()
    done = time.perf_counter()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return [{"load": loaded - start, "run": done - loaded, "AP": float(run.results["AP"]), "megabytes": memory}]


def median(work, rounds=15):
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return sorted(times)[rounds // 2]


def masks(polygon_file):
    import numpy as np
    from pycocotools import mask as api

    with open(polygon_file) as file:
        polygons = json.load(file)
    h, w = 480, 640
    rles = [api.merge(api.frPyObjects([polygon], h, w)) for polygon in polygons]
    pixels = [np.asfortranarray(api.decode(rle)) for rle in rles]
    return {
        "encode": median(lambda: [api.encode(mask) for mask in pixels]),
        "decode": median(lambda: [api.decode(rle) for rle in rles]),
        "iou": median(lambda: api.iou(rles, rles, [0] * len(rles))),
        "polygons": median(lambda: [api.frPyObjects([polygon], h, w) for polygon in polygons]),
    }


if __name__ == "__main__":
    kind, *arguments = sys.argv[1:]
    print(json.dumps({"evaluation": evaluation, "masks": masks}[kind](*arguments)))
