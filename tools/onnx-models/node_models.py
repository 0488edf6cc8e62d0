"""Models written node by node, as other exporters and older versions wrote them."""

import numpy
from onnx import TensorProto, helper, numpy_helper

FLOAT = TensorProto.FLOAT


def stored(name, values):
    return numpy_helper.from_array(numpy.asarray(values), name)


def model(nodes, initializers, outputs, *, inputs, opset, ir, producer, doc=""):
    """A checked-to-be model; before IR version 4 the stored tensors are inputs too."""
    infos = [helper.make_tensor_value_info(*entry) for entry in inputs]
    if ir < 4:
        infos += [helper.make_tensor_value_info(t.name, t.data_type, t.dims) for t in initializers]
    graph = helper.make_graph(
        nodes, "graph", infos, [helper.make_tensor_value_info(*entry) for entry in outputs], initializers
    )
    return helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid("", opset)],
        ir_version=ir,
        producer_name=producer,
        producer_version="1",
        doc_string=doc,
    )


def caffe_style(random):
    """Opset 7, IR version 3: pooled, transposed weight, MatMul, Add, Softmax."""
    weight, bias, kernel = random(8, 12), random(8), random(12, 3, 3, 3)
    nodes = [
        helper.make_node("Conv", ["data", "kernel"], ["conv"], "conv", strides=[2, 2], pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["conv"], ["relu"], "relu"),
        helper.make_node("GlobalAveragePool", ["relu"], ["pool"], "pool"),
        helper.make_node("Flatten", ["pool"], ["flat"], "flat"),
        helper.make_node("Transpose", ["weight"], ["weight_t"], perm=[1, 0]),
        helper.make_node("MatMul", ["flat", "weight_t"], ["product"]),
        helper.make_node("Add", ["product", "bias"], ["scores"]),
        helper.make_node("Softmax", ["scores"], ["prob"], "prob", axis=1),
    ]
    initializers = [stored("kernel", kernel), stored("weight", weight), stored("bias", bias)]
    return model(
        nodes,
        initializers,
        [("prob", FLOAT, [2, 8])],
        inputs=[("data", FLOAT, [2, 3, 16, 16])],
        opset=7,
        ir=3,
        producer="caffe2-onnx",
    )


def keras_style(random):
    """Opset 15, channels last at the door, MatMul and Add, Softmax, as tf2onnx writes Keras models."""
    nodes = [
        helper.make_node("Transpose", ["image"], ["nchw"], "transpose", perm=[0, 3, 1, 2]),
        helper.make_node("Conv", ["nchw", "kernel", "kernel_bias"], ["conv"], "conv2d", strides=[2, 2]),
        helper.make_node("Relu", ["conv"], ["relu"], "relu"),
        helper.make_node("ReduceMean", ["relu"], ["pool"], "pool", axes=[2, 3], keepdims=0),
        helper.make_node("MatMul", ["pool", "dense/MatMul/ReadVariableOp:0"], ["dense/MatMul:0"], "dense/MatMul"),
        helper.make_node("Add", ["dense/MatMul:0", "dense/bias:0"], ["dense/BiasAdd:0"], "dense/BiasAdd"),
        helper.make_node("Softmax", ["dense/BiasAdd:0"], ["predictions"], "dense/Softmax"),
    ]
    initializers = [
        stored("kernel", random(14, 3, 3, 3)),
        stored("kernel_bias", random(14)),
        stored("dense/MatMul/ReadVariableOp:0", random(14, 9)),
        stored("dense/bias:0", random(9)),
    ]
    return model(
        nodes,
        initializers,
        [("predictions", FLOAT, ["batch", 9])],
        inputs=[("image", FLOAT, ["batch", 16, 16, 3])],
        opset=15,
        ir=8,
        producer="tf2onnx",
    )


def newest(random, opset, ir):
    """The newest operators: Gemm, Identity, LogSoftmax."""
    nodes = [
        helper.make_node("Flatten", ["x"], ["flat"]),
        helper.make_node("Gemm", ["flat", "w1", "b1"], ["hidden"], transB=1),
        helper.make_node("Gelu", ["hidden"], ["features"]),
        helper.make_node("Gemm", ["features", "w2", "b2"], ["logits"], "head", transB=1),
        helper.make_node("Identity", ["logits"], ["same"]),
        helper.make_node("LogSoftmax", ["same"], ["log_prob"], axis=-1),
    ]
    initializers = [
        stored("w1", random(16, 48)),
        stored("b1", random(16)),
        stored("w2", random(6, 16)),
        stored("b2", random(6)),
    ]
    return model(
        nodes,
        initializers,
        [("log_prob", FLOAT, ["n", 6])],
        inputs=[("x", FLOAT, ["n", 3, 4, 4])],
        opset=opset,
        ir=ir,
        producer="by hand",
    )


def last_axis_map(random):
    """A map with channels last: MatMul on [N, H, W, D], transposed and enlarged afterwards; weights in a Constant node."""
    weight = helper.make_node("Constant", [], ["weight"], value=stored("", random(10, 5)))
    nodes = [
        helper.make_node("Conv", ["x", "kernel"], ["map"], strides=[4, 4]),
        helper.make_node("Tanh", ["map"], ["tanh"]),
        helper.make_node("Transpose", ["tanh"], ["features"], perm=[0, 2, 3, 1]),
        weight,
        helper.make_node("MatMul", ["features", "weight"], ["product"]),
        helper.make_node("Add", ["bias", "product"], ["logits"]),
        helper.make_node("Transpose", ["logits"], ["planes"], perm=[0, 3, 1, 2]),
        helper.make_node("Resize", ["planes", "", "scales"], ["seg"], mode="linear"),
    ]
    initializers = [
        stored("kernel", random(10, 3, 4, 4)),
        stored("bias", random(5)),
        stored("scales", numpy.array([1, 1, 4, 4], numpy.float32)),
    ]
    return model(
        nodes,
        initializers,
        [("seg", FLOAT, [1, 5, "h", "w"])],
        inputs=[("x", FLOAT, [1, 3, "h", "w"])],
        opset=13,
        ir=7,
        producer="by hand",
    )


def mixed_precision(random):
    """A backbone in float16 and a head in float32."""
    half = lambda *shape: random(*shape).astype(numpy.float16)
    nodes = [
        helper.make_node("Cast", ["x"], ["x16"], to=TensorProto.FLOAT16),
        helper.make_node("Conv", ["x16", "kernel"], ["conv"], strides=[2, 2]),
        helper.make_node("Relu", ["conv"], ["relu"]),
        helper.make_node("GlobalAveragePool", ["relu"], ["pool"]),
        helper.make_node("Flatten", ["pool"], ["flat16"]),
        helper.make_node("Cast", ["flat16"], ["flat"], to=FLOAT),
        helper.make_node("Gemm", ["flat", "w", "b"], ["logits"], transB=1),
    ]
    initializers = [stored("kernel", half(12, 3, 3, 3)), stored("w", random(6, 12)), stored("b", random(6))]
    return model(
        nodes,
        initializers,
        [("logits", FLOAT, ["n", 6])],
        inputs=[("x", FLOAT, ["n", 3, 16, 16])],
        opset=16,
        ir=8,
        producer="by hand",
    )


def detector(random):
    """Six proposals of an image, what RoiAlign sees there, scores with the background first and deltas of every column, as torchvision's."""
    corners = [[0, 0, 8, 8], [8, 0, 24, 16], [16, 16, 32, 32], [0, 16, 16, 32], [4, 4, 28, 28], [20, 2, 31, 12]]
    nodes = [
        helper.make_node("Conv", ["image", "kernel", "kernel_bias"], ["conv"], strides=[2, 2], pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["conv"], ["map"]),
        helper.make_node("Identity", ["corners"], ["proposals"]),
        helper.make_node(
            "RoiAlign", ["map", "proposals", "zeros"], ["pooled"], output_height=2, output_width=2, spatial_scale=0.5
        ),
        helper.make_node("Flatten", ["pooled"], ["flat"]),
        helper.make_node("Gemm", ["flat", "fc.weight", "fc.bias"], ["hidden"], transB=1),
        helper.make_node("Relu", ["hidden"], ["box_features"]),
        helper.make_node("Gemm", ["box_features", "cls.weight", "cls.bias"], ["class_logits"], "cls_score", transB=1),
        helper.make_node("Gemm", ["box_features", "box.weight", "box.bias"], ["deltas"], "bbox_pred", transB=1),
        helper.make_node("Softmax", ["class_logits"], ["scores"], axis=1),
    ]
    initializers = [
        stored("kernel", random(6, 3, 3, 3)),
        stored("kernel_bias", random(6)),
        stored("corners", numpy.array(corners, numpy.float32)),
        stored("zeros", numpy.zeros(6, numpy.int64)),
        stored("fc.weight", random(12, 24)),
        stored("fc.bias", random(12)),
        stored("cls.weight", random(4, 12)),
        stored("cls.bias", random(4)),
        stored("box.weight", random(16, 12) / 10),
        stored("box.bias", random(16) / 10),
    ]
    return model(
        nodes,
        initializers,
        [("scores", FLOAT, [6, 4]), ("deltas", FLOAT, [6, 16])],
        inputs=[("image", FLOAT, [1, 3, "height", "width"])],
        opset=16,
        ir=8,
        producer="by hand",
    )


def double_precision(random):
    """float64 throughout."""
    wide = lambda *shape: random(*shape).astype(numpy.float64)
    nodes = [
        helper.make_node("Relu", ["x"], ["features"]),
        helper.make_node("Gemm", ["features", "w", "b"], ["logits"]),
    ]
    return model(
        nodes,
        [stored("w", wide(7, 4)), stored("b", wide(4))],
        [("logits", TensorProto.DOUBLE, ["n", 4])],
        inputs=[("x", TensorProto.DOUBLE, ["n", 7])],
        opset=14,
        ir=8,
        producer="by hand",
    )
