"""scikit-learn's LinearSVC (LIBLINEAR) for study linear-svm: one problem of two classes, CPU seconds of this process.

Arguments: file of little-endian single-precision rows, then one sign per row; rows; columns; C. Prints per solver: name, seconds, objective."""
import os
import sys
import time
import warnings

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
from sklearn.svm import LinearSVC

rows, columns, cost = int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
values = np.fromfile(sys.argv[1], "<f4")
x, y = values[: rows * columns].reshape(rows, columns).astype(np.float64), values[rows * columns :]
warnings.simplefilter("ignore")
for name, dual in (("dual", True), ("primal", False)):
    machine = LinearSVC(C=cost, dual=dual)
    start = time.process_time()
    machine.fit(x, y)
    seconds = time.process_time() - start
    w, b = machine.coef_[0], machine.intercept_[0]
    print(name, seconds, (w @ w + b * b) / 2 + cost * np.sum(np.maximum(0, 1 - y * (x @ w + b)) ** 2))
