"""Runs PyTorch beside the speed benchmark: one JSON request a line on stdin, one JSON reply a line on stdout."""

import base64
import json
import platform
import sys
import time

import numpy as np
import torch

from variants import PASSES, Parameters

# Rows of a forward pass that are compared.
CHECKED_ROWS = 64


class Case:
    """A data set in the memory of a device: blocks of numbers, repeated."""

    def __init__(self, request, device):
        rows, features, classes = request["rows"], request["featureSize"], request["classes"]
        read = lambda name, dtype: np.fromfile(f"{request['folder']}/{name}", dtype)
        tiled = lambda name, shape: torch.from_numpy(np.resize(read(name, np.float32), shape)).to(device)
        self.batch = request["batchRows"]
        self.batches = rows // self.batch
        self.sides = request["height"], request["width"]
        self.x = tiled("features.f32", (rows, features))
        self.z = tiled("logits.f32", (rows, classes))
        self.y = torch.from_numpy(np.resize(read("labels.i32", np.int32), rows).astype(np.int64)).to(device)
        self.weights = torch.from_numpy(read("weights.f32", np.float32)).to(device)
        self.parameters = Parameters(torch.from_numpy(read("theta.f32", np.float32)).to(device), classes)
        self.functions, self.next = {}, {}

    def function(self, name, pass_):
        key = (name, pass_)
        if key not in self.functions:
            self.functions[key] = PASSES[pass_][name]()
        return self.functions[key]

    def run(self, name, pass_, start):
        rows = slice(start * self.batch, (start + 1) * self.batch)
        x, z = self.x[rows], self.z[rows]
        if pass_ == "forward-nchw":  # the same numbers, taken for planes
            x, z = [map_.view(1, map_.shape[1], *self.sides) for map_ in (x, z)]
        inputs = [self.parameters, x, z]
        if pass_ == "gradients":
            inputs += [self.y[rows], self.weights]
        return self.function(name, pass_)(*inputs)

    def time(self, name, pass_, hot, iterations):
        key = (name, pass_)
        begin = time.perf_counter()
        for _ in range(iterations):
            at = 0 if hot else self.next.get(key, 0)
            self.run(name, pass_, at)
            self.next[key] = (at + 1) % self.batches
        wait()
        return 1000 * (time.perf_counter() - begin)

    def values(self, name, pass_):
        result = self.run(name, pass_, 0)
        if pass_ == "forward":
            return result[:CHECKED_ROWS].flatten()
        if pass_ == "forward-nchw":
            return result.flatten(2)[0, :, :CHECKED_ROWS].t().flatten()
        return torch.cat([part.flatten() for part in result])


def wait():
    """A graphics card only queues what it is told."""
    if torch.cuda.is_available():
        torch.cuda.synchronize()


def triad(size, iterations, arrays={}):
    """a = b + 3 c over three arrays of `size` floats."""
    if size not in arrays:
        arrays[size] = [torch.full((size,), float(i)) for i in range(3)]
    a, b, c = arrays[size]
    begin = time.perf_counter()
    for _ in range(iterations):
        torch.add(b, c, alpha=3, out=a)
    return 1000 * (time.perf_counter() - begin)


def describe(device):
    return {
        "device": torch.cuda.get_device_name() if device == "cuda" else "processor",
        "python": platform.python_version(),
        "torch": torch.__version__,
        "threads": torch.get_num_threads(),
        "blas": "MKL" if torch.backends.mkl.is_available() else "OpenBLAS or other",
        "capability": torch.backends.cpu.get_cpu_capability(),
    }


def main(device):
    case = None
    for line in sys.stdin:
        request = json.loads(line)
        operation = request["operation"]
        try:
            if operation == "describe":
                reply = describe(device)
            elif operation == "load":
                case, reply = Case(request, device), {}
            elif operation == "unload":
                case, reply = None, {}
                torch._dynamo.reset()
            elif operation == "triad":
                reply = {"milliseconds": triad(request["size"], request["iterations"])}
            elif operation == "run":
                at = (request["variant"], request["pass"], request["hot"], request["iterations"])
                reply = {"milliseconds": case.time(*at)}
            else:
                values = case.values(request["variant"], request["pass"]).cpu().numpy().astype("<f4")
                reply = {"values": base64.b64encode(values.tobytes()).decode()}
        except Exception as error:  # told to the benchmark, which names the contestant
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    torch.set_num_threads(int(sys.argv[1]))
    main(sys.argv[2])
