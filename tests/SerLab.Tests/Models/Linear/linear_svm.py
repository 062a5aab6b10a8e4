"""An independent solver of the machines of linear-svm: scikit-learn's LinearSVC (LIBLINEAR).

Reads a problem from standard input: "loss C bias-scale", then one line per row: "sign weight x1 x2 ...".
Prints the objective |w|^2 / 2 + sum C_i loss_i at its solution, then the weights, the bias column's last."""
import sys

import numpy as np
from sklearn.svm import LinearSVC

loss, c, scale = sys.stdin.readline().split()
data = np.array([[float(word) for word in line.split()] for line in sys.stdin])
sign, weight, rows = data[:, 0], data[:, 1], data[:, 2:]
machine = LinearSVC(loss=loss, C=float(c), intercept_scaling=float(scale), dual=True, tol=1e-10, max_iter=1000000)
machine.fit(rows, sign, sample_weight=weight)
w = np.append(machine.coef_[0], machine.intercept_[0] / float(scale))
lack = np.maximum(0, 1 - sign * (np.column_stack([rows, np.full(len(rows), float(scale))]) @ w))
print(repr(float(w @ w / 2 + float(c) * weight @ (lack**2 if loss == "squared_hinge" else lack))))
print(" ".join(repr(float(value)) for value in w))
