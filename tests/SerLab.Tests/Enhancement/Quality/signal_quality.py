"""SI-SDR, segmental SNR, log-spectral distance and STOI with NumPy, written from the papers alone and in another way than SerLab's: an independent judge.

usage: signal_quality.py CLEAN.wav PROCESSED.wav [CLEAN.wav PROCESSED.wav ...]     (32-bit float, one channel) -> JSON, one object per pair
"""
import json
import sys

import numpy as np
from scipy.io import wavfile
from scipy.signal import resample_poly


def si_sdr(s, e):  # Le Roux et al. 2019, eq. 3, on signals of mean zero
    s, e = s - s.mean(), e - e.mean()
    target = (e @ s) / (s @ s) * s
    return 10 * np.log10(np.sum(target**2) / np.sum((target - e) ** 2))


def frames(x, length, hop):
    return np.lib.stride_tricks.sliding_window_view(x, length)[::hop]


def hann_inside(n):  # without the zeros at the ends
    return np.hanning(n + 2)[1:-1]


def segmental_snr(s, e, rate):  # Loizou 2013
    n = int(round(0.03 * rate))
    w = hann_inside(n)
    speech = np.sum((frames(s, n, n // 4) * w) ** 2, axis=1)
    error = np.sum((frames(s - e, n, n // 4) * w) ** 2, axis=1)
    return np.mean(np.clip(10 * np.log10((speech + 1e-20) / (error + 1e-20)), -10, 35))


def log_spectral_distance(s, e, rate):  # Cohen 2002
    n = 2 ** int(round(np.log2(0.032 * rate)))
    w = np.hanning(n + 1)[:-1]
    p, q = (np.abs(np.fft.rfft(frames(x, n, n // 2) * w)) ** 2 for x in (s, e))
    floor = p.max() * 1e-5
    p, q = (10 * np.log10(np.maximum(x, floor)) for x in (p, q))
    return np.mean(np.sqrt(np.mean((p - q) ** 2, axis=1)))


def stoi(s, e, rate):  # Taal et al. 2011
    if rate != 10000:
        g = np.gcd(rate, 10000)
        s, e = (resample_poly(x, 10000 // g, rate // g, window=("kaiser", 12.0)) for x in (s, e))
    w = hann_inside(256)
    fs, fe = (frames(x, 256, 128) * w for x in (s, e))
    level = 20 * np.log10(np.linalg.norm(fs, axis=1) + 1e-30)
    loud = level > level.max() - 40
    kept = []
    for f in (fs[loud], fe[loud]):
        x = np.zeros(128 * (len(f) - 1) + 256)
        for i, part in enumerate(f):
            x[128 * i:128 * i + 256] += part
        kept.append(np.abs(np.fft.rfft(frames(x, 256, 128) * w, 512)) ** 2)
    centres = 150 * 2 ** (np.arange(15) / 3)
    hz = np.arange(257) * 10000 / 512
    low = [np.argmin(np.abs(hz - c * 2 ** (-1 / 6))) for c in centres]
    high = [np.argmin(np.abs(hz - c * 2 ** (1 / 6))) for c in centres]
    x, y = (np.array([np.sqrt(k[:, a:b].sum(axis=1)) for a, b in zip(low, high)]) for k in kept)
    scores = []
    for m in range(30, x.shape[1] + 1):
        a, b = x[:, m - 30:m], y[:, m - 30:m]
        b = b * np.linalg.norm(a, axis=1, keepdims=True) / np.linalg.norm(b, axis=1, keepdims=True)
        b = np.minimum(b, a * (1 + 10 ** (15 / 20)))
        a, b = a - a.mean(axis=1, keepdims=True), b - b.mean(axis=1, keepdims=True)
        scores.append(np.sum(a * b, axis=1) / (np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)))
    return np.mean(scores)


judged = []
for clean_path, processed_path in zip(sys.argv[1::2], sys.argv[2::2]):
    rate, clean = wavfile.read(clean_path)
    _, processed = wavfile.read(processed_path)
    clean, processed = clean.astype(float), processed.astype(float)
    judged.append({
        "si_sdr": si_sdr(clean, processed),
        "segmental_snr": segmental_snr(clean, processed, rate),
        "log_spectral_distance": log_spectral_distance(clean, processed, rate),
        "stoi": stoi(clean, processed, rate),
    })
print(json.dumps(judged))
