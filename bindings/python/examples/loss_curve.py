"""Draws the loss and the accuracy that train_iris printed.

    loss_curve.py PRINTED.txt PICTURE.svg
"""

import sys

WIDTH, HEIGHT, LEFT, TOP = 560, 300, 60, 20
CURVES = (("loss", 3, "#c0392b"), ("accuracy", 5, "#2471a3"))

rows = [line.split() for line in open(sys.argv[1]) if line.startswith("epoch")]
top = max(1, *(float(row[3]) for row in rows))


def x(epoch):
    return LEFT + WIDTH * (epoch - 1) / max(1, len(rows) - 1)


def y(value):
    return TOP + HEIGHT * (1 - value / top)


parts = [
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 30} {TOP + HEIGHT + 50}" '
    'font-family="sans-serif" font-size="13">',
    '<rect width="100%" height="100%" fill="white"/>',
]
for tick in range(0, 5):
    value = top * tick / 4
    parts.append(f'<path d="M{LEFT} {y(value):.1f}h{WIDTH}" stroke="#ddd"/>')
    parts.append(f'<text x="{LEFT - 8}" y="{y(value) + 4:.1f}" text-anchor="end">{value:.2f}</text>')
for epoch in (1, *range(20, len(rows) + 1, 20)):
    parts.append(f'<text x="{x(epoch):.1f}" y="{TOP + HEIGHT + 20}" text-anchor="middle">{epoch}</text>')
parts.append(f'<text x="{LEFT + WIDTH / 2}" y="{TOP + HEIGHT + 42}" text-anchor="middle">epoch</text>')
for line, (name, column, colour) in enumerate(CURVES):
    points = " ".join(f"{x(int(row[1])):.1f},{y(float(row[column])):.1f}" for row in rows)
    parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
    at = TOP + HEIGHT / 2 + 20 * line
    parts.append(f'<path d="M{LEFT + WIDTH - 110} {at - 4}h24" stroke="{colour}" stroke-width="2"/>')
    parts.append(f'<text x="{LEFT + WIDTH - 80}" y="{at}">{name}</text>')
with open(sys.argv[2], "w") as file:
    file.write("\n".join([*parts, "</svg>", ""]))
print(f"drawn: {sys.argv[2]}")
