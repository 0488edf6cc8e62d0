"""Fits a calibration with PyTorch, from float32 shards mapped into memory: fit.py REQUEST, as JSON; a report on the last line.

The same as `fitCalibration`: standardised features, class weights counts^-rho, momentum, a rate for each part, and epochs that mix
rows in pools of 4,096 drawn from runs of 64.
"""

import json
import resource
import sys
import time

import numpy as np
import torch

from variants import GRADIENTS, Parameters

RUN_ROWS = 64
POOL_RUNS = 64


def open_shard(path):
    with open(path, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        entries = json.loads(file.read(length))
    arrays = {}
    for name, dtype in [("features", "<f4"), ("logits", "<f4"), ("labels", "<i4")]:
        entry = entries[name]
        offset = 8 + length + entry["data_offsets"][0]
        arrays[name] = np.memmap(path, dtype, "r", offset, tuple(entry["shape"]))
    return arrays


class Rows:
    """Rows of all shards; a run of 64 lies in one of them."""

    def __init__(self, paths):
        self.shards = [open_shard(path) for path in paths]
        self.starts = np.cumsum([0] + [len(shard["labels"]) for shard in self.shards])
        self.labels = np.concatenate([shard["labels"] for shard in self.shards])

    def read(self, name, start, end):
        shard = int(np.searchsorted(self.starts, start, "right")) - 1
        return self.shards[shard][name][start - self.starts[shard] : end - self.starts[shard]]


def statistics(rows):
    total = torch.zeros(rows.shards[0]["features"].shape[1], dtype=torch.float64)
    squares = torch.zeros_like(total)
    shift = torch.from_numpy(np.array(rows.shards[0]["features"][:4096])).mean(0)
    for shard in rows.shards:
        for start in range(0, len(shard["features"]), 4096):
            block = torch.from_numpy(np.array(shard["features"][start : start + 4096])) - shift
            total += block.sum(0)
            squares += (block * block).sum(0)
    count = len(rows.labels)
    mean = total / count
    return (mean + shift).float(), (squares / count - mean * mean).sqrt().float()


def batches(rows, batch_size, generator):
    """Batches of an epoch. What is left over of a pool goes into the next one."""
    runs = generator.permutation(-(-len(rows.labels) // RUN_ROWS))
    left = None
    for first in range(0, len(runs), POOL_RUNS):
        ranges = [(run * RUN_ROWS, min((run + 1) * RUN_ROWS, len(rows.labels))) for run in runs[first : first + POOL_RUNS]]
        pool = [np.concatenate([rows.read(name, *range_) for range_ in ranges]) for name in ("features", "logits", "labels")]
        order = torch.from_numpy(generator.permutation(len(pool[2])))
        pool = [torch.from_numpy(part)[order] for part in pool]
        if left is not None:
            pool = [torch.cat(parts) for parts in zip(left, pool)]
        is_last = first + POOL_RUNS >= len(runs)
        whole = len(pool[2]) if is_last else len(pool[2]) // batch_size * batch_size
        for start in range(0, whole, batch_size):
            yield [part[start : min(start + batch_size, whole)] for part in pool]
        left = [part[whole:] for part in pool] if whole < len(pool[2]) else None


def main(request):
    torch.set_num_threads(request["threads"])
    gradients = GRADIENTS[request["variant"]]()
    peak = lambda: 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    idle = peak()
    warm_up(gradients, request)
    begin = time.perf_counter()
    rows = Rows(request["shards"])
    classes = request["classes"]
    mean, deviation = statistics(rows)
    counts = np.maximum(np.bincount(rows.labels, minlength=classes), 1).astype(np.float64)
    weights = torch.from_numpy((counts / counts.sum()) ** -request["rho"])
    weights = (weights / weights.sum()).float()
    preparing = time.perf_counter() - begin

    size = len(mean)
    p = Parameters(torch.cat([torch.ones(classes), torch.zeros(classes + size + 1)]), classes)
    rates = request["learningRate"]
    groups = [([p.scale], "scale"), ([p.margin], "bias"), ([p.weight, p.bias], "confidence")]
    optimizer = torch.optim.SGD(
        [{"params": parameters, "lr": rates[name]} for parameters, name in groups], momentum=request["momentum"]
    )
    generator = np.random.default_rng(0)
    for _ in range(request["epochs"]):
        losses = []
        for x, z, y in batches(rows, request["batchSize"], generator):
            # Standardising is folded into weight and bias: x stays as it is.
            folded = fold(p, mean, deviation)
            by_scale, by_margin, by_weight, by_bias, loss = gradients(folded, x, z, y.long(), weights)
            p.scale.grad, p.margin.grad, p.bias.grad = by_scale, by_margin, by_bias
            p.weight.grad = (by_weight - by_bias * mean) / deviation
            optimizer.step()
            losses.append(loss)
    report = {
        "seconds": time.perf_counter() - begin,
        "preparingSeconds": preparing,
        "loss": float(torch.stack(losses).mean()),
        "idleBytes": idle,
        "peakBytes": peak(),
        "kernel": f"torch {torch.__version__} {request['variant']}",
    }
    print(json.dumps(report), flush=True)


def warm_up(gradients, request):
    """Imports and compiles what PyTorch does at a first step: not counted."""
    rows, features, classes = request["batchSize"], request["featureSize"], request["classes"]
    p = Parameters(torch.zeros(2 * classes + features + 1), classes)
    x, z, y = torch.zeros(rows, features), torch.zeros(rows, classes), torch.zeros(rows, dtype=torch.long)
    results = gradients(p, x, z, y, torch.ones(classes))
    for parameter, gradient in zip(p.all(), results):
        parameter.grad = gradient
    torch.optim.SGD(p.all(), lr=0.1, momentum=0.9).step()


def fold(p, mean, deviation):
    with torch.no_grad():
        weight = p.weight / deviation
        return Parameters(torch.cat([p.scale, p.margin, weight, (p.bias - weight @ mean).reshape(1)]), len(p.scale))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
