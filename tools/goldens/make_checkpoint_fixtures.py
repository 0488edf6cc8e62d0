"""Checkpoints as PyTorch writes them, and hostile ones, for the tests of @disalign/core; what PyTorch makes of them beside.

    python make_checkpoint_fixtures.py       write the files anew; the seed is below

The networks have the parameter names of the authors' code (cvpods, mmsegmentation), with their formulas restated. Needs torch and safetensors.
"""

import collections
import io
import os
import pickle
import struct
import subprocess
import zipfile
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

FOLDER = Path(__file__).resolve().parents[2] / "packages/core/src/pytorch/fixtures"
SEED, ROWS, CLASSES, FEATURES = 11, 6, 5, 7


class Additive(nn.Module):
    """cvpods' DisAlignLinear: (1 + c scale) z + c bias."""

    def __init__(self):
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.randn(CLASSES, FEATURES)), nn.Parameter(torch.randn(CLASSES))
        self.logit_scale, self.logit_bias = nn.Parameter(torch.rand(1, CLASSES)), nn.Parameter(torch.randn(1, CLASSES))
        self.confidence_layer = nn.Linear(FEATURES, 1)

    def forward(self, x):
        z = nn.functional.linear(x, self.weight, self.bias)
        c = self.confidence_layer(x).sigmoid()
        return z, (1 + c * self.logit_scale) * z + c * self.logit_bias


class Blend(nn.Module):
    """cvpods' box predictor: c (scale z + bias) + (1 - c) z on the classes, background last and untouched."""

    def __init__(self):
        super().__init__()
        self.cls_score, self.bbox_pred = nn.Linear(FEATURES, CLASSES + 1), nn.Linear(FEATURES, 4 * CLASSES)
        self.logit_scale, self.logit_bias = nn.Parameter(torch.rand(CLASSES) + 0.5), nn.Parameter(torch.randn(CLASSES))
        self.confidence_layer = nn.Linear(FEATURES, 1)

    def forward(self, x):
        z = self.cls_score(x)[:, :-1]
        c = self.confidence_layer(x).sigmoid()
        return z, c * (z * self.logit_scale + self.logit_bias) + (1 - c) * z


class Convolution(nn.Module):
    """mmcv's ConvModule: convolution without bias, normalisation, ReLU."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv, self.bn = nn.Conv2d(inputs, outputs, 1, bias=False), nn.BatchNorm2d(outputs)

    def forward(self, x):
        return self.bn(self.conv(x)).relu()


class Segmentation(nn.Module):
    """DisAlignFCNHead: the blend, per pixel, under a confidence that ends in a ReLU."""

    def __init__(self):
        super().__init__()
        self.conv_seg = nn.Conv2d(FEATURES, CLASSES, 1)
        self.logit_scale = nn.Parameter(torch.rand(1, CLASSES, 1, 1) + 0.5)
        self.logit_bias = nn.Parameter(torch.randn(1, CLASSES, 1, 1))
        self.confidence_layer = Convolution(FEATURES, 1)

    def forward(self, x):
        x = x.T[None, :, None]
        z = self.conv_seg(x)
        c = self.confidence_layer(x).sigmoid()
        rows = lambda y: y[0, :, 0].T
        return rows(z), rows(c * (z * self.logit_scale + self.logit_bias) + (1 - c) * z)


def settle(module):
    for name, value in module.state_dict().items():
        if name.endswith("running_var"):
            value.uniform_(0.5, 2)
        elif name.endswith(("running_mean", "bn.weight", "bn.bias")):
            value.normal_()
    return module.eval()


def named(name, module):
    """The state_dict of a network that holds a module by a dotted name."""
    root = node = nn.Module()
    for part in name.split(".")[:-1]:
        inner = nn.Module()
        node.add_module(part, inner)
        node = inner
    node.add_module(name.split(".")[-1], module)
    return root.state_dict()


def write_official(expected):
    x = torch.randn(ROWS, FEATURES)
    heads = {"classification": ("network.linear", Additive()), "detection": ("roi_heads.box_predictor", Blend()),
             "segmentation": ("decode_head", Segmentation())}
    states = {}
    for kind, (name, module) in heads.items():
        states[kind] = named(name, settle(module))
        with torch.no_grad():
            logits, calibrated = module.double()(x.double())
        expected |= {f"{kind}.logits": logits.contiguous(), f"{kind}.calibrated": calibrated.contiguous()}
        module.float()
    expected["features"] = x.double()
    scheduler = {"milestones": collections.Counter([30, 60]), "base_lrs": [0.1], "last_epoch": 90, "_step_count": 2**40}
    torch.save({"model": states["classification"], "iteration": 7, "scheduler": scheduler}, FOLDER / "classification.pth")
    torch.save(states["detection"], FOLDER / "detection.pth")
    meta = {"CLASSES": ("wall", "Fußboden"), "PALETTE": [[1, 2, 3]], "time": 1.5, "flags": {1, 2}, "seed": None, "ok": True, "raw": b"\x00\xff"}
    optimizer = {"state": {0: {"momentum_buffer": torch.ones(2)}}, "param_groups": [{"lr": 0.01, "params": [0]}]}
    torch.save({"meta": meta, "state_dict": states["segmentation"], "optimizer": optimizer}, FOLDER / "segmentation.pth")
    for protocol in (2, 3, 4, 5):
        torch.save({"meta": meta, "state_dict": states["detection"]}, FOLDER / f"protocol-{protocol}.pth", pickle_protocol=protocol)
    torch.save(states["detection"], FOLDER / "legacy.pth", _use_new_zipfile_serialization=False)


def write_dtypes(expected):
    kinds = {"f64": torch.float64, "f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16, "i64": torch.int64,
             "i32": torch.int32, "i16": torch.int16, "i8": torch.int8, "u8": torch.uint8, "bool": torch.bool}
    tensors = {name: (torch.arange(6) - (0 if kind in (torch.uint8, torch.bool) else 3)).to(kind).reshape(2, 3) for name, kind in kinds.items()}
    base = torch.randn(4, 5)
    views = {"transposed": base.T, "slice": base[1:3, ::2], "scalar": torch.tensor(2.5), "empty": torch.zeros(0, 3), "shared": base,
             "cube": torch.randn(2, 3, 4).permute(2, 0, 1), "parameter": nn.Parameter(torch.ones(2))}
    torch.save({**tensors, **views}, FOLDER / "every-dtype.pth")
    expected |= {f"every.{name}": value.detach().contiguous().clone() for name, value in {**tensors, **views}.items()}


def archive(name, content, **storages):
    with zipfile.ZipFile(FOLDER / name, "w", zipfile.ZIP_STORED) as file:
        info = lambda entry: zipfile.ZipInfo(f"archive/{entry}", (2000, 1, 1, 0, 0, 0))
        file.writestr(info("data.pkl"), content)
        for key, data in storages.items():
            file.writestr(info(f"data/{key[1:]}"), data)


class Call:
    """Pickles as a call of a function."""

    def __init__(self, function, *arguments):
        self.call = function, arguments

    def __reduce__(self):
        return self.call


class Storing(pickle.Pickler):
    """Writes a tensor as torch does, with whatever sizes it is told."""

    def persistent_id(self, value):
        return value.call[1] if isinstance(value, Call) and value.call[0] == "storage" else None


def tensor_pickle(shape, strides, offset=0, length=4, name="storage"):
    storage = Call("storage", name, torch.FloatStorage, "0", "cpu", length)
    stream = io.BytesIO()
    arguments = (storage, offset, shape, strides, False, collections.OrderedDict())
    Storing(stream, 2).dump({"logit_scale": Call(torch._utils._rebuild_tensor_v2, *arguments)})
    return stream.getvalue()


def write_hostile():
    dump = lambda value, protocol=2: pickle.dumps({"logit_scale": value}, protocol)
    archive("hostile-system.pth", dump(Call(os.system, "echo pickled")))
    archive("hostile-system-4.pth", dump(Call(os.system, "echo pickled"), 4))
    archive("hostile-eval.pth", dump(Call(eval, "1")))
    archive("hostile-popen.pth", dump(Call(subprocess.Popen, ["true"])))
    archive("hostile-getattr.pth", dump(Call(getattr, Call(__import__, "os"), "system")))
    archive("hostile-class.pth", dump(collections.OrderedDict))
    archive("hostile-import.pth", b"\x80\x02cos\nsystem\n.")
    archive("hostile-buffer.pth", b"\x80\x05\x97.")
    archive("hostile-extension.pth", b"\x80\x02\x82\x01.")
    data = struct.pack("<4f", 1, 2, 3, 4)
    archive("hostile-repeated.pth", tensor_pickle((2**40,), (0,)), k0=data)
    archive("hostile-outside.pth", tensor_pickle((4,), (1,), offset=1), k0=data)
    archive("hostile-negative.pth", tensor_pickle((4,), (-1,), offset=3), k0=data)
    archive("hostile-long-storage.pth", tensor_pickle((4,), (1,), length=2**40), k0=data)
    archive("hostile-other-id.pth", tensor_pickle((4,), (1,), name="file"), k0=data)
    archive("hostile-deep.pth", b"\x80\x02}X\x0b\x00\x00\x00logit_scale" + b"(" * 200_000 + b"t" * 200_000 + b"s.")
    laughs = [1]
    for _ in range(60):
        laughs = [laughs] * 10
    archive("hostile-laughs.pth", dump(laughs))
    with zipfile.ZipFile(FOLDER / "hostile-bomb.pth", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr(zipfile.ZipInfo("archive/data.pkl", (2000, 1, 1, 0, 0, 0)), bytes(2**20), zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.pth"):
        old.unlink()
    torch.manual_seed(SEED)
    expected = {}
    write_official(expected)
    write_dtypes(expected)
    write_hostile()
    save_file(expected, FOLDER / "checkpoints.safetensors")
    print(len(expected), "tensors,", len(list(FOLDER.glob("*.pth"))), "checkpoints")
