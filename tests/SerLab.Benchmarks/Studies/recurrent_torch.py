"""PyTorch's own LSTM for study recurrent-torch: learns one fold's labelled rows, stops early by those held in, and writes log posteriors of the rows without a label.
Arguments: folder with steps.npy [steps x features], offsets.npy [rows + 1], labels.npy [rows] (-1 where a row is to be predicted) and held.npy [rows] (1 where a row only
watches); number of classes; seed; file to write, [predicted rows x classes]. Epochs go to standard error, one line at the end to standard output."""
import math, os, sys, time
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy as np
import torch
from torch import nn

# Set before the first run and not changed since; some values are our defaults, which were chosen with this corpus at hand.
HIDDEN, LAYERS, DROPOUT = 128, 2, 0.4
EPOCHS, PATIENCE, BATCH, BATCHES_PER_POOL = 25, 10, 32, 8
RATE, DECAY, SMOOTHING, MOST_NORM = 1e-3, 1e-2, 0.1, 1.0


class Net(nn.Module):
    def __init__(self, features, classes):
        super().__init__()
        self.lstm = nn.LSTM(features, HIDDEN, LAYERS, dropout=DROPOUT, bidirectional=True)
        self.attention = nn.Linear(2 * HIDDEN, 1)
        self.head = nn.Sequential(nn.Dropout(DROPOUT), nn.Linear(2 * HIDDEN, classes))

    def forward(self, sequences):  # packed, so that the backward direction starts at each sequence's own end
        outputs, lengths = nn.utils.rnn.pad_packed_sequence(self.lstm(nn.utils.rnn.pack_sequence(sequences, enforce_sorted=False))[0])
        padding = torch.arange(len(outputs))[:, None] >= lengths
        shares = torch.softmax(self.attention(outputs)[..., 0].masked_fill(padding, -math.inf), 0)
        return self.head((shares[..., None] * outputs).sum(0))


def batches(rows):
    """Rows in batches of similar length, the longest first."""
    falling = sorted(rows, key=lambda row: -len(sequences[row]))
    return [falling[i:i + BATCH] for i in range(0, len(falling), BATCH)]


def drawn_batches(rows):
    """An epoch's batches: shuffled, sorted by length a pool at a time, shuffled again."""
    order, pool = rng.permutation(rows), BATCH * BATCHES_PER_POOL
    cut = [batch for i in range(0, len(order), pool) for batch in batches(order[i:i + pool])]
    rng.shuffle(cut)
    return cut


def logits(rows):
    """Logits in the order of the rows, nothing hidden."""
    net.eval()
    with torch.no_grad():
        found = {row: values for batch in batches(rows) for row, values in zip(batch, net([sequences[row] for row in batch]))}
    return torch.stack([found[row] for row in rows])


def learn(rows):
    """One pass; the mean loss of its batches."""
    net.train()
    total, cut = 0.0, drawn_batches(rows)
    for batch in cut:
        optimiser.zero_grad()
        loss = smoothed(net([sequences[row] for row in batch]), labels[batch])
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), MOST_NORM)
        optimiser.step()
        schedule.step()
        total += loss.item() / len(cut)
    return total


folder, classes, seed, destination = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
steps, offsets, labels, held = (np.load(f"{folder}/{name}.npy") for name in ("steps", "offsets", "labels", "held"))
torch.set_num_threads(1)
torch.manual_seed(seed)
rng = np.random.default_rng(seed)
sequences = [torch.from_numpy(steps[first:last]) for first, last in zip(offsets, offsets[1:])]
learning, watching, unknown = (np.flatnonzero(rows) for rows in ((labels >= 0) & (held == 0), (labels >= 0) & (held == 1), labels < 0))
counts = np.bincount(labels[labels >= 0], minlength=classes)
weights = torch.tensor(counts.sum() / (classes * counts), dtype=torch.float32)
labels = torch.from_numpy(labels)
smoothed, plain = nn.CrossEntropyLoss(weights, label_smoothing=SMOOTHING), nn.CrossEntropyLoss(weights)

net = Net(steps.shape[1], classes)
optimiser = torch.optim.AdamW(net.parameters(), RATE, weight_decay=DECAY)
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, EPOCHS * -(-len(learning) // BATCH))
best, best_epoch = math.inf, 0
for epoch in range(1, EPOCHS + 1):
    wall, cpu = time.perf_counter(), time.process_time()
    train_loss, loss = learn(learning), plain(logits(watching), labels[watching]).item()
    print(f"  epoch {epoch}: training loss {train_loss:.3f}, held in {loss:.3f}, {time.process_time() - cpu:.1f} CPU s, {time.perf_counter() - wall:.1f} s", file=sys.stderr, flush=True)
    if loss < best:
        best, best_epoch, kept = loss, epoch, {name: value.clone() for name, value in net.state_dict().items()}
    if epoch - best_epoch >= PATIENCE:
        break

net.load_state_dict(kept)
with open(destination + ".part", "wb") as file:
    np.save(file, torch.log_softmax(logits(unknown), 1).numpy())
os.replace(destination + ".part", destination)
parameters = sum(value.numel() for value in net.parameters())
print(f"  {parameters} weights, {len(learning)} rows, best of {epoch} epochs {best_epoch}: held-in loss {best:.3f}, {time.process_time():.0f} CPU s", flush=True)
