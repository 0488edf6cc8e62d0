"""Files that Python writes, for the readers and writers of @disalign/core to meet byte for byte.

    pip install numpy==2.4.6 safetensors==0.8.0 ml_dtypes==0.6.0 && python tools/goldens/make_file_fixtures.py

Every array holds small integers that each dtype represents exactly: element i of an array is (i * 7) % 11 - 3,
taken modulo 2 for bool and with its sign dropped for uint8. The tests rebuild them by that rule.
"""

import pathlib

import ml_dtypes
import numpy as np
from safetensors import TensorSpec, serialize
from safetensors.numpy import save_file

FOLDER = pathlib.Path(__file__).parents[2] / "packages/core/src/files/fixtures"

DTYPES = {
    "F64": np.float64,
    "F32": np.float32,
    "F16": np.float16,
    "I64": np.int64,
    "I32": np.int32,
    "I16": np.int16,
    "I8": np.int8,
    "U8": np.uint8,
    "BOOL": np.bool_,
}
SHAPE = (2, 3, 4)


def values(dtype, shape):
    count = int(np.prod(shape, dtype=np.int64))
    integers = np.array([(i * 7) % 11 - 3 for i in range(count)], dtype=np.int64)
    if dtype == np.bool_:
        integers = integers % 2
    if dtype == np.uint8:
        integers = np.abs(integers)
    return integers.astype(dtype).reshape(shape)


def write_npy(name, array, version=(1, 0)):
    with open(FOLDER / name, "wb") as file:
        np.lib.format.write_array(file, array, version=version)


def main():
    FOLDER.mkdir(exist_ok=True)
    tensors = {f"x.{name.lower()}": values(dtype, SHAPE) for name, dtype in DTYPES.items()}
    tensors["scalar"] = values(np.float32, ())
    tensors["empty"] = values(np.int64, (0, 5))
    tensors["größe"] = values(np.int16, (3,))
    save_file(tensors, FOLDER / "every-dtype.safetensors", metadata={"form": "blend"})

    # NumPy has no bfloat16: its bits are the upper half of a float32.
    bits = (values(np.float32, SHAPE).view(np.uint32) >> 16).astype(np.uint16)
    spec = TensorSpec(dtype="bfloat16", shape=SHAPE, data_ptr=bits.ctypes.data, data_len=bits.nbytes)
    (FOLDER / "bfloat16.safetensors").write_bytes(serialize({"x": spec}, None))

    for name, dtype in DTYPES.items():
        write_npy(f"{name.lower()}.npy", values(dtype, SHAPE))
    write_npy("scalar.npy", values(np.float32, ()))
    write_npy("vector.npy", values(np.float32, (5,)))
    write_npy("empty.npy", values(np.float32, (0, 5)))
    write_npy("fortran.npy", np.asfortranarray(values(np.float32, SHAPE)))
    write_npy("version-2.npy", values(np.float32, SHAPE), version=(2, 0))
    write_npy("version-3.npy", values(np.float32, SHAPE), version=(3, 0))

    refused = {
        "big-endian": values(np.float32, SHAPE).astype(">f4"),
        "complex": values(np.float32, SHAPE).astype(np.complex64),
        "unicode": np.array(["cat", "dog"]),
        "bytes": np.array([b"cat", b"dog"]),
        "object": np.array([1, "two"], dtype=object),
        "structured": np.array([(1, 2.0)], dtype=[("label", "i4"), ("score", "f4")]),
        "datetime": np.array(["2022-03-04"], dtype="datetime64[D]"),
        "unsigned": np.array([1, 2], dtype=np.uint16),
    }
    for name, array in refused.items():
        write_npy(f"refused-{name}.npy", array)

    arrays = {"features": values(np.float32, (4, 3)), "labels": values(np.int64, (4,))}
    np.savez(FOLDER / "stored.npz", **arrays)
    np.savez_compressed(FOLDER / "deflated.npz", **arrays)

    write_rounding()


def write_rounding():
    """Numbers that are halves, lie half-way between two, or anywhere; and their roundings to half and to bfloat16."""
    generator = np.random.default_rng(5)
    ties = np.arange(0, 0x7C00, 97, dtype=np.uint16).view(np.float16).astype(np.float32)
    spread = (generator.standard_normal(400) * 10.0 ** generator.integers(-9, 6, 400)).astype(np.float32)
    halfway = (ties[:-1] + np.nextafter(ties[:-1].astype(np.float16), np.float16(np.inf)).astype(np.float32)) / 2
    special = np.array([0, -0.0, np.inf, -np.inf, 65504, 65519.996, 65520, 5.96e-8, 2.98e-8, 2.9802322e-8, 3.4e38], np.float32)
    inputs = np.concatenate([ties, halfway, spread, -spread, special])
    with np.errstate(over="ignore"):
        halves = inputs.astype(np.float16).view(np.uint16)
    brains = inputs.astype(ml_dtypes.bfloat16).view(np.uint16)
    write_npy("rounding-float32.npy", inputs)
    write_npy("rounding-float16-bits.npy", halves.astype(np.int32))
    write_npy("rounding-bfloat16-bits.npy", brains.astype(np.int32))


if __name__ == "__main__":
    main()
