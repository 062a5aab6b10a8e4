"""F statistics, mRMR by its definition, and L1 machines of scikit-learn."""
import json
import sys

import numpy as np
from sklearn.feature_selection import f_classif
from sklearn.svm import LinearSVC

question = json.load(open(sys.argv[1]))
x, y = np.array(question["rows"], dtype=float), np.array(question["labels"])
f = f_classif(x, y)[0]
correlation = np.abs(np.corrcoef(x.T))


def mrmr(score):
    kept = [int(np.argmax(f))]
    while len(kept) < question["count"]:
        value = score(f, correlation[:, kept].mean(axis=1))
        value[kept] = -np.inf
        kept.append(int(np.argmax(value)))
    return kept


def l1(weights):
    machines = []
    for c in range(max(y) + 1):
        machine = LinearSVC(penalty="l1", loss="squared_hinge", dual=False, C=question["c"], class_weight=weights, tol=1e-8, max_iter=100_000, random_state=1)
        machine.fit(x - x.mean(axis=0), y == c)
        machines.append(list(machine.coef_[0]) + [machine.intercept_[0]])
    return machines


print(json.dumps(dict(f=list(f), quotient=mrmr(lambda a, b: a / np.maximum(b, 0.001)), difference=mrmr(lambda a, b: a - b), plain=l1(None), balanced=l1("balanced"))))
