"""Makes the ONNX models that the tests of @disalign/onnx read, and what onnxruntime gives for them.

python make_models.py [FOLDER]; needs torch, onnx, onnxscript, onnxruntime, numpy, safetensors.
"""

import json
import logging
import pathlib
import sys
import warnings

import numpy
import onnx
import onnxruntime
import torch
from onnxruntime import quantization
from safetensors.numpy import save_file

import node_models
import torch_models

SEED = 7
DEFAULT = pathlib.Path(__file__).parents[2] / "packages/onnx/src/fixtures/models"
IMAGE = (2, 3, 32, 32)


def main(folder):
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    entries = [*torch_entries(folder), *node_entries(folder), *quantized_entries(folder), external_entry(folder)]
    for entry in entries:
        onnx.checker.check_model(str(folder / entry["file"]), full_check=True)
        write_outputs(folder, entry)
    (folder / "models.json").write_text(json.dumps(entries, indent=2) + "\n")


def write_outputs(folder, entry):
    """Inputs, and the outputs with them, as safetensors."""
    session = onnxruntime.InferenceSession(str(folder / entry["file"]), providers=["CPUExecutionProvider"])
    (source,) = session.get_inputs()
    values = numpy.random.default_rng(SEED).standard_normal(entry.pop("input")).astype(entry.pop("dtype", "float32"))
    outputs = session.run(None, {source.name: values})
    tensors = {f"output.{info.name}": value for info, value in zip(session.get_outputs(), outputs)}
    save_file({f"input.{source.name}": values, **tensors}, folder / entry["file"].replace(".onnx", ".safetensors"))


def torch_entries(folder):
    yield export(folder, "resnet-torchscript", torch_models.ResNet(), IMAGE, opset=17, dynamo=False, classes=10, size=16)
    yield export(folder, "mobilenet-opset-11", torch_models.MobileNet(), IMAGE, opset=11, dynamo=False, classes=7, size=24)
    yield export(folder, "vit-dynamo", torch_models.ViT(), IMAGE, opset=20, dynamo=True, classes=9, size=16)
    yield export(folder, "convnext-dynamo", torch_models.ConvNeXt(), IMAGE, opset=18, dynamo=True, classes=11, size=16)
    cosine = {"classes": 8, "size": 16, "cosine": True}
    yield export(folder, "cosine-torchscript", torch_models.Cosine(), IMAGE, opset=14, dynamo=False, **cosine)
    yield export(folder, "cosine-dynamo", torch_models.Cosine(), IMAGE, opset=18, dynamo=True, **cosine)
    yield export(folder, "fcn-torchscript", torch_models.FCN(), IMAGE, opset=13, dynamo=False, classes=6, size=16)
    yield export(folder, "segformer-dynamo", torch_models.SegFormer(), IMAGE, opset=18, dynamo=True, classes=5, size=12)
    regions = (5, 3, 7, 7)
    last = {"classes": 7, "size": 20, "background": "last"}
    yield export(folder, "box-head-detectron2", torch_models.BoxHead(), regions, opset=16, dynamo=False, **last)
    first = {**last, "background": "first"}
    head = torch_models.BoxHead(softmax=False)
    yield export(folder, "box-head-torchvision", head, regions, opset=18, dynamo=True, **first)
    half = torch_models.ResNet()
    yield export(folder, "resnet-float16", half, IMAGE, opset=17, dynamo=False, classes=10, size=16, half=True)


def export(folder, name, model, shape, *, opset, dynamo, classes, size, half=False, cosine=False, background="none"):
    torch.manual_seed(SEED)
    for parameter in model.parameters():
        parameter.data.uniform_(-0.5, 0.5) if parameter.dim() > 1 else None
    sample = torch.randn(shape)
    model = torch_models.settle(model, sample)
    if half:
        model, sample = model.half(), sample.half()
    names = {"input_names": ["input"], "opset_version": opset, "dynamo": dynamo}
    axes = {"dynamic_shapes": ({0: torch.export.Dim("batch")},)} if dynamo else {"dynamic_axes": {"input": {0: "batch"}}}
    path = folder / f"{name}.onnx"
    torch.onnx.export(model, (sample,), str(path), external_data=False, verbose=False, **names, **axes)
    strip(path)
    entry = {"file": path.name, "classes": classes, "featureSize": size, "background": background, "input": shape}
    return {**entry, "isCosine": cosine, **({"dtype": "float16"} if half else {})}


def strip(path):
    """Stack traces of the machine that exported."""
    model = onnx.load(path)
    for node in model.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    for value in (*model.graph.value_info, *model.graph.input, *model.graph.output):
        del value.metadata_props[:]
    onnx.save(model, path)


def node_entries(folder):
    draw = numpy.random.default_rng(SEED)
    random = lambda *shape: (draw.standard_normal(shape) / 2).astype(numpy.float32)
    newest = min(onnx.defs.onnx_opset_version(), NEWEST_OPSET)
    models = {
        "caffe-opset-7-ir-3": (node_models.caffe_style(random), (2, 3, 16, 16), 8, 12),
        "keras-tf2onnx": (node_models.keras_style(random), (2, 16, 16, 3), 9, 14),
        "newest-opset": (node_models.newest(random, newest, NEWEST_IR), (3, 3, 4, 4), 6, 16),
        "map-channels-last": (node_models.last_axis_map(random), (1, 3, 24, 16), 5, 10),
        "mixed-precision": (node_models.mixed_precision(random), (2, 3, 16, 16), 6, 12),
        "float64": (node_models.double_precision(random), (3, 7), 4, 7),
        "detector": (node_models.detector(random), (1, 3, 32, 32), 4, 12),
    }
    for name, (model, shape, classes, size) in models.items():
        onnx.save(model, folder / f"{name}.onnx")
        more = {"float64": {"dtype": "float64"}, "detector": {"background": "first"}}
        yield plain(name, shape, classes, size, **more.get(name, {}))


# The newest that onnxruntime 1.30 takes.
NEWEST_OPSET, NEWEST_IR = 26, 13


def plain(name, shape, classes, size, **more):
    entry = {"file": f"{name}.onnx", "classes": classes, "featureSize": size, "background": "none", "input": shape}
    return {**entry, "isCosine": False, **more}


class Readings(quantization.CalibrationDataReader):
    def __init__(self):
        draw = numpy.random.default_rng(SEED)
        self.batches = iter([{"input": draw.standard_normal(IMAGE).astype(numpy.float32)} for _ in range(4)])

    def get_next(self):
        return next(self.batches, None)


def quantized_entries(folder):
    source = folder / "resnet-torchscript.onnx"
    formats = {"qdq": quantization.QuantFormat.QDQ, "qoperator": quantization.QuantFormat.QOperator}
    for name, form in formats.items():
        path = folder / f"resnet-quantized-{name}.onnx"
        quantization.quantize_static(source, path, Readings(), quant_format=form)
        yield plain(path.stem, IMAGE, 10, 16)
    source = folder / "keras-tf2onnx.onnx"
    path = folder / "keras-quantized-dynamically.onnx"
    quantization.quantize_dynamic(source, path, op_types_to_quantize=["MatMul"])
    yield plain(path.stem, (2, 16, 16, 3), 9, 14)


def external_entry(folder):
    model = onnx.load(folder / "resnet-torchscript.onnx")
    onnx.save(
        model,
        folder / "external-data.onnx",
        save_as_external_data=True,
        location="external-data.bin",
        size_threshold=64,
    )
    return plain("external-data", IMAGE, 10, 16)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT)
