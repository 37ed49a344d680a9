"""Makes predictions.json, what the tests of lib/evaluation compare with.

Not part of the tests: run once, with scikit-learn 1.9.1, statsmodels 0.15.0, SciPy 1.17.1 and NumPy
2.4.6, as `python make_references.py`.
"""
import json

import numpy as np
import scipy.optimize
import scipy.special
import sklearn.calibration
import sklearn.metrics as metrics
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import proportion_confint

DIGITS = list(range(10))
rng = np.random.default_rng(20)


def draw(labels, strength):
    """Softmax outputs of six decimals that favour the label, more or less, and add up to 1."""
    logits = rng.normal(0, 1.5, (len(labels), 10))
    logits[np.arange(len(labels)), labels] += strength * rng.uniform(0.2, 2, len(labels))
    return round_rows(scipy.special.softmax(logits, axis=1))


def round_rows(p):
    p = p.round(6)
    p[np.arange(len(p)), p.argmax(axis=1)] += 1 - p.sum(axis=1)
    return p.round(6)


def evaluate(labels, p):
    read = p.argmax(axis=1)
    correct = int((read == labels).sum())
    per_class = metrics.precision_recall_fscore_support(labels, read, labels=DIGITS, zero_division=0)
    macro = metrics.precision_recall_fscore_support(labels, read, average="macro", zero_division=0)
    return {
        "n": len(labels),
        "accuracy": metrics.accuracy_score(labels, read),
        "accuracyInterval": proportion_confint(correct, len(labels), method="wilson"),
        "loss": metrics.log_loss(labels, p, labels=DIGITS),
        "precision": macro[0],
        "recall": macro[1],
        "f1": macro[2],
        "perClass": [
            dict(zip(["label", "precision", "recall", "f1", "support"], [d, *row]))
            for d, row in enumerate(zip(*(column.tolist() for column in per_class)))
        ],
        "confusion": metrics.confusion_matrix(labels, read, labels=DIGITS).tolist(),
    }


def calibrate(labels, p, strategy, bin_count):
    confidence = p.max(axis=1)
    right = (p.argmax(axis=1) == labels).astype(int)
    accuracy, mean = sklearn.calibration.calibration_curve(
        right, confidence, n_bins=bin_count, strategy=strategy)
    edges = (np.linspace(0, 1, bin_count + 1) if strategy == "uniform"
             else np.percentile(confidence, np.linspace(0, 100, bin_count + 1)))
    counts = np.bincount(np.searchsorted(edges[1:-1], confidence), minlength=bin_count)
    counts = counts[counts > 0]
    gaps = np.abs(accuracy - mean)
    return {
        "bins": [dict(zip(["accuracy", "meanConfidence", "count"], row))
                 for row in zip(accuracy.tolist(), mean.tolist(), counts.tolist())],
        "expectedCalibrationError": float((counts * gaps).sum() / counts.sum()),
        "maximumError": float(gaps.max()),
    }


def area_under_risk_coverage(labels, p):
    wrong = (p.argmax(axis=1) != labels)[np.argsort(-p.max(axis=1), kind="stable")]
    return float(np.mean(np.cumsum(wrong) / np.arange(1, len(labels) + 1)))


def fit_temperature(labels, p):
    logits = np.log(p)
    loss = lambda t: metrics.log_loss(labels, scipy.special.softmax(logits / t, axis=1), labels=DIGITS)
    found = scipy.optimize.minimize_scalar(loss, bounds=(0.05, 20), options={"xatol": 1e-9})
    return {"temperature": found.x, "loss": found.fun}


def compare(labels, p, q):
    right, other = p.argmax(axis=1) == labels, q.argmax(axis=1) == labels
    table = [[int((right & other).sum()), int((right & ~other).sum())],
             [int((~right & other).sum()), int((~right & ~other).sum())]]
    return {"onlyFirst": table[0][1], "onlySecond": table[1][0],
            "pValue": mcnemar(table, exact=True).pvalue}


def case(labels, p):
    return {"labels": labels.tolist(), "probabilities": p.ravel().tolist(),
            "report": evaluate(labels, p)}


labels = rng.integers(0, 10, 120)
p, q = draw(labels, 4), draw(labels, 3)
full = case(labels, p) | {
    "calibration": {"width": calibrate(labels, p, "uniform", 15),
                    "quantile": calibrate(labels, p, "quantile", 10)},
    "riskCoverageArea": area_under_risk_coverage(labels, p),
    "temperature": fit_temperature(labels, p),
    "secondProbabilities": case(labels, q)["probabilities"],
    "comparison": compare(labels, p, q),
}
# No 4 and no 7 among the labels, and 7 is never read either.
few = rng.choice([0, 1, 2, 3, 5, 6, 8, 9], 30)
r = draw(few, 2)
r[:, 7] = 0
r = round_rows(r / r.sum(axis=1, keepdims=True))
wilson = [[k, n, *proportion_confint(k, n, method="wilson")]
          for k, n in [(0, 1), (1, 1), (0, 10), (7, 10), (9950, 10000), (10000, 10000)]]
with open("predictions.json", "w") as file:
    json.dump({"madeBy": "make_references.py", "full": full, "absent": case(few, r), "wilson": wilson},
              file)
    file.write("\n")
