"""What is known of the functions that lessons call: which draw random numbers, and which leave the world as it is.

What is not listed here is taken to draw, or to change anything at all.
"""

from __future__ import annotations

import builtins
import re


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


TRUSTED = _words(
    "torch numpy math cmath time itertools collections functools operator statistics typing dataclasses enum",
    "string textwrap re fractions decimal copy numbers types tutor",
)
"""Modules whose functions change nothing but what is given to them; `_WORLD` has the exceptions."""
_WORLD = re.compile(
    r"(^|\.)(set_\w*|seterr\w*|set\w*printoptions|use_\w*|register\w*|init_\w+|seed|initial_seed|compile|load\w*|"
    r"save\w*|backward|hub|cuda|mps|xpu|accelerator|backends|multiprocessing|distributed|from_file|fork_rng|random|config|jit|classes|ops|"
    r"library|overrides|profiler|memmap|fromfile|tofile|os|sys|subprocess|importlib|builtins|threading|_\w+)(\.|$)"
)
"""Names in a trusted module through which more than the arguments is changed or read."""
SEED = "torch.manual_seed"
THREADS = "torch.set_num_threads"
"""Changes how the sums of later cells are divided, and nothing else."""
THREADS_AT_FIRST = 1
"""With how many threads a session begins."""
_QUERIES = _words(
    "torch.accelerator.synchronize torch.accelerator.is_available torch.accelerator.device_count",
    "torch.accelerator.current_accelerator torch.cuda.synchronize torch.cuda.is_available torch.cuda.device_count",
    "torch.cuda.get_device_name torch.mps.synchronize torch.xpu.synchronize torch.xpu.is_available",
    "torch.backends.mps.is_built torch.backends.mps.is_available torch.backends.cuda.is_built",
    "torch.get_num_threads torch.get_num_interop_threads torch.is_grad_enabled torch.is_inference_mode_enabled",
    "os.cpu_count os.process_cpu_count os.sched_getaffinity os.getpid os.getcwd os.sep os.path.join",
    "os.path.basename sys.executable sys.version sys.version_info sys.platform sys.maxsize sys.byteorder",
    "sys.float_info sys.getsizeof platform.machine platform.processor platform.system platform.python_version",
    "torch.backends.cpu.get_cpu_capability torch.cuda.memory_allocated torch.cuda.memory_reserved shutil.which",
    "torch.cuda.max_memory_allocated torch.cuda.reset_peak_memory_stats torch.profiler.profile",
    "torch.profiler.record_function torch.profiler.ProfilerActivity torch.profiler.ProfilerActivity.CPU",
    "torch.cuda.Stream torch.cuda.stream torch.cuda.current_stream torch.cuda.CUDAGraph torch.cuda.graph",
    "torch.compile torch.compiler.reset torch.autograd.graph.saved_tensors_hooks threading.Event",
    "torch.distributed.is_available torch.distributed.is_gloo_available torch.distributed.is_nccl_available",
    "torch.utils.data.DistributedSampler torch.utils.data.distributed.DistributedSampler contextlib.nullcontext",
)
"""What only says how things are, waits, looks on, or makes an object that has what it was given and changes nothing
else, though it is of where the world is changed."""
POOL = "concurrent.futures.ThreadPoolExecutor"
CATCHING = "warnings.catch_warnings"
RESTORING = frozenset((POOL, CATCHING))
"""Contexts at whose end all is done, or as it was, while outside of a `with` they may do anything."""
FILTERS = _words("warnings.simplefilter warnings.filterwarnings warnings.resetwarnings warnings.warn")
"""What `warnings.catch_warnings` takes back."""
LOOKING = _words("dir vars getattr hasattr")
"""Of Python's own functions: those that look into what they are given."""
_CALM = _words(
    "tensor as_tensor asarray from_numpy arange linspace logspace zeros ones full empty eye zeros_like ones_like",
    "full_like empty_like stack cat concat concatenate hstack vstack where sin cos tan sinh cosh tanh asin acos",
    "atan atan2 exp expm1 log log1p log2 log10 sqrt rsqrt abs sigmoid relu softmax log_softmax matmul mm bmm mv",
    "dot inner outer einsum sum mean median std var prod max min amax amin maximum minimum argmax argmin sort",
    "argsort topk unique flatten ravel reshape squeeze unsqueeze transpose permute movedim swapaxes broadcast_to",
    "broadcast_tensors broadcast_shapes allclose equal isclose isfinite isnan isinf no_grad enable_grad",
    "inference_mode clone meshgrid cumsum cumprod diag diagonal trace tril triu norm det inverse linalg func",
    "autograd is_tensor numel get_default_dtype finfo iinfo device dtype Size Tensor result_type promote_types",
    "round floor ceil clamp clip sign pow square hypot logsumexp bincount count_nonzero histc searchsorted roll",
    "flip gather take chunk split tile repeat_interleave kron cross float16 float32 float64 bfloat16 half float",
    "double int8 int16 int32 int64 uint8 long int bool complex64 complex128 pi inf nan e nn functional optim fx",
    "version save load futures autocast OutOfMemoryError",
)
"""Of torch: what draws nothing."""
_CONSTANTS = _words(
    "pi e tau inf nan newaxis float16 float32 float64 bfloat16 half float double int8 int16 int32 int64 uint8 long int",
    "short bool complex64 complex128 strided",
)
_LAYERS = _words(
    "Module Parameter Sequential ModuleList ModuleDict Tanh ReLU GELU SiLU Sigmoid Identity Flatten Softmax",
    "LeakyReLU ELU Softplus LayerNorm BatchNorm1d BatchNorm2d GroupNorm functional utils",
)
"""Of torch.nn: what begins without random numbers."""
DRAWN = _words(
    "torch.rand torch.randn torch.randint torch.randperm torch.rand_like torch.randn_like torch.randint_like",
    "torch.normal torch.bernoulli torch.multinomial",
)
"""Give random numbers, which draw none when they are used."""
DRAWING_METHODS = _words(
    "normal_ uniform_ random_ bernoulli_ exponential_ cauchy_ geometric_ log_normal_ bernoulli multinomial",
    "reset_parameters",
)
PURE_METHODS = _words(
    "item tolist numpy detach clone mean sum std var prod max min amax amin argmax argmin abs sqrt exp log tanh",
    "sigmoid relu softmax log_softmax pow square round floor ceil clamp sign view view_as reshape flatten ravel",
    "squeeze unsqueeze transpose permute t expand expand_as repeat size dim numel element_size stride",
    "is_contiguous contiguous any all norm matmul mm dot nonzero unique argsort topk cumsum diff count_nonzero",
    "allclose equal eq ne lt gt le ge isnan isinf isfinite parameters named_parameters children named_children modules",
    "buffers named_buffers state_dict get items keys values index count join upper lower strip lstrip rstrip",
    "split splitlines replace startswith endswith ljust rjust center format astype tobytes title zfill partition",
    "rpartition exists is_file is_dir read_text read_bytes stat resolve with_suffix tensor_split data_ptr",
)
"""Methods that change neither what they are called on nor their arguments, unless the lesson has one of that name."""
PURE_ON_DATA = _words("to cpu double float half long int bool bfloat16 type copy")
"""Those that do so on tensors, while on a module they change it."""
OPTIMIZER_METHODS = _words("step zero_grad")
"""Methods that change what they are called on and what it trains; numbers have no such methods."""
FRESH_METHODS = _words("item tolist clone numel size dim count index format join data_ptr")
"""Those whose result has nothing in common with what they were called on."""
STEPS = "tutor.live.steps"
DIGITS = "tutor.live.digits"
"""Gives new tensors, without a gradient, at each call."""
SINGLE_ATTRIBUTES = _words("dtype device ndim __name__ requires_grad")
SINGLE_METHODS = _words("item numel dim element_size is_contiguous join upper lower strip")
SINGLE_CALLS = _words("len int float bool str repr format ord chr hash id callable isinstance issubclass hasattr")
"""What gives a number, a text or the like, which nobody can change."""
RANKS = "tutor.live.ranks"
"""Calls its second argument in forks, and gives copies of what they return."""
PROGRAMS = _words("tutor.live.command runpy.run_path")
"""Run programs, which read and write whatever files they like, and know no variable of the lesson."""
PATH = "pathlib.Path"
SAVE, LOAD = "torch.save", "torch.load"
OUTSIDE = PROGRAMS | {RANKS, PATH, SAVE, LOAD}
"""What is done in other processes or to files, of which more is known than of other functions."""
ELSEWHERE = _words(
    "parent parents with_name with_stem joinpath iterdir glob rglob walk rename relative_to symlink_to hardlink_to",
    "samefile absolute",
)
"""What leads from the path of a file to other files."""
_OF_ITS_PROCESS = re.compile(
    r"torch\.(distributed\.(?!checkpoint|run|launch|elastic|FileStore)|backends\.|set_|use_)|os\.(environ|kill$|_exit$)|"
    r"signal\.|runpy\.run_path$"
)
"""Names through which a process changes much of itself, and nothing of others."""
FRESH_CALLS = _words(
    "torch.tensor float int len str bool range round repr format tutor.live.file tutor.live.digits tutor.live.ranks",
    "tutor.live.command torch.nn.Linear",
)
NEW_NUMBERS = _words(
    "torch.nn.functional.cross_entropy torch.nn.functional.mse_loss torch.zeros torch.ones torch.empty torch.rand",
    "torch.randn",
)
"""Their result is a new tensor, though gradients go back to what it was made of."""
PARAMETER = "torch.nn.Parameter"
_CHANGING = _words(
    "step zero_grad backward append extend insert add update setdefault pop popitem clear remove discard sort reverse",
    "load_state_dict train eval apply add_param_group to double float half cuda cpu bfloat16 normal shuffle random",
    "integers choice standard_normal uniform permutation send close write write_text write_bytes unlink touch mkdir",
    "rmdir",
)
_PURE_BUILTINS = _words(
    "abs all any bool bytes callable chr complex dict divmod enumerate filter float format frozenset hasattr hash",
    "id int isinstance issubclass iter len list map max min object ord pow print property range repr reversed",
    "round set slice sorted staticmethod classmethod str sum super tuple type zip",
)
_BUILTINS = frozenset(dir(builtins))


def known_builtin(name: str) -> bool:
    """Whether a name is one of Python's own."""
    return name in _BUILTINS


def harmless_builtin(name: str) -> bool:
    """Whether one of Python's own names changes nothing when it is called: exceptions, and what is listed."""
    kind = getattr(builtins, name)
    return name in _PURE_BUILTINS or not callable(kind) or (isinstance(kind, type) and issubclass(kind, BaseException))


def constant(path: str) -> bool:
    """Whether what a dotted path leads to is a number, a type of numbers or a text, and nothing that can be called."""
    return path.rpartition(".")[2] in _CONSTANTS or path.startswith("torch.version.")


def taken_as_known(name: str) -> bool:
    """Whether a name is one of Python's own of which something is taken to be known."""
    return known_builtin(name) and (name in LOOKING or harmless_builtin(name))


def adds_up(path: str) -> bool:
    """Whether what a dotted path leads to may do sums that are shared out among threads."""
    return path.startswith(("torch.", "numpy.")) and path != THREADS


def ends_its_body(path: str) -> bool:
    """Whether a context of a module lets every error through, so that what follows runs only after all of its body."""
    return path.startswith("torch.") or path in RESTORING or path in ("numpy.errstate", "numpy.printoptions")


def changes_its_object(method: str) -> bool:
    """Whether a method that is handed on without being called may change what it is of, whoever calls it then."""
    return method in _CHANGING or (method.endswith("_") and not method.endswith("__"))


def leaves_the_world(path: str) -> bool:
    """Whether what a dotted path leads to changes no more than its arguments, apart from drawing."""
    root, _, rest = path.partition(".")
    if path in _QUERIES or path.startswith("torch.version."):
        return True
    if path.startswith("numpy.random."):
        return rest == "random.default_rng"
    return root in TRUSTED and (root == "tutor" or not _WORLD.search(rest))


def stays_in_its_process(path: str) -> bool:
    """Whether what a dotted path leads to changes, apart from its arguments and files, nothing but its own process."""
    return _OF_ITS_PROCESS.match(path) is not None


def draws(path: str) -> bool:
    """Whether what a dotted path leads to may draw from torch's generator."""
    root, _, rest = path.partition(".")
    words = rest.split(".")
    if root != "torch" or not rest or path in _QUERIES or path == THREADS:
        return False
    if words[:2] == ["nn", "functional"]:
        return any("dropout" in word or word in ("gumbel_softmax", "rrelu") for word in words[2:])
    if words[:2] == ["nn", "parallel"] or words[0] == "distributed":
        return words[1:2] == ["tensor"]
    if words[0] == "nn" and len(words) > 1:
        return not (words[1] in _LAYERS or words[1].endswith("Loss")) or words[1:3] == ["utils", "parametrizations"]
    if words[0] == "autograd" and len(words) > 1:
        return words[1] not in ("grad", "Function", "functional")
    return words[0] not in _CALM


def keeps_state(path: str) -> bool:
    """Whether calling what this made changes it: running averages, layers that take their shape from what comes."""
    return re.search(r"BatchNorm|InstanceNorm|Lazy|spectral_norm|parametri[sz]", path) is not None


def gives_single(path: str) -> bool:
    """Whether calling this gives a number, a text or the like, whatever it is given."""
    root, _, rest = path.partition(".")
    return (
        (root == "math" and rest not in ("prod", "sumprod"))
        or (root == "time" and rest.startswith(("perf_counter", "monotonic", "time", "process_time")))
        or path in ("tutor.live.device", "tutor.live.file", "torch.device", "torch.is_tensor", "os.cpu_count")
        or path == "torch.get_num_threads"
    )


def gives_data(path: str) -> bool:
    """Whether calling this gives numbers that no gradient is kept for, provided that it is given such: a function of
    torch, numpy or math that makes no layer, optimizer or function."""
    root, _, rest = path.partition(".")
    words = rest.split(".")
    if path == DIGITS:
        return True
    if words[0] in ("func", "fx", "optim", "autograd", "vectorize", "frompyfunc", "utils", "load") or not rest:
        return False
    if words[0] == "nn":
        return words[1:2] == ["functional"]
    return root in ("torch", "numpy", "math", "time", "statistics") and words[-1][:1].islower()
