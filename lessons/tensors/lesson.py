# /// lesson
# title = "Tensors"
# minutes = 20
# summary = "What all data become: numbers in a grid. Shapes, memory, and the rule by which small ones fill large ones."
# goals = ["say the shape of a result before it runs", "tell a view from a copy", "compute without loops"]
# teaches = [
#     "tensors", "shape", "dtype", "device", "dtype promotion", "random seed", "indexing", "view", "in-place operation",
#     "strides", "contiguous", "broadcasting", "keepdim", "matrix product", "einsum", "shared memory",
# ]
# needs = ["Python"]
# exercises = [
#     "dtype_foretold", "fill_the_gaps", "channels_first", "shape_foretold", "standard_rows", "pair_scores",
#     "kept_apart",
# ]
# ///
# %% [markdown]
"""
# Rings from two lines

Here is a stone that falls into water. Run the cell, and while the rings
move, change `width` with the keys `]` and `[`.

Each picture has 32 × 32 numbers. But the code has only two lines of 32,
one horizontal and one vertical, and no loop over places. Where do the
others come from?

By the end of this lesson you can read each line of it.
"""

# %% Rings
import numpy as np
import torch

from tutor import live

width = live.slider("width", 4.0, low=1.5, high=10.0)
x = torch.linspace(-16, 16, 32)  # (32,), a row
y = x.reshape(32, 1)  # (32, 1), a column

for step in live.steps(150):
    distance = (x**2 + y**2).sqrt()  # (32, 32), from the middle
    rings = torch.cos((distance - 0.5 * step) / width.value)
    live.picture(rings, name="rings")
# %% [markdown]
"""
# Numbers in a grid

A **tensor** is a grid of numbers of one kind. Its **shape** says how
long it is in each direction. A single number has the shape (), and is
called a scalar. A vector has one dimension, a matrix two, and there may
be any number more.

Everything that a network reads becomes one: a sentence is a vector of
token ids, a table a matrix, a batch of color pictures has four
dimensions.
"""
# %% From none to four dimensions
scalar = torch.tensor(3.5)
vector = torch.tensor([1.0, 2.0, 3.0])
matrix = torch.tensor([[1, 2, 3], [4, 5, 6]])
photos = torch.zeros(8, 3, 28, 28)  # 8 pictures, 3 colors each

for tensor in [scalar, vector, matrix, photos]:
    dims, count = tensor.dim(), tensor.numel()
    print(f"{dims} dims {count:>6} numbers {tuple(tensor.shape)}")
# %% [markdown]
"""
The shape reads from the outside in: 2 rows of 3 numbers. Look into the
matrix; then change the code and look into `photos`. (The key `i` looks
into any tensor, by its name.)
"""
# %% Look into one
live.inspect(matrix)
# %%
live.quiz(
    "What is the shape of torch.tensor([[5.0]])?",
    live.wrong(
        "(), it is one number",
        "It holds one number, but inside two brackets. torch.tensor(5.0) has the shape ().",
    ),
    live.wrong(
        "(1,)",
        "Count the brackets: each pair is a dimension, and here there are two.",
    ),
    live.right(
        "(1, 1)",
        "One row of one number. Each pair of brackets is a dimension, even where its length is 1.",
    ),
)
# %% [markdown]
"""
# Making tensors

You rarely type the numbers. Most tensors are made by their shape
(`zeros`, `ones`, `full`), by a rule (`arange`, `linspace`, `eye`), or
like another one (`zeros_like`).

`arange` leaves out its end and `linspace` includes it. So what does
`torch.arange(1, 2, 0.25)` end with? Change the code, and run it.
"""
# %% By shape, and by rule
live.show(torch.zeros(2, 3), name="zeros")
live.show(torch.full((2, 3), 7.0), name="full")
live.show(torch.arange(0, 10, 2), name="arange")  # without 10
live.show(torch.linspace(0, 1, 5), name="linspace")  # with 1
torch.eye(3)  # (3, 3)
# %% [markdown]
"""
Training begins with random numbers. They are computed, each from the
one before. So the same **seed** gives the same ones, as long as the
calls, PyTorch's version and the device are the same, too. Set another
seed and run again; then go back to the first.
"""
# %% Random, but the same
seed = live.slider("seed", 0, low=0, high=20, whole=True)

torch.manual_seed(seed.value)
live.show(torch.rand(3), name="first")  # evenly from 0 to 1
live.show(torch.rand(3), name="second")  # the numbers go on
torch.manual_seed(seed.value)
live.show(torch.rand(3), name="first again")

noise = torch.randn(40, 40)  # around 0, standard normal
dice = torch.randint(1, 7, (10,))  # 1 to 6: 7 is left out
live.inspect(noise)
dice
# %% [markdown]
"""
Three numbers tell little of where they come from. A **histogram** tells:
how many values lie where, below of ten thousand each. `rand` is flat,
`randn` a bell. The third are *sums* of flat ones. Add fewer of them: how
many does it take until you see a bell?
"""
# %% How many lie where
several = live.slider("several", 12, low=1, high=12, whole=True)

flat = torch.rand(several.value, 10_000)
added = flat.sum(dim=0) - several.value / 2  # around 0
live.histogram(
    {
        "rand": torch.rand(10_000),
        "randn": torch.randn(10_000),
        "sums": added,
    }
)
# %% [markdown]
"""
# dtype and device

All numbers of a tensor have one type, its **dtype**. What you write
decides: 3 is int64, 3.0 is float32. There are four kinds: bool, integer,
floating-point, complex. Where two dtypes meet, the later kind wins, and
within a kind the larger one. That is **promotion**.

The **device** is where the numbers lie: the processor's memory, or a
GPU's. Tensors that meet must be on one device.
"""
# %% Which dtype comes out?
whole = torch.tensor([1, 2, 3])
real = torch.tensor([0.5, 1.5, 2.5])
exact = real.double()

live.show(whole, name="whole")
live.show(whole + 1, name="whole + 1")
live.show(whole + 1.5, name="whole + 1.5")
live.show(whole / 2, name="whole / 2")
live.show(whole > 1, name="whole > 1")
live.show(whole + real, name="whole + real")
live.show(real + exact, name="real + exact")
real.to(live.device()).device  # the device of this lesson
# %% [markdown]
"""
A Python number, or a tensor with the shape (), changes the kind but not
the size: it only counts where its kind is the later one. (Such a tensor
may even lie on the CPU where the other is on a GPU.) And the kind that
wins need not hold all values of the other:
"""
# %% A single number, and too large a one
single = torch.tensor(2.0, dtype=torch.float64)  # shape ()
live.show(real + single, name="real + single")  # float32
live.show(whole + single, name="whole + single")  # float64

half = torch.tensor([1.0], dtype=torch.float16)
torch.tensor([70_000]) + half  # float16 ends at 65,504
# %%
live.quiz(
    "What is torch.tensor([250], dtype=torch.uint8) + 10?",
    live.wrong(
        "260",
        "A Python integer does not change an integer dtype, and uint8, the dtype of pictures, ends at 255. "
        "(A float would: + 10.0 gives float32.)",
    ),
    live.wrong(
        "255, the largest that there is",
        "Nothing stops at the end of the range; the count begins again at 0.",
    ),
    live.right(
        "4, without a warning",
        "uint8 counts 0 to 255 and then begins again: 260 − 256 = 4. Convert pictures with .float() first.",
    ),
    live.wrong(
        "An error",
        "Integer arithmetic never warns. Run it in the cell below.",
    ),
)
# %% Past the end
pixel = torch.tensor([250], dtype=torch.uint8)
live.show(pixel + 10, name="as uint8")
live.show(pixel.float() + 10, name="as float32")
try:
    whole.mean()
except RuntimeError as error:
    print(error)  # integers have no mean
# %% [markdown]
"""
# Indexing and slicing

One index for each dimension, counted from 0. A number picks one place,
and its dimension is gone. A slice `start:stop` keeps the dimension, and
leaves out `stop`; `:` alone takes everything; −1 is the last. `None`
puts in a new dimension of length 1.

The picture shows what happens to each dimension. Change its index.
"""
# %% Pick
grid = torch.arange(24).reshape(4, 6)  # (4, 6), row by row

live.show(grid, name="grid")
live.show(grid[1], name="grid[1]")  # (6,)
live.show(grid[:, 1], name="grid[:, 1]")  # (4,)
live.show(grid[1:3, ::2], name="grid[1:3, ::2]")  # (2, 3)
live.shapes("grid[1:3, None, -1]")
# %%
live.quiz(
    "grid has the shape (4, 6). What is the shape of grid[:, 0:1]?",
    live.wrong(
        "(4,)",
        "That is grid[:, 0]: a number takes the dimension away. The slice 0:1 keeps it, with length 1.",
    ),
    live.right(
        "(4, 1)",
        "A slice keeps its dimension, even where it is one long. A column like this is what broadcasting needs.",
    ),
    live.wrong(
        "(4, 2)",
        "The end of a slice is left out, so 0:1 is only place 0.",
    ),
)
# %% [markdown]
"""
You can also pick by a list of places, or by a condition: a tensor of
True and False, called a mask. Reading so makes a new tensor. Assigning
so, `grid[even] = 0`, writes into grid itself.
"""
# %% Pick by places and by a condition
live.show(grid[[0, 3]], name="rows 0 and 3")  # (2, 6)
even = grid % 2 == 0  # (4, 6), bool
live.show(grid[even], name="even")  # (12,), flat

marked = grid.clone()
marked[even] = -1  # written through the mask
live.show(marked, name="marked")
torch.where(even, -1, grid)  # the same, as a new tensor
# %% [markdown]
"""
# A view is no copy

A slice copies nothing. It is a **view**: another way to look at the
same numbers. That is fast, and has a price: write into the view, and
the whole sees it.

An **in-place** operation writes into its tensor. Its name ends with an
underscore: `add_`, `zero_`. `+=` and an assignment to an index are
in place, too. Guess the last line before you run.
"""
# %% Write into a slice
base = torch.zeros(3, 4)
row = base[1]  # (4,), a view
row += 5  # in place
row[0] = -1

copy = base[1].clone()  # numbers of its own
copy.zero_()

row = row + 100  # not in place: row is now a new tensor
live.inspect(base)
base
# %%
live.quiz(
    "Which of these changes base?",
    live.wrong(
        "row = base[1]; row = row * 2",
        "row * 2 makes a new tensor, and row then names that one. base stays.",
    ),
    live.right(
        "row = base[1]; row *= 2",
        "*= writes into the tensor itself, and its numbers are those of base. (On base[2], all zeros, nobody would "
        "see it.)",
    ),
    live.wrong(
        "row = base[1].clone(); row.mul_(2)",
        "mul_ is in place, but it works on the clone, which has its own memory.",
    ),
)
# %% [markdown]
"""
# One line of memory

Memory has no rows. The numbers of a tensor lie in one line, and its
**strides** say how far to go in it for one step in each dimension.

`reshape` and `view` cut the same line into other lengths; −1 means
"whatever is left". `.T` swaps the dimensions of a matrix, `permute`
puts any number of them in the order you give. For that they only
reorder the strides. No number moves.
"""
# %% Shapes and strides
line = torch.arange(6)
table = line.reshape(2, -1)  # (2, 3), row by row
turned = table.T  # (3, 2), columns become rows

live.show(line.stride(), name="strides of line")
live.show(table.stride(), name="strides of table")
live.show(turned.stride(), name="strides of turned")
live.show(photos.permute(0, 2, 3, 1).shape, name="permuted")

line[0] = 99  # one line of memory, three ways to read it
live.inspect(turned)
turned
# %% [markdown]
"""
After `.T` the numbers no longer lie in the order in which they are
read: the tensor is not **contiguous**. `view` promises not to copy, so
it refuses where no strides express the new shape. `reshape` copies
there. `contiguous()` copies whatever is not contiguous.
"""
# %% view refuses
live.show(turned.is_contiguous(), name="contiguous")
try:
    turned.view(6)
except RuntimeError as error:
    print(error)

live.show(turned.view(3, 2, 1).shape, name="view to (3, 2, 1)")
live.show(turned.reshape(6), name="reshape")  # a copy
turned.contiguous().view(6)  # the same, in two steps
# %%
live.quiz(
    "table is (2, 3). Are table.reshape(3, 2) and table.T the same?",
    live.wrong(
        "Yes, both are (3, 2)",
        "The shapes agree, the numbers do not: reshape reads on row by row, .T turns rows into columns.",
    ),
    live.right(
        "No: only the shapes agree",
        "reshape keeps the order of the line and cuts it elsewhere; .T keeps rows and columns together and swaps them.",
    ),
    live.wrong(
        "Yes, if the tensor is contiguous",
        "table is contiguous, and they still differ. Show both in the cell above.",
    ),
)
# %% [markdown]
"""
# Broadcasting

How can a row meet a column? Two shapes are laid one over the other from
the *right*. In each place the lengths must be equal, or one of them 1,
or missing. Where it is 1 or missing, the tensor is stretched: repeated
without a copy. This is **broadcasting**.

So (3, 1) and (4,) make (3, 4). Run it. Then choose each of the others
with `]`, say what will come out, and run again. One of them clashes.
"""
# %% Two boxes stretched to a third
pair = live.choice(
    "pair", "3,1+4", ["3,1+4", "3,4+4", "3,4+3", "2,1,4+3,1"]
)
pairs = {
    "3,1+4": ((3, 1), (4,)),
    "3,4+4": ((3, 4), (4,)),
    "3,4+3": ((3, 4), (3,)),
    "2,1,4+3,1": ((2, 1, 4), (3, 1)),
}
live.broadcast(*pairs[pair.value])
# %% [markdown]
"""
(3, 4) and (3,) clash, though both begin with 3: from the right, 4 stands
over 3. The 3 numbers would have to be a column, (3, 1). `unsqueeze(1)`,
or the index `[:, None]`, makes them one.
"""
# %% With numbers
tens = torch.tensor([10, 20, 30])  # (3,)
ones = torch.arange(4)  # (4,)
tens[:, None] + ones  # (3, 1) + (4,) is (3, 4)
# %% [markdown]
"""
What is stretched costs nothing. What comes out does: it has all its
numbers, and can be far larger than what went in. The device "meta" does
shapes without numbers, so you can ask it beforehand.
"""
# %% What would it take?
many = torch.empty(100_000, device="meta")  # (100000,)
live.show(f"{2 * many.nbytes / 1e9} GB", name="what goes in")
f"{(many[:, None] + many).nbytes / 1e9} GB"  # what comes out
# %%
live.quiz(
    "Predictions are (100, 1), targets (100,). What is their difference?",
    live.wrong(
        "(100,), one for each sample",
        "That is what one wants. But from the right, 1 stands over 100, so the column is stretched.",
    ),
    live.right(
        "(100, 100), without an error",
        "Each prediction meets each target. The mean of it is a number, too, so only a look at the shape tells you.",
    ),
    live.wrong(
        "An error: the shapes differ",
        "Shapes need not be equal. A length of 1 stretches, and a missing one as well.",
    ),
)
# %% [markdown]
"""
# Reductions

`sum`, `mean`, `amax` and the like reduce many numbers to one. With
`dim` they work along one dimension, and it is the one that
*disappears*: `sum(dim=0)` of a (2, 3) adds the rows to each other and
leaves (3,). (`max(dim=…)` returns two tensors: values and places.)

With `keepdim=True` it stays, with length 1. Then the result can still
meet the tensor that it came from. Run it, then leave `keepdim` out.
"""
# %% Along a dimension
scores = torch.tensor([[1.0, 2.0, 6.0], [4.0, 4.0, 7.0]])
live.show(scores.sum(), name="sum")  # ()
live.show(scores.sum(dim=0), name="sum, dim=0")  # (3,)
live.show(scores.mean(dim=1), name="mean, dim=1")  # (2,)
live.show(scores.amax(dim=1), name="amax, dim=1")  # (2,)
live.show(scores.argmax(dim=1), name="argmax, dim=1")  # (2,)

mean = scores.mean(dim=1, keepdim=True)  # (2, 1)
live.shapes("scores - mean")
# %%
live.quiz(
    "x is (32, 10): ten numbers for each of 32 samples. Which is the mean of each sample?",
    live.wrong(
        "x.mean(dim=0)",
        "dim=0 is the one that disappears, so this has the shape (10,): the mean of each column over all samples.",
    ),
    live.right(
        "x.mean(dim=1)",
        "The ten numbers disappear and the 32 samples stay: the shape is (32,).",
    ),
    live.wrong(
        "x.mean()",
        "Without dim all 320 numbers become one.",
    ),
)
# %% [markdown]
"""
# Products

`*` multiplies number by number. `@` is the **matrix product**: each row
of the left with each column of the right, multiplied and added up. The
inner lengths must agree, and disappear: (2, 3) @ (3, 4) is (2, 4).

A layer of a network is just that, plus a bias. Its weight has a row for
each output, so it computes `x @ w.T`; `torch.inner(x, w)` is the same,
row with row. With more dimensions, `@` goes through the batch.
"""
# %% Rows times columns
torch.manual_seed(0)
x = torch.randint(0, 5, (2, 3)).float()  # 2 samples of 3
w = torch.randint(0, 5, (4, 3)).float()  # 4 outputs of 3

live.show(x @ w.T, name="with @")  # (2, 4)
live.show(torch.inner(x, w), name="with inner")  # (2, 4)
live.shapes("x @ w.T")
(torch.rand(8, 2, 3) @ w.T).shape  # 8 at once
# %% [markdown]
"""
`torch.einsum` names the dimensions. A letter in both inputs: those are
matched. A letter missing after the arrow: it is summed over. Try
"nd,od->", "nd,od->o" and "nd->dn" (with `x` alone).
"""
# %% Name the dimensions
live.show(torch.einsum("nd,od->no", x, w), name="layer")
live.show(torch.einsum("nd,nd->n", x, x), name="row by row")
(x * x).sum(dim=1)  # the same as row by row
# %% [markdown]
"""
# NumPy, both ways

On the CPU, `torch.from_numpy(array)` and `tensor.numpy()` copy nothing:
array and tensor share one memory, as views do. `torch.tensor(array)`
copies, and so does every way to a GPU and back.

Run the cell, and while it runs, change `value`. Only the array is
written to. Watch what the two tensors read. NumPy's floats are float64,
and both tensors keep that.
"""
# %% Change the array, watch the tensor
value = live.slider("value", 3.0, low=-5.0, high=5.0)

array = np.ones(3)
shared = torch.from_numpy(array)  # (3,), the same memory
copied = torch.tensor(array)  # (3,), memory of its own

for step in live.steps(300):
    array[0] = value.value * np.sin(step / 10)
    live.report(first={"shared": shared[0], "copied": copied[0]})
print(array.dtype, shared.dtype, copied.dtype)
# %% [markdown]
"""
It works the other way, too: write to the tensor in place, and the array
has changed.
"""
# %% Back to NumPy
shared.mul_(100)  # in place
array  # nothing was assigned to it
# %%
live.quiz(
    "t = torch.from_numpy(array).float(), and then t[0] = 9. For which arrays is array[0] now 9?",
    live.wrong(
        "For every array: from_numpy shares the memory",
        "from_numpy does. But .float() has to turn float64 into float32, so it makes new numbers, and t is those.",
    ),
    live.right(
        "For those of dtype float32",
        "There .float() has nothing to convert, and gives back the same tensor. From float64 it makes a new one, with "
        "memory of its own.",
    ),
    live.wrong(
        "For none: .float() always copies",
        "Only where it has to convert. On a float32 tensor .float() returns the tensor itself.",
    ),
)
# %% [markdown]
"""
# What you can do now

- Say the shape of a result before it runs: of an index, a reduction, a
  product, of two shapes that meet.
- Tell a view from a copy, and read strides where `view` refuses.
- Compute with whole tensors, without a loop over their numbers.

In PyTorch's documentation: `torch.Tensor`, `torch.einsum`, and the
pages "Tensor Views", "Broadcasting semantics" and "Reproducibility".

To end with, the rings again, one picture. Which two shapes meet? Make
two stones of it: the sum of two pictures with different middles.
"""
# %% Your own rings
x = torch.linspace(-16, 16, 32)  # (32,)
y = x[:, None]  # (32, 1)
distance = ((x + 6) ** 2 + y**2).sqrt()  # (32, 32)
live.picture(torch.cos(distance / 2), name="your rings")
live.broadcast(x, y)
