"""NumPy's single-precision matrix product for study gemm: the shapes and blocks of ../shared/peers/numpy_gemm.py, timed in processor seconds of this process.

Prints the BLAS library and the kernel it chose, then one line per shape: shape, GFLOP/s (median of seven blocks)."""
import ctypes
import os
import sys
import time

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np

np.ones((64, 64), np.float32) @ np.ones((64, 64), np.float32)
library = next((line.split()[-1] for line in open("/proc/self/maps") if "openblas" in line and "lapack" not in line and "libblas" not in line), None)
if library is None:
    print("blas not-OpenBLAS none")
else:
    blas = ctypes.CDLL(library)
    blas.openblas_get_corename.restype = ctypes.c_char_p
    print("blas", os.path.basename(library), blas.openblas_get_corename().decode())

rng = np.random.default_rng(1)
for shape in sys.argv[1:]:
    m, k, n = map(int, shape.split("x"))
    a, b = rng.random((m, k), dtype=np.float32), rng.random((k, n), dtype=np.float32)
    c = a @ b
    repeats, seconds = max(5, int(2e9 / (2 * m * k * n))), []
    for _ in range(7):
        start = time.process_time()
        for _ in range(repeats):
            np.matmul(a, b, out=c)
        seconds.append((time.process_time() - start) / repeats)
    print(shape, 2e-9 * m * k * n / sorted(seconds)[3])
