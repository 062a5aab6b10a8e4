"""Temperature and Dirichlet calibration by SciPy's minimisers on the formulas of the papers, isotonic regression by scikit-learn."""
import json
import sys

import numpy as np
from scipy.optimize import minimize, minimize_scalar
from scipy.special import log_softmax
from sklearn.isotonic import IsotonicRegression

question = json.load(open(sys.argv[1]))
logp, y = np.array(question["judged"]), np.array(question["labels"])
n, k = logp.shape
counts = np.bincount(y)
plain, balanced = np.full(n, 1 / n), 1 / (k * counts[y])


def temperature(share):
    return minimize_scalar(lambda t: -(share * log_softmax(logp / t, axis=1)[range(n), y]).sum(), bounds=(0.1, 10), method="bounded", options=dict(xatol=1e-12)).x


def dirichlet(share):
    off = ~np.eye(k, dtype=bool)

    def loss(flat):
        w, b = flat[: k * k].reshape(k, k), flat[k * k:]
        data = -(share * log_softmax(logp @ w.T + b, axis=1)[range(n), y]).sum()
        lam = question["off_diagonal"] / (k * (k - 1))
        return data + lam * (w[off] ** 2).sum() + 0.01 * lam * ((np.diag(w) - 1) ** 2).sum() + question["intercept"] / k * (b ** 2).sum()

    best = minimize(loss, np.concatenate([np.eye(k).ravel(), np.zeros(k)]), method="BFGS", options=dict(gtol=1e-8, maxiter=2000))
    w, b = best.x[: k * k].reshape(k, k), best.x[k * k:]
    return np.column_stack([w, b]).ravel().tolist()


points = np.array(question["points"])
curve = IsotonicRegression(out_of_bounds="clip").fit(points[:, 0], points[:, 1], sample_weight=points[:, 2])
print(json.dumps(dict(
    temperature=[temperature(plain), temperature(balanced)], dirichlet=dirichlet(plain), dirichlet_balanced=dirichlet(balanced),
    isotonic=curve.predict(np.array(question["grid"])).tolist())))
